import AuditCore
import Testing

@testable import AuditEngine

/// What makes a plugin another plugin: a run's key must tell them apart.
@Suite struct PluginSettingsTests {
    private static let sound = [
        "path: /opt/m", "sha256: \(String(repeating: "a", count: 64))", "arguments: [a, b]",
        "files: [{path: /opt/f, sha256: \(String(repeating: "b", count: 64))}]",
        "limits: {request_timeout_seconds: 5, start_timeout_seconds: 6, memory_mib: 700}", "environment: [A, B]",
    ]

    private func plugin(_ name: String, _ lines: [String]) throws -> PluginSettings {
        let text = (["plugins:", "  \(name):"] + lines.map { "    " + $0 }).joined(separator: "\n")
        return try #require(try PluginsFile.parse(Array(text.utf8), file: "plugins.yaml").first)
    }

    @Test func readsEveryKey() throws {
        let plugin = try plugin("mine", Self.sound)
        #expect(plugin.name == "mine" && plugin.path == "/opt/m" && plugin.arguments == ["a", "b"])
        #expect(plugin.sha256 == String(repeating: "a", count: 64))
        #expect(plugin.files == [PluginSettings.File(path: "/opt/f", sha256: String(repeating: "b", count: 64))])
        #expect(plugin.requestTimeoutSeconds == 5 && plugin.startTimeoutSeconds == 6 && plugin.memoryMiB == 700)
        #expect(plugin.environment == ["A", "B"])
        #expect("\(plugin.location)".hasPrefix("plugins.yaml:3"))
    }

    @Test func theSameSettingsHaveTheSameDigestWhereverTheyStand() throws {
        let one = try plugin("mine", Self.sound).specificationSHA256
        let other = try plugin("mine", Self.sound.reversed()).specificationSHA256
        #expect(one == other && one.utf8.count == 64)
    }

    @Test(arguments: [
        (0, "path: /opt/other"), (2, "arguments: [a, b, c]"), (2, "arguments: [ab]"), (2, "arguments: [b, a]"),
        (2, "arguments: []"), (3, "files: []"),
        (3, "files: [{path: /opt/g, sha256: \(String(repeating: "b", count: 64))}]"),
        (4, "limits: {request_timeout_seconds: 7, start_timeout_seconds: 6, memory_mib: 700}"),
        (4, "limits: {request_timeout_seconds: 5, start_timeout_seconds: 7, memory_mib: 700}"),
        (4, "limits: {request_timeout_seconds: 5, start_timeout_seconds: 6, memory_mib: 701}"),
        (4, "limits: {start_timeout_seconds: 6, memory_mib: 700}"), (4, "limits: {}"), (5, "environment: [A]"),
        (5, "environment: [B, A]"), (5, "environment: [A, B]\n    permissions: [write]"),
    ])
    func anyOtherSettingHasAnotherDigest(line: Int, text: String) throws {
        var lines = Self.sound
        lines[line] = text
        #expect(try plugin("mine", lines).specificationSHA256 != plugin("mine", Self.sound).specificationSHA256)
        #expect(try plugin("other", Self.sound).specificationSHA256 != plugin("mine", Self.sound).specificationSHA256)
    }

    @Test func permissionsAreASetOfKnownWords() throws {
        let all = try plugin("mine", Self.sound + ["permissions: [processes, write, write, network]"])
        #expect(all.permissions == [.write, .network, .processes])
        let none = try plugin("mine", Self.sound + ["permissions: []"])
        #expect(none.permissions.isEmpty)
        #expect(try none.specificationSHA256 == plugin("mine", Self.sound).specificationSHA256)
        #expect(throws: AuditError.self) { try plugin("mine", Self.sound + ["permissions: [everything]"]) }
    }

    /// Words of one list must not pass for words of the next.
    @Test func theBordersOfListsAreKept() throws {
        var (one, other) = (Self.sound, Self.sound)
        one[2] = "arguments: [a, 1 files]"
        other[2] = "arguments: [a]"
        #expect(try plugin("mine", one).specificationSHA256 != plugin("mine", other).specificationSHA256)
    }
}
