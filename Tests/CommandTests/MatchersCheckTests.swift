import AuditTesting
import Foundation
import Testing

/// `auditor matchers check` from outside: a verdict a line and an exit status.
@Suite(.tags(.endToEnd), .timeLimit(.minutes(30)))
struct MatchersCheckTests {
    private let place: PluginInstallation

    init() throws { place = try PluginInstallation() }

    private func check(_ behaviour: String) async throws -> Programs.Ending {
        try await place.auditor([
            "matchers", "check", PluginInstallation.python, "--", place.script, behaviour, place.argument, place.tag,
        ])
    }

    /// The word and the name of each line.
    private func verdicts(_ ending: Programs.Ending) -> [[String]] {
        ending.output.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).prefix(2).map(String.init)
        }
    }

    private static let checks = [
        "hello", "determinism", "identity", "symmetry", "unreadable_image", "empty_image", "huge_image", "order",
        "cancel", "restart", "canary",
    ]

    @Test func aGoodProgramPassesEveryCheck() async throws {
        let ending = try await check("good")
        #expect(ending.status == 0, "\(ending.output)")
        #expect(verdicts(ending) == Self.checks.map { ["passed", $0] })
        #expect(try place.processes().isEmpty)
    }

    @Test(arguments: [("everyone-alike", "canary"), ("random", "determinism"), ("accepts-anything", "empty_image")])
    func oneThatFailsACheckExits1AndItsLineSaysSo(behaviour: String, name: String) async throws {
        let ending = try await check(behaviour)
        #expect(ending.status == 1)
        #expect(verdicts(ending).map(\.[1]) == Self.checks)
        #expect(verdicts(ending).contains(["failed", name]))
        #expect(try place.processes().isEmpty)
    }

    @Test func oneThatIsNoMatcherFailsHelloAndNothingElseIsAsked() async throws {
        let ending = try await place.auditor(["matchers", "check", "/bin/true"])
        #expect(ending.status == 1)
        #expect(verdicts(ending) == [["failed", "hello"]] + Self.checks.dropFirst().map { ["not_run", $0] })
    }

    @Test func aMissingProgramExits66() async throws {
        let ending = try await place.auditor(["matchers", "check", "/nonexistent/matcher"])
        #expect(ending.status == 66)
        #expect(ending.errors.contains("/nonexistent/matcher") && ending.output.isEmpty)
    }

    @Test func aConfiguredPluginIsCheckedByItsName() async throws {
        try place.pluginsFile(try place.plugin("good"))
        let ending = try await place.auditor(["matchers", "check", "fixture", "--plugins", "plugins.yaml"])
        #expect(ending.status == 0, "\(ending.output)")
        let described = try await place.auditor(["matchers", "describe", "fixture", "--plugins", "plugins.yaml"])
        #expect(described.status == 0)
        let object = try JSONSerialization.jsonObject(with: Data(described.output.utf8)) as? [String: Any]
        #expect(object?["name"] as? String == "fixture" && object?["template_size"] as? Int == 4)
    }
}
