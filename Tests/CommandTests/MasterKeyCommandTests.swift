import AuditEngine
import AuditTesting
import Foundation
import Testing

/// The master key from a program. In a process of its own, since among the supervisors of this one a foreign child's end
/// may be taken for a worker's.
@Suite(.tags(.endToEnd)) struct MasterKeyCommandTests {
    private let folder: TemporaryFolder
    private let key: String

    init() throws {
        folder = try TemporaryFolder()
        key = folder.file("key")
        let master = try #require(MasterKey(bytes: Array(0..<32)))
        try MasterKeySource.create(master, at: key)
        try AuditStore(path: folder.file("audit.sqlite"), master: master).close()
    }

    private func erase(by command: String) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["erase", "--request", "nobody"], in: folder,
            environment: ["PATH": "/usr/bin:/bin", "AUDITOR_MASTER_KEY_COMMAND": command])
    }

    @Test(arguments: ["cat", "/bin/cat"]) func aCommandPrintsTheKey(program: String) async throws {
        let ending = try await erase(by: "\(program) \(key)")
        #expect(ending.status == 0, "\(ending.errors)")
    }

    @Test(arguments: [
        ("false", "ended with an error"), ("true", "prints no master key"), ("cat /dev/zero", "too much"),
        ("/no/such/program", "cannot be run"), ("echo $HOME; canary", "prints no master key"),
        ("cat canary", "ended with an error"),
    ])
    func aCommandThatGivesNoKeySaysSoWithoutItsOutput(_ command: String, _ sentence: String) async throws {
        try folder.write(Array("canary".utf8), to: "text")
        let ending = try await erase(by: command)
        #expect(ending.status == 78)
        #expect(ending.errors.contains(sentence), "\(ending.errors)")
        #expect(!ending.errors.contains("canary"))
    }

    /// A script that waits for a child, which must not outlive it; the wait is a minute.
    @Test(.timeLimit(.minutes(30))) func aCommandThatHangsIsEndedWithItsChildren() async throws {
        try folder.write(Array("sleep 600 & echo $! > child; wait\n".utf8), to: "script")
        let ending = try await erase(by: "/bin/sh \(folder.file("script"))")
        #expect(ending.status == 78 && ending.errors.contains("did not end within 60 s"), "\(ending.errors)")
        let text = try String(contentsOfFile: folder.file("child"), encoding: .utf8)
        let child = try #require(Int(text.trimmingCharacters(in: .newlines)))
        // Killed, though whoever inherits it may not have reaped it yet.
        let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
        #expect(state?.contains(") Z ") ?? true)
    }
}
