/// That a tree begins with all leaves of a smaller one, in their order (RFC 6962 section 2.1.2).
public struct ConsistencyProof: Sendable, Hashable {
    /// Subtree roots in the order of the standard.
    public var hashes: [MerkleHash]

    /// A proof of these hashes.
    public init(hashes: [MerkleHash]) { self.hashes = hashes }

    /// Whether the tree of `size2` with `root2` begins with that of `size1` with `root1` (RFC 9162 section 2.1.4.2). Equal
    /// sizes, and an empty first tree, need equal or empty roots and a proof without hashes.
    public func verify(size1: Int, root1: MerkleHash, size2: Int, root2: MerkleHash) -> Bool {
        guard 0 <= size1, size1 <= size2 else { return false }
        guard size1 > 0 else {
            return hashes.isEmpty && root1 == MerkleTree.emptyRoot && (size2 > 0 || root2 == MerkleTree.emptyRoot)
        }
        guard size1 < size2 else { return hashes.isEmpty && root1 == root2 }

        // A perfect first tree is itself the first node, which the proof leaves out.
        var path = hashes[...]
        guard let start = size1.nonzeroBitCount == 1 ? root1 : path.popFirst() else { return false }
        let completed = (~(size1 - 1)).trailingZeroBitCount
        var node = (size1 - 1) >> completed
        var last = (size2 - 1) >> completed
        var first = start
        var second = start
        for hash in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                first = MerkleTree.nodeHash(hash, first)
                second = MerkleTree.nodeHash(hash, second)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                second = MerkleTree.nodeHash(second, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && first == root1 && second == root2
    }
}
