/// Builds proofs from the leaf hashes of a tree in one pass, with memory that grows with the tree's height only: every
/// hash of a proof is the root of a range of leaves, and the ranges of one proof do not overlap.
public struct MerkleProofBuilder: Sendable {
    /// Leaves of the tree that the proofs are about; more leaves may follow and change nothing.
    public let size: Int
    private var position = 0
    private var inclusion: RangeRoots?
    private var consistency: RangeRoots?

    /// Prepares the inclusion proof of the leaf at an index in the tree of `size` leaves, the consistency proof from a
    /// smaller tree to it, or both. Throws `LogError.malformed` when the tree has no such leaf or no such beginning.
    public init(size: Int, inclusionOf index: Int? = nil, consistencyFrom size1: Int? = nil) throws(LogError) {
        guard 0...MerkleTree.maximumSize ~= size else { throw .malformed("the log's size is out of range") }
        self.size = size
        if let index {
            guard 0 <= index, index < size else { throw .malformed("the log has no leaf with this index") }
            inclusion = RangeRoots(Self.inclusionRanges(index: index, size: size))
        }
        if let size1 {
            guard 0...size ~= size1 else { throw .malformed("the log is smaller than the tree it should begin with") }
            consistency = RangeRoots(Self.consistencyRanges(from: size1, to: size))
        }
    }

    /// Takes the next leaf's hash (`MerkleTree.leafHash`), from leaf 0 on.
    public mutating func append(_ leafHash: MerkleHash) {
        guard position < size else { return }
        inclusion?.append(leafHash, at: position)
        consistency?.append(leafHash, at: position)
        position += 1
    }

    /// The inclusion proof; throws when it was not asked for or leaves are missing.
    public func inclusionProof() throws(LogError) -> InclusionProof {
        InclusionProof(hashes: try hashes(inclusion))
    }

    /// The consistency proof; throws when it was not asked for or leaves are missing.
    public func consistencyProof() throws(LogError) -> ConsistencyProof {
        ConsistencyProof(hashes: try hashes(consistency))
    }

    private func hashes(_ roots: RangeRoots?) throws(LogError) -> [MerkleHash] {
        guard position == size, let roots else { throw .malformed("the log has fewer leaves than its size says") }
        return roots.inProofOrder
    }

    /// The ranges of PATH in RFC 6962 section 2.1.1, the leaf's sibling first.
    private static func inclusionRanges(index: Int, size: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var tree = 0..<size
        while tree.count > 1 {
            let middle = tree.lowerBound + MerkleTree.leftSize(of: tree.count)
            let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
            (tree, ranges) = index < middle ? (left, ranges + [right]) : (right, ranges + [left])
        }
        return ranges.reversed()
    }

    /// The ranges of PROOF and SUBPROOF in RFC 6962 section 2.1.2.
    private static func consistencyRanges(from size1: Int, to size2: Int) -> [Range<Int>] {
        guard 0 < size1, size1 < size2 else { return [] }
        var ranges: [Range<Int>] = []
        var tree = 0..<size2
        while tree.upperBound != size1 {
            let middle = tree.lowerBound + MerkleTree.leftSize(of: tree.count)
            let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
            (tree, ranges) = size1 <= middle ? (left, ranges + [right]) : (right, ranges + [left])
        }
        // Who asks has the root of the first tree itself, but not that of another subtree.
        if tree.lowerBound > 0 { ranges.append(tree) }
        return ranges.reversed()
    }
}

/// The roots of some ranges of leaves that do not overlap, from one pass over all leaves. Each range begins where a
/// subtree of its size does, so that its leaves alone give its root.
private struct RangeRoots: Sendable {
    private let ranges: [Range<Int>]
    private var roots: [MerkleHash?]
    /// Indices into `ranges` by position; the first is the range that is filled now.
    private var order: [Int]
    private var current = CompactRange()

    init(_ ranges: [Range<Int>]) {
        self.ranges = ranges
        roots = Array(repeating: nil, count: ranges.count)
        order = ranges.indices.sorted { ranges[$0].lowerBound > ranges[$1].lowerBound }
    }

    mutating func append(_ leafHash: MerkleHash, at position: Int) {
        guard let next = order.last, ranges[next].contains(position) else { return }
        current.append(leafHash)
        guard position + 1 == ranges[next].upperBound else { return }
        roots[next] = current.root
        current = CompactRange()
        order.removeLast()
    }

    var inProofOrder: [MerkleHash] { roots.compactMap { $0 } }
}
