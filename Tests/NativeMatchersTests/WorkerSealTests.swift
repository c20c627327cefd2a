import AuditCore
import AuditTesting
import Foundation
import Logging
import NativeMatchers
import Testing

@testable import MatcherKit

/// The built-in worker, from outside: it has sealed itself before the first photo, and works in it.
@Suite(
    .tags(.models), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .enabled(if: SandboxLevel.available.isComplete, "this kernel lacks Landlock or seccomp"), .serialized,
    .timeLimit(.minutes(30)))
struct WorkerSealTests {
    private static func pool(_ name: String, tracedInto trace: String? = nil) async throws -> WorkerPool {
        let models = Repository.path(".models")
        let worker = Programs.folder + "auditor-worker"
        let own = [name, "--models", models]
        let tracing = ["-f", "-qq", "-o", trace ?? "", worker] + own
        let spec = WorkerSpec(
            name: name, executable: trace == nil ? worker : "/usr/bin/strace", arguments: trace == nil ? own : tracing,
            limits: WorkerLimits(requestSeconds: 120, startSeconds: 240))
        let catalogue = try ModelCatalogue.load(path: Repository.path("models.json"))
        // The self-test: three photos decoded, detected, embedded.
        return try await WorkerPool.start(
            spec, capacity: 1, canaries: try catalogue.canarySet(folder: models),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: Repository.installed(BuiltInMatchers.all.map { $0.name }))
    func theKernelSaysThatItIsSealed(name: String) async throws {
        let pool = try await Self.pool(name)
        let pid = try #require(await pool.processIDs.first)
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        for line in ["NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000"] {
            #expect(status.contains(line), "\(line)")
        }
        let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func limit(_ first: String, _ second: String) -> String? {
            limits.first { $0.count > 4 && $0[1] == first && $0[2] == second }?[3]
        }
        #expect(limit("file", "size") == "0")
        #expect(limits.contains { $0.starts(with: ["Max", "core", "file", "size", "0"]) })
        #expect(limit("open", "files") == "256" && limit("cpu", "time") != "unlimited")
        #expect(pool.sandbox.isComplete)
        await pool.stop()
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"),
        arguments: Repository.installed(BuiltInMatchers.all.map { $0.name }))
    func nothingIsOpenedAfterTheSealWhilePhotosAreWorkedOn(name: String) async throws {
        let folder = try TemporaryFolder()
        let pool = try await Self.pool(name, tracedInto: folder.file("trace"))
        await pool.stop()
        let lines = try String(contentsOfFile: folder.file("trace"), encoding: .utf8).split(separator: "\n")
        let seal = try #require(lines.firstIndex { $0.contains("seccomp(SECCOMP_SET_MODE_FILTER") })
        let after = lines[seal...]
        #expect(after.contains { $0.contains("write(") }, "it answered")
        for call in ["open(", "openat(", "openat2(", "socket(", "connect(", "execve(", "fork(", "ptrace(", "io_uring"] {
            #expect(!after.contains { $0.contains(" " + call) }, "\(after.first { $0.contains(" " + call) } ?? "")")
        }
    }
}
