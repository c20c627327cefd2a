import AuditTesting
import Foundation
import Testing

/// The short form of `make torture`: kills, full disks, power losses and bad workers, with the mutations that prove
/// that its checks can fail. `docs/durability.md` says what is promised.
@Suite(.tags(.slow, .endToEnd), .serialized, .timeLimit(.minutes(30)))
struct TortureTests {
    private static let python = "/usr/bin/python3"

    /// Where this process finds programs: Swift's own `clang` will do, which need not be in a system folder.
    private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    private static func has(_ program: String) -> Bool {
        path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    private static var isPossible: Bool {
        FileManager.default.isExecutableFile(atPath: python) && ["cc", "clang", "gcc"].contains(where: has)
    }

    @Test(.enabled(if: isPossible, "needs Python and a C compiler, which puts faults under the program: make setup"))
    func nothingOfTheShortTortureFails() async throws {
        let folder = try TemporaryFolder()
        let ending = try await Programs.auditor(
            ["-B", Repository.path("scripts/torture/torture.py"), "--short"], in: folder,
            environment: [
                "PATH": Self.path, "TMPDIR": folder.path,
                "AUDITOR": Programs.folder + "auditor",
            ], executable: Self.python)
        let failures = ending.output.split(separator: "\n").filter { $0.contains("FAILS") }
        #expect(ending.status == 0 && failures.isEmpty, "\(ending.output)\n\(ending.errors)")
        // Every part was tried or says why not.
        #expect(ending.output.contains("promise "))
    }
}
