import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// A stranger with nothing but openssl comes to our verdict.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "needs openssl"))
struct OpenSSLTests {
    @Test func opensslAcceptsOurSignatureAndRefusesAnotherText() async throws {
        let folder = try TemporaryFolder()
        let signer = try NoteSigner(name: NoteVectors.origin, seed: NoteVectors.seed)
        let checkpoint = try LogCheckpoint(origin: NoteVectors.origin, size: 8, root: MerkleVectors.roots[8])
        let note = try checkpoint.signed(by: signer)
        // RFC 8410: what stands before the 32 bytes of an Ed25519 key in its DER form.
        try folder.write(MerkleVectors.bytes("302a300506032b6570032100") + signer.verifier.publicKey, to: "key.der")
        try folder.write(note.signatures[0].bytes, to: "signature")
        try folder.write(checkpoint.text.utf8, to: "text")
        try folder.write(checkpoint.text.replacing("\n8\n", with: "\n9\n").utf8, to: "altered")
        for (file, accepted) in [("text", true), ("altered", false)] {
            let ending = try await Programs.auditor(
                [
                    "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key.der", "-rawin", "-in", file,
                    "-sigfile", "signature",
                ], in: folder, executable: "/usr/bin/openssl")
            #expect((ending.status == 0) == accepted, "\(ending.output) \(ending.errors)")
        }
    }
}
