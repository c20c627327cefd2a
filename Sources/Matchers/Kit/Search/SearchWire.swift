import AuditCore

/// Blocks of ids, templates and hits as they are on the wire. Both architectures that this runs on are little-endian, so
/// they are copies of memory.
enum SearchWire {
    /// Bytes of a block that goes to a worker: large enough that a frame's overhead does not count, small beside the gallery.
    static let blockBytes = 4 << 20
    /// Probes of a block: with these FAISS multiplies matrices, and more bring nothing.
    static let maxProbes = 256
    /// Most hits of an answer. Id and score of a hit take 16 bytes, so an answer keeps to the 4 MiB that any worker's payload may
    /// have (`FrameLimits.fromWorker`): 256 probes with 1,024 hits each. For more, blocks have fewer probes.
    static let maxHits = FrameLimits.fromWorker.payload / 16

    /// How many templates of a size go into one block.
    static func templates(of dimension: Int) -> Int { max(1, blockBytes / (8 + 4 * dimension)) }

    static func payload(ids: [Int64]) -> [UInt8] { ids.withUnsafeBytes { Array($0) } }

    static func payload(_ templates: some Collection<FaceTemplate>, dimension: Int, ids: [Int64] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * ids.count + 4 * dimension * templates.count)
        ids.withUnsafeBytes { bytes.append(contentsOf: $0) }
        for template in templates { template.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    static func payload(_ hits: SearchHits) -> [UInt8] {
        payload(ids: hits.ids) + hits.scores.withUnsafeBytes { Array($0) }
    }

    /// What a payload says when it has `total` hits; nil when it has another length.
    static func hits(_ payload: [UInt8], total: Int) -> [IndexHit]? {
        guard payload.count == total * 16 else { return nil }
        return payload.withUnsafeBytes { bytes in
            (0..<total).map { index in
                IndexHit(
                    id: bytes.loadUnaligned(fromByteOffset: index * 8, as: Int64.self),
                    score: bytes.loadUnaligned(fromByteOffset: (total + index) * 8, as: Double.self))
            }
        }
    }
}
