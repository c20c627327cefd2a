import AuditCore
import AuditTesting
import Foundation
import Logging
import Testing

@testable import MatcherKit

/// What a plugin can reach, by its own report. Each attempt succeeds where it is not denied: the last case is the
/// control.
@Suite(
    .enabled(if: SandboxLevel.available.isComplete, "this kernel lacks Landlock or seccomp"), .timeLimit(.minutes(30)))
struct SandboxTests {
    private static let always = [
        "signal": "EPERM", "memory": "EACCES", "limits": "EPERM", "read": "done", "null": "done", "keys": "EACCES",
        "folder": "EACCES", "environment": "EACCES",
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let permissions: [String]
        let attempts: [String: String]

        var testDescription: String { permissions.joined(separator: ", ") }

        static let all = [
            Case(
                permissions: [],
                attempts: [
                    "write": "EACCES", "unlink": "EACCES", "chmod": "EPERM", "internet": "EACCES", "unix": "EACCES",
                    "fork": "EPERM",
                ]),
            Case(permissions: ["write"], attempts: ["write": "done", "internet": "EACCES", "fork": "EPERM"]),
            Case(permissions: ["network"], attempts: ["write": "EACCES", "internet": "done", "unix": "done"]),
            Case(permissions: ["processes"], attempts: ["write": "EACCES", "internet": "EACCES", "fork": "done"]),
            Case(
                permissions: ["write", "network", "processes"],
                attempts: [
                    "write": "done", "unlink": "done", "chmod": "ENOENT", "internet": "done", "unix": "done",
                    "fork": "done",
                ]),
        ]
    }

    @Test(arguments: Case.all)
    func aPluginReachesWhatItIsPermittedAndNothingElse(_ plugin: Case) async throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(
            try Data(contentsOf: URL(filePath: Repository.path("Tests/Fixtures/plugin.py"))), to: "plugin.py")
        _ = try folder.write(Data("a secret".utf8), to: "a.sqlite.master-key")
        let spec = WorkerSpec(
            name: "fixture", executable: "/usr/bin/python3", arguments: [script, "reach-out", folder.file("told")],
            limits: WorkerLimits(requestSeconds: 60, startSeconds: 60, memoryMiB: 1024), program: [],
            sandbox: .launched(
                by: Programs.folder + "auditor-worker", permissions: plugin.permissions,
                readable: PluginReach(program: "/usr/bin/python3", arguments: [script]).paths))
        let pool = try await WorkerPool.start(
            spec, capacity: 1, canaries: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(pool.sandbox.isComplete, "\(pool.sandbox)")
        let photo = ImageBytes(bytes: [0xff, 0xd8, 0xff, 0, 1] + Array("TRIGGER".utf8), sha256: "unused")
        guard case .failure(let told) = try await pool.extract(photo, choice: .largest) else {
            Issue.record("the fixture tells by a failure")
            return
        }
        await pool.stop()
        let words = told.detail.split(separator: " ").map { $0.split(separator: "=").map(String.init) }
        let results = Dictionary(words.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
        for (attempt, result) in Self.always.merging(plugin.attempts, uniquingKeysWith: { $1 }) {
            // Its own script, which it may have deleted.
            let isGone = attempt == "read" && plugin.permissions.contains("write")
            #expect(results[attempt] == (isGone ? "ENOENT" : result), "\(attempt): \(told.detail)")
        }
        #expect(
            FileManager.default.fileExists(atPath: folder.file("told")) == plugin.permissions.contains("write"))
    }
}
