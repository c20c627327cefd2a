/// That a leaf is in a tree: the roots of the subtrees beside its way to the root, the leaf's sibling first (RFC 6962
/// section 2.1.1).
public struct InclusionProof: Sendable, Hashable {
    /// Sibling hashes from the leaf up.
    public var hashes: [MerkleHash]

    /// A proof of these hashes.
    public init(hashes: [MerkleHash]) { self.hashes = hashes }

    /// Whether the leaf with this hash is at an index of the tree with this size and root. The root alone does not say
    /// its size: both must come from one signed checkpoint.
    public func verify(leaf: MerkleHash, index: Int, size: Int, root: MerkleHash) -> Bool {
        self.root(leaf: leaf, index: index, size: size) == root
    }

    /// The root to which the proof leads; nil when it is too long or too short (RFC 9162 section 2.1.3.2).
    public func root(leaf: MerkleHash, index: Int, size: Int) -> MerkleHash? {
        guard 0 <= index, index < size else { return nil }
        var node = index
        var last = size - 1
        var root = leaf
        for hash in hashes {
            guard last > 0 else { return nil }
            if node & 1 == 1 || node == last {
                root = MerkleTree.nodeHash(hash, root)
                // A node without a right neighbour stands for itself on the levels above, until it is a right child.
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                root = MerkleTree.nodeHash(root, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 ? root : nil
    }
}
