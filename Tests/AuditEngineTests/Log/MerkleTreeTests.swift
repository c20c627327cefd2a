import Testing

@testable import AuditEngine

@Suite struct MerkleTreeTests {
    @Test func leavesHashAsPublished() {
        #expect(MerkleVectors.leaves.map { MerkleTree.leafHash($0) } == MerkleVectors.leafHashes)
        #expect(MerkleTree.leafHash(MerkleVectors.leaves[7].lazy.map { $0 }) == MerkleVectors.leafHashes[7])
    }

    @Test func innerNodesHashAsPublished() {
        for (leaves, hash) in MerkleVectors.inner where leaves.count == 2 {
            let pair = leaves.map { MerkleVectors.leafHashes[$0] }
            #expect(MerkleTree.nodeHash(pair[0], pair[1]) == hash)
        }
        if let left = MerkleVectors.inner[4..<6], let right = MerkleVectors.inner[6..<8] {
            #expect(MerkleTree.nodeHash(left, right) == MerkleVectors.inner[4..<8])
        }
    }

    @Test(arguments: 0...8) func treesHaveThePublishedRoot(size: Int) {
        var range = CompactRange()
        for leaf in MerkleVectors.leafHashes.prefix(size) { range.append(leaf) }
        #expect(range.root == MerkleVectors.roots[size])
        #expect(range.size == size)
    }

    @Test func anEmptyTreeHasTheHashOfNothing() {
        #expect(MerkleTree.emptyRoot == MerkleVectors.roots[0])
    }

    @Test func aStoredTreeGrowsAsTheOneThatStayedInMemory() throws {
        var kept = CompactRange()
        for size in 0..<200 {
            var stored = try CompactRange(size: kept.size, encoded: kept.encoded)
            #expect(stored == kept)
            #expect(kept.hashes.count == size.nonzeroBitCount)
            let leaf = MerkleTree.leafHash([UInt8(size)])
            stored.append(leaf)
            kept.append(leaf)
            #expect(stored.root == kept.root)
        }
    }

    @Test(arguments: [(3, 32), (3, 96), (3, 65), (0, 32), (1, 0), (1, 31), (-1, 32), (Int.max, 63 * 32), (1 << 53, 32)])
    func aTreeStateWithAnotherCountOfHashesIsRefused(size: Int, bytes: Int) {
        #expect(throws: LogError.self) {
            try CompactRange(size: size, encoded: [UInt8](repeating: 7, count: bytes))
        }
    }

    @Test func hashesPrintAndReadBack() {
        for hash in MerkleVectors.roots {
            #expect(MerkleHash(base64: hash.base64.utf8) == hash)
            #expect(MerkleHash(hash.bytes) == hash)
            #expect(MerkleVectors.hash(hash.hex) == hash)
        }
        #expect(MerkleVectors.roots[8].base64 == "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=")
    }

    @Test(arguments: [
        "", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=",
        "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=", " XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
        "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQygA",
        "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQQ==", "====", "é",
    ])
    func textThatIsNotTheCanonicalFormOfAHashIsRefused(text: String) {
        #expect(MerkleHash(base64: text.utf8) == nil)
    }
}
