import AuditTesting
import Foundation
import Testing

/// `auditor` itself is killed while a request is worked on.
@Suite(.tags(.endToEnd), .serialized, .timeLimit(.minutes(30)))
struct KilledAuditorTests {
    /// A plugin that hangs on one photo and cannot be asked to stop, with a child in a session of its own.
    private func installation() throws -> PluginInstallation {
        let place = try PluginInstallation()
        try place.policy(seconds: 3600, plugin: try place.plugin("hang-told"))
        try place.manifest([
            ("a1.jpg", "a2.jpg"), ("a1.jpg", "b1.jpg"), (PluginInstallation.bad, "a1.jpg"), ("a2.jpg", "a1.jpg"),
        ])
        return place
    }

    /// Starts the run, and kills it when the plugin has hung so many times.
    private func killWhenItHangs(_ place: PluginInstallation, times: Int) async throws {
        let process = try place.start(["--workers", "1"])
        while process.isRunning {
            let told = (try? String(contentsOfFile: place.argument, encoding: .utf8)) ?? ""
            if told.split(separator: "\n").count >= times { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process.id, SIGKILL)
        #expect(try await Programs.finish(process, in: place.folder).status == 128 + SIGKILL)
    }

    @Test func noProcessOfAHangingPluginOutlivesIt() async throws {
        let place = try installation()
        try await killWhenItHangs(place, times: 1)
        // The suite's time limit ends a wait for ever.
        while try !place.processes().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
    }

    @Test func aRequestThatWasAloneInWorkAtThreeSuchEndsIsNotTriedAgain() async throws {
        let place = try installation()
        // At the first one it might have been any request; from then on they are worked on one at a time.
        for time in 1...4 { try await killWhenItHangs(place, times: time) }
        let ending = try await place.run(["--workers", "1"])
        #expect(ending.status == 3, "\(ending.errors)")
        #expect(
            try place.outcomes() == [
                "approved face_match", "rejected face_mismatch", "error request_quarantined", "approved face_match",
            ])
        #expect(try String(contentsOfFile: place.argument, encoding: .utf8).split(separator: "\n").count == 4)
        // Nor by the same command again, since nothing has changed.
        #expect(try await place.run(["--workers", "1"]).status == 3)
        #expect(try String(contentsOfFile: place.argument, encoding: .utf8).split(separator: "\n").count == 4)
    }
}
