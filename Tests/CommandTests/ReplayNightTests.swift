import AuditTesting
import Foundation
import Testing

/// What a replay says to cron and to whoever watches it, on an installation without models.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct ReplayNightTests {
    private let place: PluginInstallation

    init() throws {
        place = try PluginInstallation()
        try place.policy(plugin: try place.plugin("good"))
        try place.manifest([("a1.jpg", "a2.jpg"), ("a1.jpg", "b1.jpg")])
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: place.folder.file(path), encoding: .utf8)
    }

    private func rerun(_ arguments: [String]) async throws -> Programs.Ending {
        try await place.auditor(["rerun"] + arguments + ["--progress", "none"])
    }

    /// The newest night as the status file has it.
    private func lastFinished() throws -> NSDictionary? {
        let status = try JSONSerialization.jsonObject(with: Data(try text("audit.sqlite.status.json").utf8))
        return (status as? [String: Any])?["last_finished"] as? NSDictionary
    }

    /// A policy that approves nothing.
    private func strict() throws -> [String] {
        let text = try text("policy.yaml").replacing("approve: 0.5, reject: 0.3", with: "approve: 1.5, reject: 0.3")
        try place.folder.write(Array(text.utf8), to: "strict.yaml")
        return ["--policy", "strict.yaml"]
    }

    @Test func onlyADecidedManifestIsANight() async throws {
        #expect(try await place.run().status == 0)
        let night = try #require(try lastFinished())
        #expect(night["run"] as? Int == 1)
        // Times have whole seconds.
        try await Task.sleep(for: .seconds(1.1))
        #expect(try await rerun(["1", "--what-if", "--output", "trial"]).status == 0)
        #expect(try lastFinished() == night)
        #expect(try await rerun(["1", "--output", "again"]).status == 0)
        #expect(try lastFinished() == night)
        #expect(try await place.run().output.contains("nothing has changed"))
        #expect(try lastFinished() == night)
        let status = try await place.auditor(["status", "--json"])
        #expect(try JSONSchemaCheck.problems(json: status.output, schema: "status.schema.json") == "")
        try place.manifest([("a1.jpg", "a2.jpg")])
        #expect(try await place.run().status == 0)
        #expect(try lastFinished()?["run"] as? Int == 3)
    }

    @Test func severalNightsAreHeldToTheLimitsAndRenderedAlikeLater() async throws {
        for night in 1...2 {
            let rows = "n\(night),a1.jpg,a2.jpg\nboth,a1.jpg,\(night == 1 ? "b1" : "a2").jpg\n"
            try place.folder.write(Array(("request_id,selfie,document\n" + rows).utf8), to: "m.csv")
            #expect(try await place.run().status == 0)
        }
        let since = ["--since", "2020-01-01"]
        let same = try await rerun(since + ["--output", "same", "--max-flips", "0"])
        #expect(same.status == 0, "\(same.errors)")
        #expect(same.output.contains("runs 1 and 2 against run 3: 0 of 3 requests are decided otherwise"))
        let other = try await rerun(since + ["--output", "other", "--max-flips", "2"] + strict())
        #expect(other.status == 1, "\(other.errors)")
        #expect(other.output.contains("3 of 3 requests are decided otherwise"))
        let trial = try await rerun(since + ["--what-if", "--output", "trial", "--max-flips", "2"] + strict())
        #expect(trial.status == 1)
        #expect(try JSONSchemaCheck.problems(json: text("other/diff.json"), schema: "diff.schema.json") == "")
        #expect(try await place.auditor(["report", "4", "--output", "later"]).status == 0)
        for name in ["diff.json", "diff.csv", "findings.csv", "diff.html"] {
            #expect(try text("other/" + name) == text("later/" + name), "\(name)")
        }
        // Runs without a request in common: a limit that compared nothing is not held.
        try place.folder.write(Array("request_id,selfie,document\nelse,a1.jpg,a2.jpg\n".utf8), to: "m.csv")
        #expect(try await place.run().status == 0)
        let apart = try await place.auditor(["diff", "1", "5", "--max-flips", "9"])
        #expect(apart.status == 1 && apart.errors.contains("no request is in both runs"))
        #expect(try await place.auditor(["diff", "1", "5"]).status == 0)
    }

    @Test func aReplayLogsThatItBeganAndEnded() async throws {
        #expect(try await place.run().status == 0)
        let ending = try await rerun(["1", "--output", "again", "--log-format", "json"])
        let events = try ending.errors.split(separator: "\n").map { line in
            #expect(try JSONSchemaCheck.problems(json: String(line), schema: "log.schema.json") == "")
            return (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["event"] as? String
        }
        #expect(events.first == "command_started" && events.last == "run_finished")
    }

    @Test(arguments: [
        ["runs", "--json"], ["runs"], ["drift"], ["diff", "1", "1"], ["diff", "1", "1", "--max-flips", "0"],
    ])
    func resultsThatCannotBeWrittenAreAnError(arguments: [String]) async throws {
        #expect(try await place.run().status == 0)
        let ending = try await Programs.auditor(
            ["-c", #"exec "$0" "$@" >/dev/full"#, Programs.folder + "auditor"] + arguments, in: place.folder,
            environment: ["AUDITOR_HOME": place.folder.file("home"), "PATH": "/usr/bin:/bin"], executable: "/bin/sh")
        #expect(ending.status == 74)
        #expect(ending.errors.contains("standard output: No space left on device"))
    }
}
