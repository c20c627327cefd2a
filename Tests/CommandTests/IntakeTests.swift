import AuditEngine
import AuditTesting
import Foundation
import Testing

/// A signed manifest with tokens, from outside.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct IntakeTests {
    private let folder: TemporaryFolder
    private let mint = TokenMint()
    private let signer: NoteSigner

    init() throws {
        folder = try TemporaryFolder()
        signer = try NoteSigner(name: "desk.example.org", seed: NoteSigner.newSeed())
        let policy = """
            schema_version: 1
            name: intake
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: 0.358, reject: 0.231}}
            notifications: {organisation: Example Bank, from: desk@example.org}
            intake:
              manifest_signature: {required: true, keys: ["\(signer.verifier)"]}
              token: {required: true, keys: jwks.json, algorithms: [EdDSA], audience: auditor,
                      subject_claims: {email: email}, amr: [otp]}

            """
        try folder.write(Array(policy.utf8), to: "policy.yaml")
        try folder.write(Array(mint.keySet.utf8), to: "jwks.json")
    }

    /// A token that is good on 2026-01-31 for this address.
    private func token(_ email: String) throws -> String {
        try mint.token(#"{"aud":"auditor","exp":1769860800,"amr":["otp"],"email":"\#(email)","c":"canary-claim"}"#)
    }

    private func run() async throws -> Programs.Ending {
        try await Programs.auditor(
            [
                "run", "m.csv", "--output", "out", "--progress", "json", "--policy", "policy.yaml", "--as-of",
                "2026-01-31", "--images-root", Repository.path(".models/photos"),
            ], in: folder)
    }

    @Test func aManifestWithoutItsSignatureExits65AndNothingIsDecided() async throws {
        try folder.write(Array("request_id,selfie,document\n".utf8), to: "m.csv")
        let missing = try await run()
        #expect(missing.status == 65)
        #expect(missing.errors.contains("m.csv.sig") && missing.errors.contains("[manifest_signature_missing]"))
        try folder.write(Array("nonsense".utf8), to: "m.csv.sig")
        let wrong = try await run()
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("[manifest_signature_invalid]"))
        for name in ["out", "audit.sqlite"] { #expect(!FileManager.default.fileExists(atPath: folder.file(name))) }
    }

    @Test func tokensAreCheckedAndLeftNowhere() async throws {
        let tokens = [try token("ana@example.org"), try token("eve@example.org"), "canary.no.token"]
        let rows = tokens.enumerated().map { "r\($0.offset),obama.jpg,obama2.jpg,ana@example.org,\($0.element)" }
        let manifest = Array((["request_id,selfie,document,email,token"] + rows).joined(separator: "\n").utf8)
        try folder.write(manifest, to: "m.csv")
        let statement = "identity-auditor/manifest/1 \(SHA256Hex.digest(manifest))\n"
        try folder.write(SignedNote(signing: statement, by: signer).bytes, to: "m.csv.sig")
        let ending = try await run()
        #expect(ending.status == 3, "\(ending.errors)")
        let decisions = try String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8)
        for part in ["approved,face_match", "error,token_mismatch", "error,token_invalid"] {
            #expect(decisions.contains(part), "\(decisions)")
        }
        let report = try String(contentsOfFile: folder.file("out/report.json"), encoding: .utf8)
        #expect(report.contains("The manifest's signature by desk.example.org was verified."))

        let secrets = tokens.prefix(2).flatMap { $0.split(separator: ".").map(String.init) } + ["canary"]
        var texts = ["stdout": Data(ending.output.utf8), "stderr": Data(ending.errors.utf8)]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.path))
        where !["m.csv", "m.csv.sig", "jwks.json", "policy.yaml"].contains(path) {
            texts[path] = try? Data(contentsOf: URL(filePath: folder.file(path)))
        }
        #expect(texts["audit.sqlite"] != nil && texts.count > 6)
        for (path, bytes) in texts {
            for secret in secrets { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(path)") }
        }
        // Nobody vouches for the address of a row that was refused.
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder.file("out/notifications/new"))
        #expect(mails.count { $0.hasPrefix("0") } == 1)
    }
}
