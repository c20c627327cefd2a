/// The least of a Merkle tree that lets it grow: the roots of its perfect subtrees, largest first. Their sizes are the
/// powers of two in the tree's size, so there are never more than 53.
public struct CompactRange: Sendable, Hashable {
    /// Leaves in the tree.
    public private(set) var size: Int
    /// Roots of the perfect subtrees from left (largest) to right.
    public private(set) var hashes: [MerkleHash]

    /// A tree without leaves.
    public init() {
        size = 0
        hashes = []
    }

    /// A stored tree: its size and its subtree roots, 32 bytes each. Throws `LogError.malformed` when their number does
    /// not belong to the size.
    public init(size: Int, encoded: some Collection<UInt8>) throws(LogError) {
        guard 0...MerkleTree.maximumSize ~= size else { throw .malformed("the log's size is out of range") }
        let bytes = Array(encoded)
        guard bytes.count == size.nonzeroBitCount * MerkleHash.byteCount else {
            throw .malformed("the log's tree state does not belong to its size")
        }
        self.size = size
        hashes = stride(from: 0, to: bytes.count, by: MerkleHash.byteCount)
            .compactMap { MerkleHash(bytes[$0..<$0 + MerkleHash.byteCount]) }
    }

    /// The subtree roots one after the other.
    public var encoded: [UInt8] { hashes.flatMap(\.bytes) }

    /// Adds a leaf by its hash (`MerkleTree.leafHash`); two hashes on average.
    public mutating func append(_ leafHash: MerkleHash) {
        var hash = leafHash
        // Every low bit set in the size is a subtree that the new leaf completes to one of twice its size.
        for _ in 0..<(~size).trailingZeroBitCount {
            guard let left = hashes.popLast() else { break }
            hash = MerkleTree.nodeHash(left, hash)
        }
        hashes.append(hash)
        size += 1
    }

    /// The root of the tree.
    public var root: MerkleHash {
        guard var root = hashes.last else { return MerkleTree.emptyRoot }
        for hash in hashes.dropLast().reversed() { root = MerkleTree.nodeHash(hash, root) }
        return root
    }
}
