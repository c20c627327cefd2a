import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

/// Every tree of up to 130 leaves against the recursive definitions of RFC 6962, written down as they stand there.
@Suite struct MerklePropertyTests {
    private static let leaves = (0..<130).map { MerkleTree.leafHash("leaf \($0)".utf8) }

    @Test(arguments: 1...130) func everyInclusionProofIsTheStandardsAndVerifies(size: Int) throws {
        let leaves = Self.leaves[..<size]
        let root = Self.root(leaves)
        var random = SplitMix(seed: UInt64(size))
        for index in leaves.indices {
            var builder = try MerkleProofBuilder(size: size, inclusionOf: index)
            for leaf in Self.leaves { builder.append(leaf) }
            let proof = try builder.inclusionProof()
            #expect(proof.hashes == Self.path(index, leaves))
            #expect(proof.verify(leaf: leaves[index], index: index, size: size, root: root))
            let other = Int(random.next() % UInt64(size))
            #expect(proof.verify(leaf: leaves[index], index: other, size: size, root: root) == (other == index))
            #expect(!proof.verify(leaf: leaves[index], index: index, size: size * 2, root: root))
            if let altered = Self.altered(proof.hashes, &random) {
                let wrong = InclusionProof(hashes: altered)
                #expect(!wrong.verify(leaf: leaves[index], index: index, size: size, root: root))
            }
        }
    }

    @Test(arguments: 1...130) func everyConsistencyProofIsTheStandardsAndVerifies(size: Int) throws {
        let leaves = Self.leaves[..<size]
        let root = Self.root(leaves)
        var random = SplitMix(seed: UInt64(1000 + size))
        for size1 in 0...size {
            var builder = try MerkleProofBuilder(size: size, consistencyFrom: size1)
            for leaf in leaves { builder.append(leaf) }
            let proof = try builder.consistencyProof()
            let root1 = Self.root(leaves[..<size1])
            #expect(proof.hashes == (size1 == 0 ? [] : Self.subproof(size1, leaves, true)))
            #expect(proof.verify(size1: size1, root1: root1, size2: size, root2: root))
            if let altered = Self.altered(proof.hashes, &random) {
                let wrong = ConsistencyProof(hashes: altered)
                #expect(!wrong.verify(size1: size1, root1: root1, size2: size, root2: root))
            }
            if size1 < size {
                #expect(!proof.verify(size1: size1, root1: root, size2: size, root2: root))
                #expect(!proof.verify(size1: size, root1: root, size2: size1, root2: root1))
            }
        }
    }

    @Test func aCompactRangeHasTheStandardsRoot() {
        var range = CompactRange()
        for size in 0..<Self.leaves.count {
            #expect(range.root == Self.root(Self.leaves[..<size]))
            range.append(Self.leaves[size])
        }
    }

    @Test func bothProofsComeFromOnePass() throws {
        var builder = try MerkleProofBuilder(size: 100, inclusionOf: 63, consistencyFrom: 64)
        for leaf in Self.leaves { builder.append(leaf) }
        #expect(try builder.inclusionProof().hashes == Self.path(63, Self.leaves[..<100]))
        #expect(try builder.consistencyProof().hashes == Self.subproof(64, Self.leaves[..<100], true))
    }

    /// One random change: a bit, a removal, an insertion, a repetition or an exchange.
    private static func altered(_ hashes: [MerkleHash], _ random: inout SplitMix) -> [MerkleHash]? {
        var altered = hashes
        let place = Int(random.next() % UInt64(max(1, hashes.count)))
        let kind = random.next() % 5
        switch kind {
        case 0 where !hashes.isEmpty:
            var bytes = hashes[place].bytes
            bytes[Int(random.next() % 32)] ^= 1 << UInt8(random.next() % 8)
            altered[place] = MerkleHash(bytes) ?? hashes[place]
        case 1 where !hashes.isEmpty: altered.remove(at: place)
        case 2 where !hashes.isEmpty: altered.insert(hashes[place], at: place)
        case 3 where hashes.count > 1: altered.swapAt(place, (place + 1) % hashes.count)
        default: altered.insert(MerkleTree.leafHash([UInt8(truncatingIfNeeded: random.next())]), at: place)
        }
        return altered == hashes ? nil : altered
    }

    /// MTH of section 2.1.
    private static func root(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
        guard let first = leaves.first else { return MerkleTree.emptyRoot }
        guard leaves.count > 1 else { return first }
        let (left, right) = halves(leaves)
        return MerkleTree.nodeHash(root(left), root(right))
    }

    /// PATH of section 2.1.1; the index counts from the slice's start.
    private static func path(_ index: Int, _ leaves: ArraySlice<MerkleHash>) -> [MerkleHash] {
        guard leaves.count > 1 else { return [] }
        let (left, right) = halves(leaves)
        return index < left.count
            ? path(index, left) + [root(right)] : path(index - left.count, right) + [root(left)]
    }

    /// SUBPROOF of section 2.1.2.
    private static func subproof(_ size: Int, _ leaves: ArraySlice<MerkleHash>, _ complete: Bool) -> [MerkleHash] {
        guard size < leaves.count else { return complete ? [] : [root(leaves)] }
        let (left, right) = halves(leaves)
        return size <= left.count
            ? subproof(size, left, complete) + [root(right)]
            : subproof(size - left.count, right, false) + [root(left)]
    }

    private static func halves(
        _ leaves: ArraySlice<MerkleHash>
    ) -> (ArraySlice<MerkleHash>, ArraySlice<MerkleHash>) {
        var left = 1
        while left * 2 < leaves.count { left *= 2 }
        return (leaves.prefix(left), leaves.dropFirst(left))
    }
}
