import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

@Suite struct SignedNoteTests {
    @Test(arguments: [
        (NoteVectors.checkpoint, NoteVectors.verifier), (NoteVectors.otherNote, NoteVectors.otherVerifier),
    ])
    func publishedNotesVerifyAndPrintAsTheyWereRead(text: String, key: String) throws {
        let verifier = try NoteVerifier(parsing: key.utf8)
        #expect(verifier.description == key)
        let note = try SignedNote(parsing: text.utf8)
        #expect(note.description == text)
        #expect(try text.hasPrefix(note.text(verifiedBy: verifier) + "\n\u{2014} "))
    }

    @Test func theFirstExampleOfRFC8032HoldsForOurSigner() throws {
        let signer = try NoteSigner(
            name: "test", seed: MerkleVectors.bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        let key = MerkleVectors.bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(signer.verifier.publicKey == key)
        let signature = MerkleVectors.bytes(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
                + "be24655141438e7a100b")
        #expect(signer.verifier.isValid(signature: signature, of: []))
        #expect(!signer.verifier.isValid(signature: signature, of: [0]))
        #expect(!signer.verifier.isValid(signature: [], of: []))
        #expect(!signer.verifier.isValid(signature: signature + [0], of: []))
        // Bytes may differ, because Apple's implementation draws random numbers.
        #expect(signer.verifier.isValid(signature: try signer.sign([]).bytes, of: []))
    }

    @Test func aSeedGivesThePublishedKeyAndPrintsWithoutItself() throws {
        let signer = try NoteSigner(name: NoteVectors.origin, seed: NoteVectors.seed)
        #expect(signer.verifier.description == NoteVectors.verifier)
        #expect(String(reflecting: signer).contains(NoteVectors.verifier))
        var dumped = ""
        dump(signer, to: &dumped)
        #expect(!dumped.contains("seed") && !dumped.contains("236"))
        #expect(throws: LogError.self) { try NoteSigner(name: "a", seed: NoteVectors.seed.dropLast()) }
        #expect(throws: LogError.self) { try NoteSigner(name: "a b", seed: NoteVectors.seed) }
        #expect(NoteSigner.newSeed().count == 32)
        #expect(NoteSigner.newSeed() != NoteSigner.newSeed())
    }

    @Test func ourSignatureIsFoundAmongOthersWhichAreIgnored() throws {
        let verifier = try NoteVerifier(parsing: NoteVectors.verifier.utf8)
        let ours = NoteVectors.signatureLine
        let others = [
            // The same name with another key, the same key id under another name, an algorithm of another length.
            "\u{2014} \(NoteVectors.origin) AAAAAAA=\n", "\u{2014} witness.example M9e0lgA=\n",
            "\u{2014} zeuge.example/\u{e4} \(StrictBase64.encode([UInt8](repeating: 9, count: 2424)))\n",
        ]
        let note = try SignedNote(parsing: (NoteVectors.checkpoint + others.joined()).utf8)
        #expect(note.signatures.count == 4)
        _ = try note.text(verifiedBy: verifier)
        let text = String(NoteVectors.checkpoint.dropLast(ours.count))
        let last = try SignedNote(parsing: (text + others.joined() + ours).utf8)
        #expect(try last.text(verifiedBy: verifier) == note.text(verifiedBy: verifier))
        let without = try SignedNote(parsing: (text + others.joined()).utf8)
        let missing = #expect(throws: LogError.self) { try without.text(verifiedBy: verifier) }
        #expect(missing?.isTamperEvidence == false)
        // A second signature by our key that does not verify spoils the note.
        let forged = "\u{2014} \(NoteVectors.origin) M9e0lgA=\n"
        let spoiled = try SignedNote(parsing: (NoteVectors.checkpoint + forged).utf8)
        let invalid = #expect(throws: LogError.self) { try spoiled.text(verifiedBy: verifier) }
        #expect(invalid?.isTamperEvidence == true)
    }

    @Test func aTextWithEmptyLinesEndsAtTheLast() throws {
        let signer = try NoteSigner(name: "example.org/a", seed: NoteVectors.seed)
        for text in ["one\n\ntwo\n", "\n", "\n\n", "é\u{301}\n"] {
            let note = try SignedNote(signing: text, by: signer)
            let read = try SignedNote(parsing: note.bytes)
            #expect(try Array(read.text(verifiedBy: signer.verifier).utf8) == Array(text.utf8))
        }
        for text in ["", "one", "one\r\n", "tab\t\n", "nul\0\n"] {
            #expect(throws: LogError.self) { try SignedNote(signing: text, by: signer) }
        }
    }

    @Test(arguments: [
        "", "\n", "text\n", "text\n\n", "text\n\n\u{2014} a AAAAAAA=", "text\n\u{2014} a AAAAAAA=\n",
        "text\n\n- a AAAAAAA=\n", "text\n\n\u{2014} AAAAAAA=\n", "text\n\n\u{2014}  AAAAAAA=\n",
        "text\n\n\u{2014} a+b AAAAAAA=\n", "text\n\n\u{2014} a\u{a0}b AAAAAAA=\n", "text\n\n\u{2014} a AAAAAA==\n",
        "text\n\n\u{2014} a AAAAAAA\n", "text\n\n\u{2014} a AAAAAAB=\n", "text\n\n\u{2014} a AAAA AAA=\n",
        "text\n\n\u{2014} a \n", "text\n\n\u{2014} a\n", "text\r\n\n\u{2014} a AAAAAAA=\n",
        "te\0xt\n\n\u{2014} a AAAAAAA=\n",
        "text\n\n\u{2014} a AAAAAAA=\n\n", "text\n\n\u{2014} a AAAAAAA=\nx\n", "\n\u{2014} a AAAAAAA=\n",
    ])
    func malformedNotesAreRefused(text: String) {
        #expect(throws: LogError.self) { try SignedNote(parsing: text.utf8) }
    }

    @Test func bytesThatAreNoUTF8AndTooManySignaturesAreRefused() throws {
        let line = "\u{2014} a AAAAAAA=\n"
        #expect(throws: LogError.self) { try SignedNote(parsing: [0xFF, 0x0A, 0x0A] + Array(line.utf8)) }
        #expect(throws: LogError.self) { try SignedNote(parsing: [0xED, 0xA0, 0x80, 0x0A, 0x0A] + Array(line.utf8)) }
        let most = "text\n\n" + String(repeating: line, count: 100)
        #expect(try SignedNote(parsing: most.utf8).signatures.count == 100)
        #expect(throws: LogError.self) { try SignedNote(parsing: (most + line).utf8) }
        let large = String(repeating: "a", count: 1_000_000) + "\n\n" + line
        #expect(throws: LogError.self) { try SignedNote(parsing: large.utf8) }
    }

    @Test(arguments: [
        "", "a", "a+b", "a+33d7b496+", "example.com/log/testdata+33d7b497+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdatb+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33D7B496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33d7b496+BOHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx\n",
        "+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSxAAAA",
    ])
    func malformedVerificationKeysAreRefused(text: String) {
        #expect(throws: LogError.self) { try NoteVerifier(parsing: text.utf8) }
    }

    @Test func anyChangedByteOfASignedCheckpointIsNoticed() throws {
        let verifier = try NoteVerifier(parsing: NoteVectors.verifier.utf8)
        let good = Array(NoteVectors.checkpoint.utf8)
        var random = SplitMix(seed: 5)
        for place in good.indices {
            var bytes = good
            bytes[place] ^= UInt8(1 + random.next() % 255)
            #expect(throws: LogError.self, "byte \(place)") {
                try LogCheckpoint(note: SignedNote(parsing: bytes), verifiedBy: verifier)
            }
        }
    }
}
