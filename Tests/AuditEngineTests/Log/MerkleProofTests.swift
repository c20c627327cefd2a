import Testing

@testable import AuditEngine

/// Published proofs, and the list of changes that must make a verifier refuse: `transparency-dev/merkle`,
/// `proof/verify_test.go`.
@Suite struct MerkleProofTests {
    @Test(arguments: MerkleVectors.inclusion.indices) func publishedInclusionProofsAreBuiltAndVerify(number: Int) throws
    {
        let vector = MerkleVectors.inclusion[number]
        var builder = try MerkleProofBuilder(size: vector.size, inclusionOf: vector.index)
        for leaf in MerkleVectors.leafHashes { builder.append(leaf) }
        let proof = try builder.inclusionProof()
        #expect(proof.hashes == vector.hashes)
        let (leaf, root) = (MerkleVectors.leafHashes[vector.index], MerkleVectors.roots[vector.size])
        #expect(proof.verify(leaf: leaf, index: vector.index, size: vector.size, root: root))
    }

    @Test(arguments: MerkleVectors.consistency.indices)
    func publishedConsistencyProofsAreBuiltAndVerify(number: Int) throws {
        let vector = MerkleVectors.consistency[number]
        var builder = try MerkleProofBuilder(size: vector.size2, consistencyFrom: vector.size1)
        for leaf in MerkleVectors.leafHashes { builder.append(leaf) }
        let proof = try builder.consistencyProof()
        #expect(proof.hashes == vector.hashes)
        let roots = (MerkleVectors.roots[vector.size1], MerkleVectors.roots[vector.size2])
        #expect(proof.verify(size1: vector.size1, root1: roots.0, size2: vector.size2, root2: roots.1))
    }

    @Test(arguments: MerkleVectors.inclusion.indices) func anAlteredInclusionProofFails(number: Int) {
        let (index, size, hashes) = MerkleVectors.inclusion[number]
        let (leaf, root) = (MerkleVectors.leafHashes[index], MerkleVectors.roots[size])
        let proof = InclusionProof(hashes: hashes)
        for wrong in [index - 1, index + 1, index ^ 2, -1, .min, .max] {
            #expect(!proof.verify(leaf: leaf, index: wrong, size: size, root: root), "index \(wrong)")
        }
        for wrong in [size * 2, size / 2, 0, -1, .min, .max] {
            #expect(!proof.verify(leaf: leaf, index: index, size: wrong, root: root), "size \(wrong)")
        }
        for wrong in [MerkleVectors.stranger, root, MerkleVectors.leafHashes[7]] {
            #expect(!proof.verify(leaf: wrong, index: index, size: size, root: root), "leaf \(wrong)")
        }
        for wrong in [MerkleTree.emptyRoot, MerkleVectors.stranger, leaf] {
            #expect(!proof.verify(leaf: leaf, index: index, size: size, root: wrong), "root \(wrong)")
        }
        for wrong in Self.alterations(of: hashes, with: [root, leaf]) {
            #expect(!InclusionProof(hashes: wrong).verify(leaf: leaf, index: index, size: size, root: root), "\(wrong)")
        }
    }

    @Test(arguments: MerkleVectors.consistency.indices) func anAlteredConsistencyProofFails(number: Int) {
        let (size1, size2, hashes) = MerkleVectors.consistency[number]
        let (root1, root2) = (MerkleVectors.roots[size1], MerkleVectors.roots[size2])
        let proof = ConsistencyProof(hashes: hashes)
        for wrong in [size1 - 1, size1 + 1, size1 ^ 2, size2, size2 + 1, -1, .min, .max] {
            #expect(!proof.verify(size1: wrong, root1: root1, size2: size2, root2: root2), "size1 \(wrong)")
        }
        for wrong in [size2 * 2, size2 / 2, size1, size1 - 1, 0, -1, .min, .max] {
            #expect(!proof.verify(size1: size1, root1: root1, size2: wrong, root2: root2), "size2 \(wrong)")
        }
        for wrong in [MerkleVectors.stranger, MerkleTree.emptyRoot] {
            #expect(!proof.verify(size1: size1, root1: wrong, size2: size2, root2: root2))
            #expect(!proof.verify(size1: size1, root1: root1, size2: size2, root2: wrong))
        }
        #expect(!proof.verify(size1: size1, root1: root2, size2: size2, root2: root1), "swapped roots")
        for wrong in Self.alterations(of: hashes, with: [root1, root2, hashes[0]]) + [[]] {
            let altered = ConsistencyProof(hashes: wrong)
            #expect(!altered.verify(size1: size1, root1: root1, size2: size2, root2: root2), "\(wrong)")
        }
    }

