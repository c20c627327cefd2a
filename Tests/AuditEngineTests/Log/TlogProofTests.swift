import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

@Suite struct TlogProofTests {
    private let verifier: NoteVerifier

    init() throws { verifier = try NoteVerifier(parsing: NoteVectors.verifier.utf8) }

    @Test func thePublishedProofVerifiesAndPrintsAsItWasRead() throws {
        let proof = try TlogProof(parsing: NoteVectors.proof.utf8)
        #expect(proof.description == NoteVectors.proof)
        let checkpoint = try proof.verify(leaf: MerkleVectors.leaves[5], by: verifier)
        #expect(checkpoint == (try LogCheckpoint(origin: NoteVectors.origin, size: 8, root: MerkleVectors.roots[8])))
    }

    @Test func aProofOfOurOwnHasThePublishedParts() throws {
        var builder = try MerkleProofBuilder(size: 8, inclusionOf: 5)
        for leaf in MerkleVectors.leafHashes { builder.append(leaf) }
        let signer = try NoteSigner(name: NoteVectors.origin, seed: NoteVectors.seed)
        let checkpoint = try LogCheckpoint(origin: NoteVectors.origin, size: 8, root: MerkleVectors.roots[8])
        let proof = try TlogProof(
            index: 5, inclusion: builder.inclusionProof(), checkpoint: checkpoint.signed(by: signer))
        let unsigned = { (text: String) in text.split(separator: "\u{2014}").first }
        #expect(unsigned(proof.description) == unsigned(NoteVectors.proof))
        try proof.verify(leaf: MerkleVectors.leaves[5], by: verifier)
    }

    @Test func extraDataTravelsAlong() throws {
        let plain = try TlogProof(parsing: NoteVectors.proof.utf8)
        let proof = try TlogProof(
            index: plain.index, inclusion: plain.inclusion, checkpoint: plain.checkpoint, extra: MerkleVectors.leaves[5]
        )
        #expect(proof.description.hasPrefix("c2sp.org/tlog-proof@v1\nextra QEFCQw==\nindex 5\n"))
        let read = try TlogProof(parsing: proof.bytes)
        #expect(read.extra == MerkleVectors.leaves[5])
        try read.verify(leaf: read.extra ?? [], by: verifier)
        #expect(throws: LogError.self) {
            try TlogProof(index: 5, inclusion: plain.inclusion, checkpoint: plain.checkpoint, extra: [])
        }
    }

    @Test func anotherLeafIndexOrKeyIsRefused() throws {
        let proof = try TlogProof(parsing: NoteVectors.proof.utf8)
        for leaf in MerkleVectors.leaves where leaf != MerkleVectors.leaves[5] {
            let error = #expect(throws: LogError.self) { try proof.verify(leaf: leaf, by: verifier) }
            #expect(error?.isTamperEvidence == true)
        }
        let moved = try TlogProof(parsing: NoteVectors.proof.replacing("index 5", with: "index 4").utf8)
        #expect(throws: LogError.self) { try moved.verify(leaf: MerkleVectors.leaves[5], by: verifier) }
        let other = try NoteVerifier(parsing: NoteVectors.otherVerifier.utf8)
        #expect(throws: LogError.self) { try proof.verify(leaf: MerkleVectors.leaves[5], by: other) }
        let note = try SignedNote(parsing: NoteVectors.otherNote.utf8)
        #expect(throws: LogError.self) { try LogCheckpoint(note: note, verifiedBy: other) }
    }

    @Test(arguments: [
        ("@v1", "@v2"), ("index 5", "index 05"), ("index 5", "index +5"), ("index 5", "index -5"), ("index 5", "index"),
        ("index 5", "index 5 "), ("index 5", "index 99999999999999999999"), ("index 5", "index 9007199254740992"),
        ("index 5", "extra \nindex 5"), ("index 5", "extra QEFCQx==\nindex 5"), ("index 5\n", ""),
        ("index 5", "index 5\nindex 5"), ("SCWFLc=\n\n", "SCWFLc=\n"), ("nms=", "nms"), ("nms=", "nmt="),
        ("nms=\n", "nms=\r\n"), ("c2sp", "\nc2sp"), ("\u{2014}", "-"), ("zmNpbmwM=\n", "zmNpbmwM="),
    ])
    func malformedProofsAreRefused(part: String, replacement: String) {
        let text = NoteVectors.proof.replacing(part, with: replacement)
        #expect(text.utf8.count != NoteVectors.proof.utf8.count || text != NoteVectors.proof)
        #expect(throws: LogError.self) {
            try TlogProof(parsing: text.utf8).verify(leaf: MerkleVectors.leaves[5], by: verifier)
        }
    }

    @Test func everyCutAndEveryChangedByteIsNoticed() throws {
        let good = Array(NoteVectors.proof.utf8)
        var random = SplitMix(seed: 8)
        for place in good.indices {
            var changed = good
            changed[place] ^= UInt8(1 + random.next() % 255)
            for bytes in [changed, Array(good[..<place])] {
                #expect(throws: LogError.self, "byte \(place)") {
                    try TlogProof(parsing: bytes).verify(leaf: MerkleVectors.leaves[5], by: verifier)
                }
            }
        }
    }

    @Test func randomBytesAreRefusedWithoutATrap() {
        var random = SplitMix(seed: 13)
        let pieces = NoteVectors.proof.split(separator: "\n").map { Array($0.utf8) } + [[], [0xFF], [0x20], [0x2B]]
        for _ in 0..<2000 {
            let count = Int(random.next() % 12)
            let bytes = (0..<count).flatMap { _ in random.pick(pieces) + (random.next() % 8 == 0 ? [] : [0x0A]) }
            #expect(throws: LogError.self) {
                try TlogProof(parsing: bytes).verify(leaf: MerkleVectors.leaves[5], by: verifier)
            }
        }
    }

    @Test(arguments: [
        "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
    ])
    func checkpointsPrintAsTheyWereRead(text: String) throws {
        #expect(try LogCheckpoint(parsing: text.utf8).text == text)
    }

    @Test(arguments: [
        ("a\n8\n", "a\n08\n"), ("a\n8\n", "a\n+8\n"), ("a\n8\n", "a\n-8\n"), ("a\n8\n", "a\n\n"), ("a\n8\n", "\n8\n"),
        ("a\n8\n", "a\n0\n"), ("a\n8\n", "a b\n8\n"), ("a\n8\n", "a\n8 \n"), ("a\n8\n", "a\n9007199254740992\n"),
        ("a\n8\n", "a\n8\n8\n"), ("yg=\n", "yg=\nextension\n"), ("yg=\n", "yg="), ("yg=\n", "yh=\n"),
        ("yg=\n", "yg=\n\n"),
        ("yg=", "yg"), ("a\n8\n", "a\n٨\n"),
    ])
    func malformedCheckpointsAreRefused(part: String, replacement: String) {
        let text = "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n".replacing(part, with: replacement)
        #expect(throws: LogError.self) { try LogCheckpoint(parsing: text.utf8) }
    }

    @Test func aLogSignsNoCheckpointOfAnother() throws {
        let signer = try NoteSigner(name: "example.org/other", seed: NoteVectors.seed)
        let checkpoint = try LogCheckpoint(origin: NoteVectors.origin, size: 8, root: MerkleVectors.roots[8])
        #expect(throws: LogError.self) { try checkpoint.signed(by: signer) }
        let note = try SignedNote(signing: checkpoint.text, by: signer)
        #expect(throws: LogError.self) { try LogCheckpoint(note: note, verifiedBy: signer.verifier) }
    }
}
