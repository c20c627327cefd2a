import AuditTesting
import Foundation
import Testing

/// `auditor rerun` and `auditor diff` from outside.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct RerunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func auditor(_ arguments: [String]) async throws -> Programs.Ending {
        try await Programs.auditor(arguments, in: folder)
    }

    private func json(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: folder.file(path)))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func run(_ manifest: String, _ more: [String] = []) async throws -> Programs.Ending {
        try await auditor(
            [
                "run", manifest, "--images-root", Repository.path(".models/photos"), "--output", "out", "--progress",
                "none", "--as-of", "2026-01-31",
            ] + more)
    }

    /// Every manifest of `samples/` that a run accepts.
    static let manifests: [String] = {
        let root = Repository.path("samples/manifests")
        let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return files.filter { !$0.contains("invalid") && !$0.hasSuffix(".xsd") && $0.contains(".") }.sorted()
    }()

    @Test(.tags(.slow), arguments: manifests)
    func theSamePolicyAndModelsGiveNoFlip(manifest: String) async throws {
        let first = try await run(Repository.path("samples/manifests/" + manifest))
        #expect([0, 3].contains(first.status), "\(first.errors)")
        let again = try await auditor(["rerun", "1", "--output", "again", "--progress", "none", "--max-flips", "0"])
        #expect(again.status == first.status, "\(again.errors)")
        #expect(again.output.contains("run 1 against run 2: 0 of "))
        #expect(
            try String(contentsOfFile: folder.file("again/decisions.csv"), encoding: .utf8)
                == String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8))
        #expect(!FileManager.default.fileExists(atPath: folder.file("again/notifications/new")))
    }

    @Test func aStricterPolicyIsTriedWithoutATraceAndThenForGood() async throws {
        #expect(try await run(Repository.path("samples/manifests/demo.csv")).status == 3)
        let strict = ["--policy", Repository.path("samples/policies/strictest.yaml"), "--progress", "none"]
        let trial = try await auditor(["rerun", "1", "--what-if", "--output", "trial", "--max-flips", "3"] + strict)
        #expect(trial.status == 1, "\(trial.errors)")
        #expect(trial.output.contains("trial: 12 requests decided, nothing recorded"))
        #expect(trial.output.contains("run 1 against the trial: 4 of 11 requests are decided otherwise"))
        #expect(trial.output.contains("by threshold: 4"))
        #expect(try json("trial/report.json")["counts"] as? [String: Int] != nil)
        let runs = try await auditor(["runs", "--json"])
        #expect(!runs.output.contains("\"id\" : 2"))

        let real = try await auditor(["rerun", "1", "--output", "real"] + strict)
        #expect(real.status == 3)
        #expect(real.output.contains("photos opened"))
        let same = try await auditor(["diff", "1", "2", "--max-flips", "4"])
        #expect(same.status == 0, "\(same.errors)")
        let past = try await auditor(["diff", "1", "2", "--max-flip-rate", "0.33"])
        #expect(past.status == 1)
        let run = try #require(try json("real/report.json")["run"] as? [String: Any])
        #expect((run["replay"] as? [String: Any])?["parent"] as? Int == 1)
    }

    /// As the default policy, by whichever matcher is selected.
    @Test(arguments: ["opencv", "dlib"])
    func theStrictestPolicyApprovesNothingByAnyMatcher(matcher: String) async throws {
        try folder.write(Array("request_id,selfie,document\nr,obama.jpg,obama2.jpg\n".utf8), to: "m.csv")
        #expect(try await run("m.csv", ["--matcher", matcher]).output.contains("approved       1"))
        let ending = try await auditor(
            [
                "rerun", "1", "--policy", Repository.path("samples/policies/strictest.yaml"), "--matcher", matcher,
                "--what-if", "--output", "x", "--progress", "none",
            ])
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.contains("approved       0"))
        #expect(ending.output.contains("by threshold: 1"))
    }

    @Test(
        arguments: [
            (["rerun", "7", "--output", "x"], 66), (["rerun", "--output", "x"], 64),
            (["rerun", "1", "--since", "2026-01-01", "--output", "x"], 64), (["diff", "1", "9"], 66),
            (["rerun", "--since", "2199-01-01", "--output", "x"], 66),
            (["diff", "1", "1", "--max-flip-rate", "2"], 64),
            (["rerun", "1", "--output", "x", "--policy", "nowhere.yaml"], 78),
        ] as [([String], Int32)])
    func aMistakeHasItsStatusAndLeavesNothing(arguments: [String], status: Int32) async throws {
        try folder.write(Array("request_id,selfie,document\nr,a.jpg,b.jpg\n".utf8), to: "m.csv")
        #expect(try await run("m.csv").status == 3)
        let ending = try await auditor(arguments)
        #expect(ending.status == status, "\(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
    }

    @Test func everyNightSinceADateIsReplayedAsOne() async throws {
        for night in 1...2 {
            let rows = "n\(night),obama.jpg,obama2.jpg\nboth,obama.jpg,\(night == 1 ? "biden" : "obama2").jpg\n"
            try folder.write(Array(("request_id,selfie,document\n" + rows).utf8), to: "m.csv")
            #expect(try await run("m.csv").status == 0)
        }
        let ending = try await auditor(["rerun", "--since", "2020-01-01", "--output", "week", "--progress", "none"])
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.contains("run 3: 3 requests decided"))
        #expect(ending.output.contains("0 photos opened"))
        let text = try String(contentsOfFile: folder.file("week/decisions.csv"), encoding: .utf8)
        #expect(text.contains("both,compare,approved"))
    }
}
