import Crypto

/// The request ids seen so far, as 128-bit digests in one open-addressed table: 16 bytes a slot and no identifier in
/// memory. Two ids are taken for one only if SHA-256 collides in its first 128 bits.
struct RequestIDSet {
    private var slots: [SIMD2<UInt64>]
    private var count = 0
    // The digest 0 marks a free slot; the id that has it, if there is one, is not found twice.
    private static let free = SIMD2<UInt64>(0, 0)

    init() {
        slots = Array(repeating: Self.free, count: 1024)
    }

    /// Adds an id.
    /// - Returns: Whether it was not yet in the set.
    mutating func insert(_ id: String) -> Bool {
        // At nine tenths, because memory matters more than the length of a search.
        if (count + 1) * 10 > slots.count * 9 { grow() }
        return place(Self.digest(id))
    }

    private mutating func place(_ digest: SIMD2<UInt64>) -> Bool {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: digest.x) & mask
        while slots[index] != Self.free {
            if slots[index] == digest { return false }
            index = (index + 1) & mask
        }
        slots[index] = digest
        count += 1
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Self.free, count: old.count * 2)
        count = 0
        for digest in old where digest != Self.free { _ = place(digest) }
    }

    private static func digest(_ id: String) -> SIMD2<UInt64> {
        var id = id
        let digest = id.withUTF8 { SHA256.hash(bytes: UnsafeRawBufferPointer($0)) }
        return digest.withUnsafeBytes { bytes in
            SIMD2(
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }
}
