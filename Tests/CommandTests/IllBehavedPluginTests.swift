import AuditTesting
import Foundation
import Testing

/// Programs that behave badly on some photos, through a whole run: each costs the requests that have such a photo, and
/// nothing else. The fixture would misbehave for ten minutes.
@Suite(.tags(.endToEnd), .serialized, .timeLimit(.minutes(30)))
struct IllBehavedPluginTests {
    /// Far from a second: a loaded machine must answer within it what will be answered.
    private static let deadline = 6

    /// A way to behave, the reason that the requests get, and what the record says of it.
    struct Misbehaviour: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let detail: String

        static let all = [
            Misbehaviour("hang", "worker_timeout", "no answer within \(deadline).0 s"),
            Misbehaviour("ignore-sigterm", "worker_timeout", "no answer within \(deadline).0 s"),
            Misbehaviour("flood-stdout", "worker_protocol", "headerTooLong"),
            Misbehaviour("flood-stderr", "worker_timeout", "no answer within \(deadline).0 s"),
            Misbehaviour("wrong-id", "worker_protocol", "came for request"),
            Misbehaviour("nan", "worker_protocol", "not finite"),
            Misbehaviour("crash", "worker_crashed", "boom"),
            Misbehaviour("double-fork", "worker_timeout", "no answer within \(deadline).0 s"),
            Misbehaviour("escape", "worker_timeout", "no answer within \(deadline).0 s"),
            Misbehaviour("dribble", "worker_timeout", "no answer within \(deadline).0 s"),
            Misbehaviour("half-a-frame", "worker_crashed", "the process ended"),
        ]

        init(_ behaviour: String, _ reason: String, _ detail: String) {
            testDescription = behaviour
            self.reason = reason
            self.detail = detail
        }
    }

    @Test(arguments: Misbehaviour.all)
    func costsItsOwnRequestsAndNothingElse(_ plugin: Misbehaviour) async throws {
        let place = try PluginInstallation()
        try place.policy(
            seconds: plugin.reason == "worker_timeout" ? Self.deadline : 30,
            plugin: try place.plugin(plugin.testDescription))
        try place.manifest([
            ("a1.jpg", "a2.jpg"), (PluginInstallation.bad, "a1.jpg"), ("a1.jpg", "b1.jpg"), ("b1.jpg", "bad2.jpg"),
            ("a2.jpg", "a1.jpg"),
        ])
        // That it ends is all that can be asked of a loaded machine here; the suite's limit is ten minutes.
        let ending = try await place.run(["--workers", "2"])
        #expect(ending.status == 3, "\(ending.errors)")
        #expect(
            try place.outcomes() == [
                "approved face_match", "error \(plugin.reason)", "rejected face_mismatch", "error \(plugin.reason)",
                "approved face_match",
            ])
        let report = try String(contentsOfFile: place.folder.file("out/report.json"), encoding: .utf8)
        #expect(report.contains(plugin.detail))
        #expect(!ending.errors.contains(PluginInstallation.name) && !ending.output.contains(PluginInstallation.name))
        #expect(try place.processes().isEmpty)
    }

    @Test(arguments: ["crash", "hang", "nan"])
    func onEveryPhotoOfANightItIsErrorsAndNeverARejection(behaviour: String) async throws {
        let place = try PluginInstallation()
        try place.policy(seconds: Self.deadline, plugin: try place.plugin(behaviour))
        // More than the failed starts after which a matcher is taken as broken.
        try place.manifest((0..<7).map { _ in (PluginInstallation.bad, PluginInstallation.bad) })
        let ending = try await place.run(["--workers", "4"])
        #expect(ending.status == 3, "\(ending.errors)")
        #expect(try place.outcomes().count == 7)
        #expect(try place.outcomes().allSatisfy { $0.hasPrefix("error worker_") })
        #expect(try place.processes().isEmpty)
    }

    @Test func thatLeavesADaemonForEachPhotoDoesNotFillTheTableOfProcesses() async throws {
        let place = try PluginInstallation()
        try place.policy(plugin: try place.plugin("litter"))
        try place.manifest((0..<300).map { _ in (PluginInstallation.bad, "bad2.jpg") })
        let ending = try await place.run(["--workers", "1"])
        #expect(ending.status == 0, "\(ending.errors)")
        let text = try String(contentsOfFile: place.argument, encoding: .utf8)
        let dead = text.split(separator: "\n").compactMap { Int($0) }
        #expect(dead.count == 600)
        // They are looked for every hundred answers.
        #expect((dead.max() ?? .max) < 250, "\(dead.max() ?? 0) dead processes at once")
        #expect(try place.processes().isEmpty)
    }

    @Test func thatStopsStartingExits69AndKeepsWhatWasDecided() async throws {
        let place = try PluginInstallation(argument: "broken")
        try place.policy(plugin: try place.plugin("break-for-good"))
        let pairs = [("a1.jpg", "a2.jpg"), (PluginInstallation.bad, "a1.jpg")]
        try place.manifest(pairs + (0..<12).map { _ in ("a1.jpg", "a2.jpg") })
        let ending = try await place.run(["--workers", "1"])
        #expect(ending.status == 69)
        #expect(ending.errors.contains("could not be started 5 times in a row"))
        #expect(!FileManager.default.fileExists(atPath: place.folder.file("out")))
        #expect(try place.processes().isEmpty)
        // Mended, the same command goes on where it stopped.
        try FileManager.default.removeItem(atPath: place.folder.file("broken"))
        try place.manifest(pairs + (0..<12).map { _ in ("a1.jpg", "a2.jpg") })
        #expect(try await place.run(["--workers", "1"]).status == 3)
        let outcomes = try place.outcomes()
        #expect(outcomes.count == 14)
        #expect(outcomes.allSatisfy { $0 == "approved face_match" || $0.hasPrefix("error worker_") })
    }

    @Test func thatFailsItsSelfTestDecidesNothing() async throws {
        let place = try PluginInstallation()
        try place.policy(plugin: try place.plugin("everyone-alike"))
        try place.manifest([("a1.jpg", "a2.jpg")])
        let ending = try await place.run()
        #expect(ending.status == 69)
        #expect(ending.errors.contains("self-test"))
        #expect(!FileManager.default.fileExists(atPath: place.folder.file("out")))
    }
}
