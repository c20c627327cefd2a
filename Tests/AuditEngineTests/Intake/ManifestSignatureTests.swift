import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Signatures beside manifests.
@Suite struct ManifestSignatureTests {
    private let folder: TemporaryFolder
    private let manifest: Manifest
    private let mint = TokenMint(id: "desk")
    private let signer: NoteSigner

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Array("request_id,selfie,document\nr,a.jpg,b.jpg\n".utf8), to: "m.csv")
        manifest = try Manifest.open(path: folder.file("m.csv"), xsd: "", options: ManifestOptions(asOf: "2026-01-31"))
        signer = try NoteSigner(name: "desk.example.org", seed: NoteSigner.newSeed())
    }

    private func intake(_ keys: [String]? = nil, isRequired: Bool = true) throws -> Intake {
        try folder.write(Array(mint.keySet.utf8), to: "desk.jwks")
        var policy = Policy.example
        policy.file = folder.file("policy.yaml")
        policy.intake.manifestSignature = .init(
            isRequired: isRequired, keys: keys ?? [signer.verifier.description, "desk.jwks"])
        return try Intake(policy)
    }

    private var statement: String { "identity-auditor/manifest/1 \(manifest.sha256)\n" }

    private func sign(_ text: String) throws { try folder.write(Array(text.utf8), to: "m.csv.sig") }

    private func code(_ body: () throws -> Void) -> AuditError.Code? {
        do { try body() } catch { return (error as? AuditError)?.code }
        return nil
    }

    @Test func aSignedNoteByAKeyOfThePolicyIsAccepted() throws {
        try sign(SignedNote(signing: statement, by: signer).description)
        #expect(try intake().check(manifest) == ["The manifest's signature by desk.example.org was verified."])
        try folder.write(Array("\(signer.verifier)\n".utf8), to: "keys.txt")
        #expect(try intake(["keys.txt"]).check(manifest).count == 1)
        #expect(try intake([folder.file("keys.txt")]).check(manifest).count == 1)
    }

    @Test(arguments: [false, true]) func aDetachedWebSignatureIsAccepted(isPlain: Bool) throws {
        try sign(try mint.detached(statement, isPlain: isPlain))
        #expect(try intake().check(manifest) == ["The manifest's signature by desk was verified."])
        try sign(try mint.detached(statement, isPlain: isPlain) + "\n")
        #expect(try intake().check(manifest).count == 1)
    }

    @Test func withoutASignatureItDependsOnThePolicy() throws {
        #expect(code { _ = try intake().check(manifest) } == .manifestSignatureMissing)
        #expect(AuditError.Code.manifestSignatureMissing.exitStatus == .dataInvalid)
        #expect(try intake(isRequired: false).check(manifest) == [])
    }

    @Test(arguments: [true, false]) func aWrongSignatureIsRefusedWhetherOrNotOneIsRequired(isRequired: Bool) throws {
        let stranger = try NoteSigner(name: "desk.example.org", seed: NoteSigner.newSeed())
        let other = "identity-auditor/manifest/1 \(String(repeating: "0", count: 64))\n"
        let wrong = [
            try SignedNote(signing: statement, by: stranger).description,
            try SignedNote(signing: other, by: signer).description,
            try SignedNote(signing: statement + "more\n", by: signer).description,
            try SignedNote(signing: manifest.sha256 + "\n", by: signer).description,
            try TokenMint(id: "desk").detached(statement), try mint.detached(other), try mint.detached(manifest.sha256),
            try mint.token(statement),
            try mint.detached(statement, isPlain: true).replacingOccurrences(of: "..", with: ".e30."),
            "", "\n", "nonsense", statement, String(repeating: "A", count: 1 << 20),
        ]
        for text in wrong {
            try sign(text)
            let found = code { _ = try intake(isRequired: isRequired).check(manifest) }
            #expect(found == .manifestSignatureInvalid, "\(text.prefix(60))")
        }
        #expect(AuditError.Code.manifestSignatureInvalid.exitStatus == .dataInvalid)
    }

    @Test func aSignatureThatIsNoFileIsRefused() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("m.csv.sig"), withDestinationPath: "nowhere")
        #expect(code { _ = try intake(isRequired: false).check(manifest) } == .manifestSignatureInvalid)
        try FileManager.default.removeItem(atPath: folder.file("m.csv.sig"))
        mkfifo(folder.file("m.csv.sig"), 0o600)
        #expect(code { _ = try intake(isRequired: false).check(manifest) } == .manifestSignatureInvalid)
    }

    @Test func aPolicyWithoutKeysSaysThatItDidNotLook() throws {
        try sign("whatever")
        #expect(try Intake(.example).check(manifest).first?.contains("was not checked") == true)
    }

    @Test func keysThatCannotBeReadAreRefusedBeforeAnythingElse() throws {
        try folder.write(Array("no key\n".utf8), to: "none.txt")
        for key in ["none.txt", "nowhere.txt"] {
            #expect(code { _ = try intake([key]) } == .configurationInvalid)
        }
        var policy = Policy.example
        policy.intake.token = .init(
            isRequired: true, keys: folder.file("none.txt"), algorithms: [.edDSA], audience: "a",
            subjectClaims: ["email": "email"])
        #expect(code { _ = try Intake(policy) } == .configurationInvalid)
        // A set without a key for an algorithm of the list cannot accept anything.
        try folder.write(Array(mint.keySet.utf8), to: "set.json")
        policy.intake.token?.keys = folder.file("set.json")
        policy.intake.token?.algorithms = [.es256]
        #expect(code { _ = try Intake(policy) } == .configurationInvalid)
    }
}
