import AuditCore
import AuditEngine
import AuditTesting
import Foundation
import Testing

/// `auditor drift` from outside, on databases of made-up runs.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct DriftTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Stores runs of made-up requests, number 1 first.
    private func store(
        _ runs: Int, rows: Int = 60, _ edit: (Int, inout RunRecord, inout DecisionRecord) -> Void = { _, _, _ in },
        finished: (Int) -> Bool = { _ in true }
    ) throws {
        let store = try AuditStore(path: folder.file("audit.sqlite"), master: .testing)
        for number in 1...runs {
            let archive = GeneratedArchive(count: rows, seed: UInt64(number))
            var draft = archive.run
            draft.manifestSHA256 = "\(number)"
            draft.manifestName = "night-\(number).csv"
            var decided: [DecidedRow] = []
            try archive.forEachDecision { decision in
                var decision = decision
                edit(number, &draft, &decision)
                decided.append(
                    DecidedRow(
                        record: decision, personal: try archive.personalData(row: decision.row),
                        origin: .init(isRequest: true)))
            }
            let run = try store.createRun(
                draft,
                inputs: RunInputs(
                    policyText: "", policyPath: "", selection: [], imagesRoot: "/", faceChoice: .largest))
            try store.commit(run: run.id, decided)
            if finished(number) { try store.finish(run: run.id, at: "2026-03-14T02:17:39Z") }
        }
        try store.close()
    }

    private func drift(_ arguments: [String]) async throws -> Programs.Ending {
        try await Programs.auditor(["drift"] + arguments, in: folder)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func runsThatAreAlikeGiveNoAlarmAndAFolderThatIsReplaced() async throws {
        try store(12)
        let ending = try await drift(["--fail-on-alarm", "--output", "out"])
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.hasPrefix("Run 12: no drift in ") && ending.output.contains("against 11 runs"))
        #expect(ending.output.hasSuffix("report: out/index.html\n"))
        let json = try await drift(["12", "--json", "--output", "out"])
        #expect(try JSONSchemaCheck.problems(json: json.output, schema: "drift.schema.json") == "")
        let file = try String(contentsOfFile: folder.file("out/drift.json"), encoding: .utf8)
        #expect(try object(file) as NSDictionary == object(json.output) as NSDictionary)
        #expect(json.output.contains(#""method" : "pooled_and_nights""#))
        let page = try String(contentsOfFile: folder.file("out/index.html"), encoding: .utf8)
        for secret in ["ONB-2026", "Okafor", "mail.example.org"] {
            #expect(!page.contains(secret) && !file.contains(secret))
        }
    }

    @Test func aChangeIsNamedInWordsAndEndsWithOneOnlyWhenAsked() async throws {
        try store(5) { number, _, decision in
            guard number == 5 else { return }
            for index in decision.comparisons.indices where decision.comparisons[index].matcher == "opencv" {
                decision.comparisons[index].score = decision.comparisons[index].score.map { $0 - 0.15 }
            }
        }
        let asked = try await drift(["--fail-on-alarm"])
        #expect(asked.status == 1)
        #expect(asked.output.contains("Run 5: drift in 1 of ") && asked.output.contains("Scores of opencv, median: "))
        #expect(try await drift([]).status == 0)
        // The run before it is looked at by its number, against fewer runs.
        let earlier = try await drift(["4", "--window", "2", "--fail-on-alarm"])
        #expect(earlier.status == 0 && earlier.output.contains("against 2 runs"))
    }

    @Test func aChangedPolicyIsACauseAndNotDrift() async throws {
        try store(4) { number, run, decision in
            guard number == 4 else { return }
            run.policySHA256 = "new"
            run.policyName = "strict"
            decision.outcome = .review
        }
        let ending = try await drift(["--fail-on-alarm", "--json"])
        #expect(ending.status == 0)
        #expect(ending.output.contains("Since run 4 the policy is strict, before default."))
        #expect(ending.output.contains(#""state" : "known_cause""#))
    }

    @Test func unfinishedRunsAndTheSameManifestAreNoReference() async throws {
        // Run 3 repeats run 1; run 5 is looked at and repeats run 4.
        let repeated = [3: "1", 5: "4"]
        try store(5, { run, record, _ in record.manifestSHA256 = repeated[run, default: "\(run)"] }) { $0 != 2 }
        let nights = try object(try await drift(["--json"]).output)["nights"] as? [[String: Any]]
        #expect(nights?.compactMap { $0["run"] as? Int } == [3, 5])
    }

    /// Run 6 decides runs 1 to 4 again, run 8 decides run 6 again; the newest is looked at.
    @Test(arguments: [(7, [5, 6, 7]), (6, [5, 6]), (8, [5, 7, 8]), (9, [5, 7, 8, 9])])
    func aReplayIsNoSecondNightOfWhatItReplays(runs: Int, expected: [Int]) async throws {
        try store(
            runs,
            { number, run, _ in
                if number == 6 { run.replay = .init(parent: 4, sources: [1, 2, 3, 4], since: "2026-03-01") }
                if number == 8 { run.replay = .init(parent: 6, sources: [6]) }
            })
        let nights = try object(try await drift(["--json"]).output)["nights"] as? [[String: Any]]
        #expect(nights?.compactMap { $0["run"] as? Int } == expected)
    }

    @Test func smallRunsAreNotEnoughToTell() async throws {
        try store(3, rows: 20)
        let ending = try await drift(["--fail-on-alarm"])
        #expect(ending.status == 0 && ending.output.contains("Run 3: not enough to tell"))
    }

    @Test(
        arguments: [
            (["9"], 66), (["2"], 66), (["--window", "0"], 64), (["--output", "taken"], 73), (["--templates", "t"], 64),
        ] as [([String], Int32)])
    func whatCannotBeDoneIsRefused(arguments: [String], status: Int32) async throws {
        try store(2, rows: 3, finished: { $0 == 1 })
        try folder.write([1], to: "taken/letter.txt")
        let ending = try await drift(arguments)
        #expect(ending.status == status && ending.output.isEmpty, "\(ending.errors)")
    }

    @Test func aDatabaseThatIsNotThereIsNotMade() async throws {
        #expect(try await drift([]).status == 66)
        #expect(!FileManager.default.fileExists(atPath: folder.file("audit.sqlite")))
    }

    @Test func realRunsOfAPluginAreCompared() async throws {
        let place = try PluginInstallation()
        try place.policy(plugin: try place.plugin("good"))
        for night in 1...3 {
            let rows = (0..<60).map { "n\(night)-\($0),a1.jpg,\($0 % 6 == 0 ? "b1.jpg" : "a2.jpg")" }
            let text = (["request_id,selfie,document"] + rows).joined(separator: "\n")
            try place.folder.write(Array(text.utf8), to: "m.csv")
            #expect(try await place.run().status == 0)
        }
        let ending = try await place.auditor(["drift", "--json", "--fail-on-alarm", "--output", "drift"])
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(try JSONSchemaCheck.problems(json: ending.output, schema: "drift.schema.json") == "")
        #expect(ending.output.contains(#""id" : "score/fixture""#) && ending.output.contains(#""count" : 60"#))
    }
}
