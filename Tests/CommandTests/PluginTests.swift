import AuditTesting
import Foundation
import Testing

/// What a configured plugin gets, what is recorded of it, and when it makes another run.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct PluginTests {
    private let place: PluginInstallation

    init() throws {
        place = try PluginInstallation()
        try place.manifest([("a1.jpg", "a2.jpg"), ("a1.jpg", "b1.jpg")])
    }

    /// `NAME=value` lines, as the fixture saw its environment and limits.
    private func confession() throws -> [String: String] {
        let text = try String(contentsOfFile: place.argument, encoding: .utf8)
        let pairs = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { _, last in last }
    }

    private func report() throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: place.folder.file("out/report.json")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func getsTheVariablesOfItsListAndNoOther() async throws {
        try place.policy(plugin: try place.plugin("confess", ["environment: [MY_LICENCE, NOT_SET]"]))
        let ending = try await place.run(environment: ["MY_LICENCE": "granted", "SECRET": "no", "HOME": "/nowhere"])
        #expect(ending.status == 0, "\(ending.errors)")
        let told = try confession()
        #expect(told["MY_LICENCE"] == "granted")
        for name in ["SECRET", "HOME", "AUDITOR_HOME", "NOT_SET"] { #expect(told[name] == nil, "\(name)") }
        #expect(told["OPENBLAS_NUM_THREADS"] == "1" && told["PATH"] == "/usr/bin:/bin")
    }

    @Test(arguments: [("", 4096), ("limits: {memory_mib: 1500}", 1500)])
    func itsLimitsAreSet(line: String, memory: Int) async throws {
        try place.policy(plugin: try place.plugin("confess", line.isEmpty ? [] : [line]))
        #expect(try await place.run().status == 0)
        let told = try confession()
        #expect(told["limit:memory"] == "\(memory << 20)")
        #expect(told["limit:core"] == "0")
    }

    @Test func itsMemoryLimitEndsIt() async throws {
        try place.policy(seconds: 60, plugin: try place.plugin("memory-bomb", ["limits: {memory_mib: 512}"]))
        try place.manifest([("a1.jpg", "a2.jpg"), (PluginInstallation.bad, "a1.jpg")])
        #expect(try await place.run().status == 3)
        #expect(try place.outcomes() == ["approved face_match", "error worker_crashed"])
        let text = try String(contentsOfFile: place.folder.file("out/report.json"), encoding: .utf8)
        #expect(text.contains("MemoryError"))
    }

    @Test func itsOwnDeadlineTakesPrecedence() async throws {
        try place.policy(seconds: 600, plugin: try place.plugin("hang", ["limits: {request_timeout_seconds: 2}"]))
        try place.manifest([(PluginInstallation.bad, "a1.jpg")])
        #expect(try await place.run().status == 3)
        let text = try String(contentsOfFile: place.folder.file("out/report.json"), encoding: .utf8)
        #expect(text.contains("no answer within 2.0 s"))
    }

    @Test func theReportNamesItsProgramAndFilesByDigest() async throws {
        try place.policy(plugin: try place.plugin("good"))
        #expect(try await place.run().status == 0)
        let text = try String(contentsOfFile: place.folder.file("out/report.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: text, schema: "report.schema.json") == "")
        let run = try #require(try report()["run"] as? [String: Any])
        let matcher = try #require((run["matchers"] as? [[String: Any]])?.first)
        let program = try #require(matcher["program"] as? [[String: String]])
        #expect(program.map { $0["file"] } == ["specification", "python3", "plugin.py"])
        #expect(
            program.dropFirst().map { $0["sha256"] }
                == [try place.digest(PluginInstallation.python), try place.digest(place.script)])
        let rendered = try await place.auditor(["report", "1", "--output", "again"])
        #expect(rendered.status == 0)
        #expect(try String(contentsOfFile: place.folder.file("again/report.json"), encoding: .utf8) == text)
    }

    /// The same manifest and policy file; only the file of plugins, or what it names, changes.
    @Test func anotherProgramSettingOrFileMakesAnotherRun() async throws {
        try place.policy(plugin: nil)
        func run(_ lines: [String]) async throws -> String {
            try place.pluginsFile(lines)
            let ending = try await place.run(["--plugins", "plugins.yaml"])
            #expect(ending.status == 0, "\(ending.errors)")
            return ending.output
        }
        #expect(try await run(try place.plugin("good")).contains("run 1: 2 requests decided"))
        #expect(try await run(try place.plugin("good")).contains("nothing was added"))
        #expect(try await run(try place.plugin("good", ["limits: {memory_mib: 2000}"])).contains("run 2:"))
        #expect(try await run(try place.plugin("good", ["limits: {request_timeout_seconds: 19}"])).contains("run 3:"))
        #expect(try await run(try place.plugin("good", ["environment: [MY_LICENCE]"])).contains("run 4:"))
        #expect(try await run(try place.plugin("timings")).contains("run 5:"))
        let script = try String(contentsOfFile: place.script, encoding: .utf8)
        try place.folder.write(Array((script + "# another version\n").utf8), to: "plugin.py")
        #expect(try await run(try place.plugin("good")).contains("run 6:"))
        try FileManager.default.createSymbolicLink(
            atPath: place.folder.file("python"), withDestinationPath: PluginInstallation.python)
        let link = place.folder.file("python")
        let moved = try place.plugin("good").map { $0 == "path: \(PluginInstallation.python)" ? "path: \(link)" : $0 }
        #expect(try await run(moved).contains("run 7:"))
        #expect(try await run(moved).contains("nothing was added"))
    }

    @Test func policyShowPrintsIt() async throws {
        try place.policy(
            seconds: 7,
            plugin: try place.plugin("good", ["limits: {memory_mib: 900}", "environment: [MY_LICENCE, OTHER]"]))
        let arguments = ["policy", "show", "--policy", "policy.yaml"]
        let text = try await place.auditor(arguments)
        #expect(text.status == 0, "\(text.errors)")
        let digests = [try place.digest(PluginInstallation.python), try place.digest(place.script)]
        for part in [
            "plugins", PluginInstallation.python, "sha256 \(digests[0])", "\(place.script), sha256 \(digests[1])",
            "7 s for an answer, 900 MiB of memory", "MY_LICENCE, OTHER", "permissions: none",
            "configured in policy.yaml:8",
        ] {
            #expect(text.output.contains(part), "\(part) is not in:\n\(text.output)")
        }
        let json = try await place.auditor(arguments + ["--json"])
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let plugin = try #require((object?["plugins"] as? [[String: Any]])?.first)
        #expect(plugin["name"] as? String == "fixture" && plugin["path"] as? String == PluginInstallation.python)
        #expect(plugin["sha256"] as? String == digests[0] && plugin["memory_mib"] as? Int == 900)
        #expect(plugin["environment"] as? [String] == ["MY_LICENCE", "OTHER"] && plugin["used"] as? Bool == true)
    }
}