    @Test(arguments: [
        (0, 0, 1, 1, true), (0, 1, 0, 1, true), (1, 1, 1, 1, true), (0, 0, 0, 1, false), (0, 0, 1, 0, false),
        (0, 1, 1, 1, false), (1, 1, 1, 2, false), (1, 0, 1, 0, false), (2, 1, 2, 1, false), (1, 2, 1, 2, false),
        (2, 3, 2, 3, false),
    ])
    func aConsistencyProofWithoutHashesHoldsForEqualAndEmptyTreesOnly(
        size1: Int, size2: Int, tree1: Int, tree2: Int, holds: Bool
    ) {
        // The case (0, 0, 1, 1) asks for equal roots of size 0 that are not the empty root, so it must fail too.
        let (root1, root2) = (MerkleVectors.roots[tree1], MerkleVectors.roots[tree2])
        let expected = holds && (size1 > 0 || tree1 == 0)
        #expect(ConsistencyProof(hashes: []).verify(size1: size1, root1: root1, size2: size2, root2: root2) == expected)
        let withGarbage = ConsistencyProof(hashes: [MerkleTree.emptyRoot])
        #expect(!withGarbage.verify(size1: size1, root1: root1, size2: size2, root2: root2))
    }

    @Test(arguments: [(0, 0), (1, 0), (1, 1), (2, 1), (-1, 1)])
    func aLeafOutsideTheTreeIsNeverIncluded(index: Int, size: Int) {
        for (leaf, root) in [
            (MerkleVectors.stranger, MerkleVectors.stranger), (MerkleVectors.stranger, MerkleTree.emptyRoot),
        ] {
            #expect(!InclusionProof(hashes: []).verify(leaf: leaf, index: index, size: size, root: root))
        }
        #expect(throws: LogError.self) { try MerkleProofBuilder(size: size, inclusionOf: index) }
    }

    @Test func aSingleLeafIsItsOwnRoot() {
        let leaf = MerkleVectors.leafHashes[0]
        #expect(InclusionProof(hashes: []).verify(leaf: leaf, index: 0, size: 1, root: leaf))
        #expect(!InclusionProof(hashes: []).verify(leaf: leaf, index: 0, size: 1, root: MerkleVectors.stranger))
        #expect(!InclusionProof(hashes: []).verify(leaf: MerkleVectors.stranger, index: 0, size: 1, root: leaf))
    }

    @Test func aBuilderWithoutAllLeavesGivesNoProof() throws {
        var builder = try MerkleProofBuilder(size: 3, inclusionOf: 0)
        builder.append(MerkleVectors.leafHashes[0])
        builder.append(MerkleVectors.leafHashes[1])
        #expect(throws: LogError.self) { try builder.inclusionProof() }
        builder.append(MerkleVectors.leafHashes[2])
        #expect(try builder.inclusionProof().hashes.count == 2)
        #expect(throws: LogError.self) { try builder.consistencyProof() }
        #expect(throws: LogError.self) { try MerkleProofBuilder(size: 3, consistencyFrom: 4) }
    }

    /// Garbage before and after, one bit changed in each element, one element removed or inserted.
    static func alterations(of hashes: [MerkleHash], with garbage: [MerkleHash]) -> [[MerkleHash]] {
        var altered: [[MerkleHash]] = []
        for hash in garbage + [MerkleVectors.stranger] { altered += [hashes + [hash], [hash] + hashes] }
        for place in hashes.indices {
            var bytes = hashes[place].bytes
            bytes[0] ^= 8
            altered.append(hashes.enumerated().map { $0 == place ? MerkleHash(bytes) ?? $1 : $1 })
            altered.append(hashes.enumerated().filter { $0.offset != place }.map(\.element))
            altered.append(Array(hashes[...place]) + [MerkleVectors.stranger] + hashes[(place + 1)...])
        }
        return altered
    }
}
