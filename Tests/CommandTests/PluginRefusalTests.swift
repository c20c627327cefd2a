import AuditTesting
import Foundation
import Testing

/// Plugins that are not what was configured are refused before anything is decided.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct PluginRefusalTests {
    private static let wrong = String(repeating: "0", count: 64)

    /// A change to the lines of a sound plugin, where the error points, and what it says.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var name = "fixture"
        var replaced = ""
        var by = ""
        var added: [String] = []
        let says: [String]

        static let all = [
            Refusal(
                testDescription: "another program", replaced: "sha256: PROGRAM", by: "sha256: \(wrong)",
                says: ["policy.yaml:8:5", PluginInstallation.python, "expected SHA-256 \(wrong)", "found PROGRAM"]),
            Refusal(
                testDescription: "another script", replaced: "sha256: SCRIPT", by: "sha256: \(wrong)",
                says: ["policy.yaml:8:5", "plugin.py", "expected SHA-256 \(wrong)", "found SCRIPT"]),
            Refusal(
                testDescription: "no digest", replaced: "sha256: PROGRAM", by: "{}", says: ["policy.yaml:"]),
            Refusal(
                testDescription: "a relative path", replaced: "path: /usr/bin/python3", by: "path: bin/python3",
                says: ["policy.yaml:8:11", "absolute path", "bin/python3"]),
            Refusal(
                testDescription: "no such program", replaced: "path: /usr/bin/python3",
                by: "path: /nonexistent/matcher",
                says: ["/nonexistent/matcher cannot be read"]),
            Refusal(
                testDescription: "a folder", replaced: "path: /usr/bin/python3", by: "path: /usr/bin",
                says: ["/usr/bin cannot be read"]),
            Refusal(
                testDescription: "a device", replaced: "path: /usr/bin/python3", by: "path: /dev/zero",
                says: ["/dev/zero cannot be read"]),
            Refusal(
                testDescription: "an unknown key", added: ["colour: red"], says: ["policy.yaml:13:5", "\"colour\""]),
            Refusal(
                testDescription: "an unknown limit", added: ["limits: {patience: 3}"],
                says: ["policy.yaml:13:14", "\"patience\""]),
            Refusal(
                testDescription: "too little memory", added: ["limits: {memory_mib: 1}"],
                says: ["policy.yaml:13:26", "64 to"]),
            Refusal(
                testDescription: "a variable with its value", added: ["environment: [LICENCE=1]"],
                says: ["policy.yaml:13:", "without a value"]),
            Refusal(
                testDescription: "our own mark", added: ["environment: [AUDITOR_WORKER]"], says: ["policy.yaml:13:"]),
            Refusal(
                testDescription: "a built-in's name", name: "opencv", says: ["policy.yaml:7:3", "built in"]),
            Refusal(testDescription: "the fusion's name", name: "fused", says: ["policy.yaml:7:3", "built in"]),
            Refusal(testDescription: "a name for no column", name: "My Plugin", says: ["policy.yaml:7:3"]),
        ]
    }

    @Test(arguments: Refusal.all)
    func isRefusedWithItsPlace(_ refusal: Refusal) async throws {
        let place = try PluginInstallation()
        let digests = [
            "PROGRAM": try place.digest(PluginInstallation.python), "SCRIPT": try place.digest(place.script),
        ]
        func resolved(_ text: String) -> String {
            digests.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        }
        var lines = try place.plugin("good", refusal.added)
        if !refusal.replaced.isEmpty {
            let old = lines
            lines = lines.map {
                $0.replacingOccurrences(of: resolved(refusal.replaced), with: resolved(refusal.by))
            }
            #expect(lines != old)
        }
        try place.policy(name: refusal.name, plugin: lines)
        try place.manifest([("a1.jpg", "a2.jpg")])
        let ending = try await place.run()
        #expect(ending.status == 78, "\(ending.errors)")
        for part in refusal.says.map(resolved) { #expect(ending.errors.contains(part), "\(ending.errors)") }
        #expect(!ending.errors.contains(PluginInstallation.name))
        #expect(!FileManager.default.fileExists(atPath: place.folder.file("out")))
        #expect(try place.processes().isEmpty)
    }

    @Test func aFileThatIsNotExecutableIsRefused() async throws {
        let place = try PluginInstallation()
        let script = place.script
        let lines = try place.plugin("good").map {
            $0.replacingOccurrences(of: "path: \(PluginInstallation.python)", with: "path: \(script)")
        }
        let digest = try place.digest(script)
        try place.policy(plugin: lines.map { $0.hasPrefix("sha256") ? "sha256: \(digest)" : $0 })
        try place.manifest([("a1.jpg", "a2.jpg")])
        let ending = try await place.run()
        #expect(ending.status == 78)
        #expect(ending.errors.contains("plugin.py is not executable"))
    }

    @Test func twoPluginsOfOneNameAreRefusedWhereverTheyAre() async throws {
        let place = try PluginInstallation()
        try place.manifest([("a1.jpg", "a2.jpg")])
        let plugin = try place.plugin("good")
        try place.policy(plugin: plugin)
        try place.pluginsFile(plugin)
        let apart = try await place.run(["--plugins", "plugins.yaml"])
        #expect(apart.status == 78)
        #expect(apart.errors.contains("plugins.yaml:3:5") && apart.errors.contains("fixture"))
        try place.policy(plugin: plugin + ["limits: {}"])
        let text = try String(contentsOfFile: place.folder.file("policy.yaml"), encoding: .utf8)
        let again = text + (["  fixture:"] + plugin.map { "    " + $0 }).joined(separator: "\n") + "\n"
        try place.folder.write(Array(again.utf8), to: "policy.yaml")
        let together = try await place.run()
        #expect(together.status == 78)
        #expect(together.errors.contains("each key once") && together.errors.contains("fixture"))
        let missing = try await place.run(["--plugins", "nowhere.yaml"])
        #expect(missing.status == 78)
    }
}
