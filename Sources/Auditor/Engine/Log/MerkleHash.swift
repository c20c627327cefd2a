import AuditCore

/// A SHA-256 value in a Merkle tree: 32 bytes.
public struct MerkleHash: Sendable, Hashable, CustomStringConvertible {
    /// Bytes of one hash.
    public static let byteCount = 32

    // The bytes in memory order; four words so that millions of hashes need no allocation each.
    private let words: SIMD4<UInt64>

    /// A hash of its 32 bytes; nil for any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words = SIMD4<UInt64>()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.words = words
    }

    init(digest: UnsafeRawBufferPointer) {
        var words = SIMD4<UInt64>()
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: digest.prefix(32))) }
        self.words = words
    }

    /// A hash of canonical base64 (RFC 4648 section 4) or nil.
    public init?(base64 text: some Collection<UInt8>) {
        guard let bytes = StrictBase64.decode(text, limit: Self.byteCount) else { return nil }
        self.init(bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// 44 characters of base64 (RFC 4648 section 4), the form of checkpoints and proofs.
    public var base64: String { StrictBase64.encode(bytes) }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hexadecimal.text(bytes) }

    /// The hexadecimal form.
    public var description: String { hex }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }
}
