import AuditCore
import AuditTesting
import Foundation
import Logging
import Testing

@testable import MatcherKit

/// The conformance kit passes what behaves and names what does not.
@Suite(.timeLimit(.minutes(30))) struct ConformanceTests {
    private func bench(_ behaviour: String, trigger: Bool = false, tag: String = "") -> ConformanceBench {
        func photo(_ person: UInt8, _ variant: UInt8) -> ImageBytes {
            let bytes: [UInt8] = [0xff, 0xd8, 0xff, person, variant] + (trigger ? Array("TRIGGER".utf8) : [])
            return ImageBytes(bytes: bytes, sha256: "unused")
        }
        let spec = WorkerSpec(
            name: "fixture", executable: "/usr/bin/env",
            arguments: ["python3", Repository.path("Tests/Fixtures/plugin.py"), behaviour, tag],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            limits: WorkerLimits(requestSeconds: 5, startSeconds: 5, memoryMiB: 1024), program: [])
        return ConformanceBench(
            spec: spec, photos: CanarySet(person: photo(0, 1), samePerson: photo(0, 2), otherPerson: photo(2, 1)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func check(_ id: String) throws -> any ConformanceCheck {
        try #require(ConformanceKit.checks.first { $0.id == id })
    }

    @Test func checksHaveNamesOfTheirOwn() {
        let ids = ConformanceKit.checks.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ConformanceKit.checks.allSatisfy { $0.title.hasSuffix(".") })
    }

    @Test func aGoodPluginPassesEveryCheck() async {
        for result in await ConformanceKit.run(bench("good")) {
            #expect(result.verdict.word == "passed", "\(result.id): \(result.verdict.detail)")
        }
    }

    @Test(arguments: [
        ("never-ready", "hello"), ("wrong-direction", "hello"), ("random", "determinism"), ("random", "identity"),
        ("drift", "symmetry"), ("accepts-anything", "unreadable_image"), ("crash-on-garbage", "unreadable_image"),
        ("accepts-anything", "empty_image"), ("crash-on-garbage", "empty_image"), ("memory-on-png", "huge_image"),
        ("accepts-anything", "huge_image"), ("drift", "order"), ("everyone-alike", "canary"),
    ])
    func anIllBehavedPluginFailsTheMatchingCheck(behaviour: String, id: String) async throws {
        let verdict = try await check(id).run(bench(behaviour))
        #expect(verdict.word == "failed", "\(verdict.detail)")
    }

    /// These misbehave on photos that hold a trigger.
    @Test(arguments: [
        ("wrong-id", "order"), ("nan", "determinism"), ("break-for-good", "restart"), ("crash", "cancel"),
        ("hang", "order"), ("flood-stdout", "canary"), ("dribble", "identity"),
    ])
    func aPluginThatMisbehavesOnAPhotoFailsTheMatchingCheck(behaviour: String, id: String) async throws {
        let folder = try TemporaryFolder()
        let verdict = try await check(id).run(bench(behaviour, trigger: true, tag: folder.file("broken")))
        #expect(verdict.word == "failed", "\(verdict.detail)")
    }

    @Test func nothingIsRunAfterAFailedHello() async {
        let results = await ConformanceKit.run(bench("wrong-direction"))
        #expect(results.map(\.verdict.word) == ["failed"] + results.dropFirst().map { _ in "not_run" })
    }
}
