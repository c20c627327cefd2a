import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Tokens and signatures through whole runs.
@Suite struct IntakeRunTests {
    private let folder: TemporaryFolder
    private let store: AuditStore
    private let mint = TokenMint()
    /// 2026-01-31T12:00:00Z.
    private static let noon = 1_769_860_800

    init() throws {
        folder = try TemporaryFolder()
        store = try AuditStore(path: folder.file("audit.sqlite"), master: .testing)
        try folder.write(Array(mint.keySet.utf8), to: "jwks.json")
        for name in ["a.jpg", "b.jpg"] { try folder.write([0xff, 0xd8, 0xff, 0, 0, 1], to: name) }
    }

    private func token(_ email: String, until: Int = noon) throws -> String {
        try mint.token(#"{"aud":"auditor","exp":\#(until),"email":"\#(email)","canary":"yellow"}"#)
    }

    private func policy(
        asks: Bool = true, isRequired: Bool = true, signature: String = "", sha256: String = "p"
    ) throws -> Policy {
        let token = """
              token: {required: \(isRequired), keys: jwks.json, algorithms: [EdDSA], audience: auditor,
                      subject_claims: {email: email}}
            """
        let text = Samples.minimal + (asks ? "intake:\n\(signature)\(token)\n" : "")
        return try PolicyFile.parse(Array(text.utf8), file: folder.file("p.yaml"), sha256: sha256)
    }

    /// Rows of a request id, an e-mail address and a token.
    private func write(_ rows: [(String, String, String)]) throws {
        let lines = rows.map { "\($0.0),a.jpg,b.jpg,\($0.1),\($0.2)" }
        try folder.write(
            Array((["request_id,selfie,document,email,token"] + lines).joined(separator: "\n").utf8), to: "m.csv")
    }

    private func run(_ policy: Policy, _ matcher: CountingMatcher = CountingMatcher()) async throws -> RunEnd {
        let manifest = try Manifest.open(
            path: folder.file("m.csv"), xsd: "", options: ManifestOptions(asOf: "2026-01-31"))
        let plan = RunPlan(
            manifest: manifest, imagesRoot: folder.path, selected: .init(policy), matchers: [matcher],
            notices: [], asOf: "2026-01-31", lanes: 2, mailTemplate: { _ in nil })
        return try await AuditRunner(store: store, plan: plan, progress: RunProgress(), stop: StopRequest()).run()
    }

    private func finished(_ end: RunEnd) throws -> RunRecord {
        guard case .finished(let run) = end else { throw AuditError(.internalError, "not finished") }
        return run
    }

    private func replay(_ run: RunRecord, _ policy: Policy) async throws -> [DecisionRecord] {
        let plan = ReplayPlan(sources: [run], selected: .init(policy), matchers: [CountingMatcher()], lanes: 1)
        return try decisions(
            finished(
                try await ReplayRunner(
                    store: store, plan: plan, progress: RunProgress(), stop: StopRequest(),
                    statistics: ReplayStatistics()
                ).run()))
    }

    private func decisions(_ run: RunRecord) throws -> [DecisionRecord] {
        var decisions: [DecisionRecord] = []
        try StoredRun(store: store, run: run).forEachDecision { decisions.append($0) }
        return decisions
    }

    private func facts(_ decisions: [DecisionRecord]) -> [String] {
        decisions.map { decision in
            let check = decision.checks.first { $0.id == "intake" }
            return
                ([decision.outcome.rawValue] + decision.reasons.map(\.code.rawValue)
                + [check?.state.rawValue ?? "", check?.cause ?? ""]).joined(separator: " ")
        }
    }

    private func writeMixedRows() throws {
        try write([
            ("good", "ana@example.org", try token("ANA@example.org")), ("none", "ana@example.org", ""),
            ("bad", "ana@example.org", "canary.bad.token"),
            ("old", "ana@example.org", try token("ana@example.org", until: Self.noon - 86_400)),
            ("eve", "eve@example.org", try token("ana@example.org")), ("row", "no-address", "a.b.c"),
        ])
    }

    private let mixed = [
        "approved face_match passed ", "error token_missing failed ", "error token_invalid failed ",
        "error token_expired failed ", "error token_mismatch failed ", "error invalid_field not_run not_processed",
    ]

    @Test func onlyWhatIsVouchedForIsLookedAt() async throws {
        try writeMixedRows()
        let matcher = CountingMatcher()
        let run = try finished(try await run(policy(), matcher))
        #expect(try facts(decisions(run)) == mixed)
        // Both photos of the good row, and nothing of the others.
        #expect(matcher.calls.count == 2)
        #expect(try decisions(run).filter { $0.outcome == .error }.allSatisfy(\.images.isEmpty))
    }

    @Test func theStoredAnswerStandsWhenRequestsAreDecidedAgain() async throws {
        try writeMixedRows()
        let run = try finished(try await run(policy()))
        #expect(try facts(await replay(run, policy())) == mixed)
        #expect(try await replay(run, policy()) == decisions(run))
        // Who does not ask any more does not thereby accept what was refused.
        #expect(try facts(await replay(run, policy(asks: false, sha256: "q"))) == mixed)
    }

    @Test func whatWasNeverCheckedIsShownAsSuchWhenDecidedAgain() async throws {
        try write([("r", "ana@example.org", try token("ana@example.org"))])
        let run = try finished(try await run(policy(asks: false)))
        #expect(try facts(decisions(run)) == ["approved face_match not_run not_configured"])
        #expect(try facts(await replay(run, policy(sha256: "q"))) == ["approved face_match not_run not_kept"])
    }

    @Test func aTokenOfOneIDIsGoodForOneRow() async throws {
        func token(_ id: String, _ email: String, _ more: String = "") throws -> String {
            try mint.token(#"{"aud":"auditor","exp":\#(Self.noon),"email":"\#(email)","jti":"\#(id)"\#(more)}"#)
        }
        try write([
            // A bad token uses up nobody's id.
            ("r0", "eve@example.org", try token("1", "ana@example.org")),
            ("r1", "ana@example.org", try token("1", "ana@example.org")),
            ("r2", "ana@example.org", try token("1", "ana@example.org")),
            ("r3", "bob@example.org", try token("1", "bob@example.org")),
            ("r4", "bob@example.org", try token("2", "bob@example.org")),
            ("r5", "bob@example.org", try token("1", "bob@example.org", #","iss":"elsewhere""#)),
        ])
        let run = try finished(try await run(policy()))
        #expect(
            try facts(decisions(run)) == [
                "error token_mismatch failed ", "approved face_match passed ", "error token_reused failed ",
                "error token_reused failed ", "approved face_match passed ", "approved face_match passed ",
            ])
        // Another pass counts from the beginning.
        #expect(try await self.run(policy()) == .unchanged(run))
        #expect(try facts(await replay(run, policy())) == facts(decisions(run)))
    }

    @Test func aFileOfKeysThatOthersCanWriteIsNamed() throws {
        let path = folder.file("jwks.json")
        #expect(chmod(path, 0o644) == 0)
        #expect(try Intake(policy()).writableFiles == [])
        #expect(chmod(path, 0o664) == 0)
        #expect(try Intake(policy()).writableFiles == [path])
        #expect(try Intake(policy()).files == [path])
    }

    @Test func aTokenThatIsNotRequiredMayBeAbsentButNotWrong() async throws {
        try writeMixedRows()
        var expected = mixed
        expected[1] = "approved face_match not_run not_given"
        #expect(try facts(decisions(finished(try await run(policy(isRequired: false))))) == expected)
    }

    @Test func anotherVerdictMakesAnotherRun() async throws {
        try write([("r", "ana@example.org", try token("ana@example.org"))])
        let first = try finished(try await run(policy()))
        #expect(try await run(policy()) == .unchanged(first))
        // The service changed its key: the same manifest, but nobody vouches for it any more.
        try folder.write(Array(TokenMint().keySet.utf8), to: "jwks.json")
        let second = try finished(try await run(policy()))
        #expect(try facts(decisions(second)) == ["error token_invalid failed "])
        #expect(try decisions(first)[0].requestKey != decisions(second)[0].requestKey)
    }

    @Test func aSignedManifestIsDecidedAndTheRunSaysWhoSigned() async throws {
        try write([("r", "ana@example.org", try token("ana@example.org"))])
        let signature = "  manifest_signature: {required: true, keys: [jwks.json]}\n"
        await #expect { try await run(policy(signature: signature)) } throws: {
            ($0 as? AuditError)?.code == .manifestSignatureMissing
        }
        #expect(try store.runs().isEmpty)
        let bytes = try Data(contentsOf: URL(filePath: folder.file("m.csv")))
        let statement = "identity-auditor/manifest/1 \(SHA256Hex.digest(Array(bytes)))\n"
        try folder.write(Array(try mint.detached(statement).utf8), to: "m.csv.sig")
        let signed = try finished(try await run(policy(signature: signature)))
        #expect(signed.notices == ["The manifest's signature by k1 was verified."])
        #expect(try facts(decisions(signed)) == ["approved face_match passed "])
    }

    @Test func nothingOfATokenIsStored() async throws {
        try writeMixedRows()
        let parts = try token("ana@example.org").split(separator: ".").map(String.init)
        let texts = parts + ["canary", "yellow"]
        let run = try finished(try await run(policy()))
        _ = try await replay(run, policy())
        try store.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("audit") {
            let bytes = try Data(contentsOf: URL(filePath: folder.file(name)))
            for text in texts { #expect(bytes.range(of: Data(text.utf8)) == nil, "\(name)") }
        }
    }
}
