import AuditCore
import AuditEngine

/// Signed notes, checkpoints, keys and proofs (C2SP): what is read prints as the same bytes, and nothing verifies that
/// the key's owner did not sign.
enum NoteSurfaces {
    static let all = [
        FuzzSurface("note", check: checkNote),
        FuzzSurface("checkpoint", check: checkCheckpoint),
        FuzzSurface("note-key", check: checkKey),
        FuzzSurface("proof", check: checkProof),
    ]

    /// The public test key of Tessera's conformance log, and all that it signed in our corpus.
    private static let key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    private static let signedText = "example.com/log/testdata\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    /// C2SP's example.
    private static let otherKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    private static let otherText = "This is an example message.\n"

    private static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    private static func checkNote(_ bytes: [UInt8]) throws {
        guard let note = try? SignedNote(parsing: bytes) else { return }
        try require(note.bytes == bytes, "the note prints otherwise than it was read")
        for (key, text) in [(key, signedText), (otherKey, otherText)] {
            guard let verified = try? note.text(verifiedBy: NoteVerifier(parsing: key.utf8)) else { continue }
            try require(isSame(verified, text), "a text verifies that was never signed")
        }
        let signature = try ManifestSignature(IntakeSettings.ManifestSignature(isRequired: true, keys: [otherKey])) {
            path throws(AuditError) in throw AuditError(.inputMissing, path)
        }
        if signature.signer(of: bytes, statement: otherText) != nil {
            try require(isSame(note.unverifiedText, otherText), "a manifest's signature that nobody made")
        }
    }

    private static func checkCheckpoint(_ bytes: [UInt8]) throws {
        guard let checkpoint = try? LogCheckpoint(parsing: bytes) else { return }
        try require(checkpoint.text.utf8.elementsEqual(bytes), "the checkpoint prints otherwise than it was read")
        try require(checkpoint.size >= 0, "a size below 0")
    }

    private static func checkKey(_ bytes: [UInt8]) throws {
        guard let verifier = try? NoteVerifier(parsing: bytes) else { return }
        try require(verifier.description.utf8.elementsEqual(bytes), "the key prints otherwise than it was read")
    }

    private static func checkProof(_ bytes: [UInt8]) throws {
        guard let proof = try? TlogProof(parsing: bytes) else { return }
        try require(proof.bytes == bytes, "the proof prints otherwise than it was read")
        let verifier = try NoteVerifier(parsing: key.utf8)
        guard let checkpoint = try? proof.verify(leaf: leaf, by: verifier) else { return }
        try require(isSame(checkpoint.text, signedText), "a proof of a checkpoint that was never signed")
        try require(proof.index == 5, "a proof of another place")
    }

    /// Leaf 5 of the tree that the checkpoint signs.
    private static let leaf: [UInt8] = [0x40, 0x41, 0x42, 0x43]
}
