import AuditTesting
import Foundation
import Testing

/// What a database tells of its runs, and the numbers and events that machines read, from outside.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct RunsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let rows = [
            "request_id,selfie,document", "a,obama.jpg,obama2.jpg", "b,biden.jpg,obama.jpg", "c,no.jpg,obama.jpg",
        ]
        try folder.write(Array(rows.joined(separator: "\n").utf8), to: "m.csv")
    }

    private func auditor(_ arguments: [String]) async throws -> Programs.Ending {
        try await Programs.auditor(arguments, in: folder)
    }

    private func run(_ more: [String] = [], matcher: [String] = ["--matcher", "opencv"]) async throws -> Programs.Ending
    {
        try await auditor(
            [
                "run", "m.csv", "--output", "out", "--images-root", Repository.path(".models/photos"),
            ] + matcher + more)
    }

    @Test func twoRunsAreListedShownAndCompared() async throws {
        #expect(try await run(["--as-of", "2026-01-31"]).status == 3)
        let first = try folder.contents("out/report.json")
        let strictest = ["--policy", Repository.path("samples/policies/strictest.yaml")]
        #expect(try await run(["--as-of", "2026-02-01"] + strictest, matcher: []).status == 3)
        let listed = try await auditor(["runs", "list", "--json"])
        #expect(listed.output == (try await auditor(["runs", "--json"])).output)
        #expect(try JSONSchemaCheck.problems(json: listed.output, schema: "runs.schema.json") == "")

        let shown = try await auditor(["runs", "show", "1"])
        for line in [
            "policy        default", "  approved    1", "  error       1", "  image_missing  1", "  face_match",
        ] {
            let words = line.split(separator: " ")
            #expect(
                shown.output.split(separator: "\n").contains { $0.split(separator: " ").starts(with: words) }, "\(line)"
            )
        }
        for numbers in [["show", "2"], ["compare", "1", "2"]] {
            let json = try await auditor(["runs"] + numbers + ["--json"])
            #expect(json.status == 0)
            #expect(try JSONSchemaCheck.problems(json: json.output, schema: "run.schema.json") == "")
        }
        let compared = try await auditor(["runs", "compare", "1", "2"])
        let approved = compared.output.split(separator: "\n").map { $0.split(separator: " ") }
            .first { $0.first == "approved" }
        #expect(approved.map { $0.map(String.init) } == ["approved", "1", "0"])
        #expect(try await auditor(["runs", "show", "3"]).status == 66)

        let latest = try await auditor(["report", "--latest", "--output", "latest"])
        #expect(latest.status == 0)
        #expect(latest.output.contains("run 2"))
        #expect(try folder.contents("latest/report.json") == folder.contents("out/report.json"))
        #expect(try await auditor(["report", "1", "--output", "again"]).status == 0)
        #expect(try folder.contents("again/report.json") == first)
        #expect(try await auditor(["report", "1", "--latest", "--output", "x"]).status == 64)
        #expect(try await auditor(["report", "--output", "x"]).status == 64)
        #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
    }

    @Test func reportLatestWithoutAFinishedRunExits66() async throws {
        try folder.write(Array("request_id\n\"a".utf8), to: "m.csv")
        _ = try await run()
        #expect(try await auditor(["report", "--latest", "--output", "x"]).status == 66)
    }

    @Test(.enabled(if: PrometheusCheck.isInstalled, "needs python3-prometheus-client: make setup"))
    func metricsTellWhatTheRunMeasured() async throws {
        #expect(try await run(["--progress", "none"]).status == 3)
        let found = try PrometheusCheck.read(folder.contents("out/metrics.prom"))
        #expect(found.problems == "")
        let expected = [
            "requests": 3.0, "requests_undecided": 0, "decisions|outcome=approved": 1, "decisions|outcome=error": 1,
            "photos_read": 5, "scores_reused|matcher=opencv": 0, "worker_failures|matcher=opencv": 0,
            "stage_passes|stage=request": 3, "stage_passes|matcher=opencv|stage=embed": 5,
            "decision_reasons|code=image_missing|severity=error": 1,
        ]
        for (name, value) in expected { #expect(found.samples[name] == value, "\(name)") }
        #expect(found.samples.keys.contains("stage_duration_seconds|matcher=opencv|percentile=95|stage=decode"))
        // The same finished run gives the same bytes, measurements included.
        let first = try folder.contents("out/metrics.prom")
        #expect(try await auditor(["report", "1", "--output", "again"]).status == 0)
        #expect(try folder.contents("again/metrics.prom") == first)
    }

    @Test func theLogIsOneEventALine() async throws {
        let finished = try await run(["--log-format", "json"])
        let failed = try await run(["--log-format", "json", "--output", "m.csv"])
        let stopped = try await run(["--log-format", "json", "--policy", "nowhere.yaml"])
        #expect([finished.status, failed.status, stopped.status] == [3, 73, 78])
        var names: [[String]] = []
        for ending in [finished, failed, stopped] {
            var events: [String] = []
            for line in ending.errors.split(separator: "\n") {
                #expect(try JSONSchemaCheck.problems(json: String(line), schema: "log.schema.json") == "")
                let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                events.append(event?["event"] as? String ?? "")
                if events.last == "run_finished" { #expect(event?["run"] as? Int == 1) }
                if events.last == "command_failed" { #expect(event?["code"] is String) }
            }
            names.append(events)
        }
        #expect(names[0].first == "command_started" && names[0].last == "run_finished")
        #expect(names[1] == ["command_started", "command_failed"])
        #expect(names[2] == ["command_started", "command_failed"])
        #expect(finished.output.contains("run 1: 3 requests decided"))
    }
}

extension TemporaryFolder {
    fileprivate func contents(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: file(name))) }
}
