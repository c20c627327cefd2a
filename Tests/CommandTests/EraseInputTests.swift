import AuditEngine
import AuditTesting
import Foundation
import Testing

/// Values that must not stand among the arguments, from wherever a shell has them.
@Suite(.tags(.endToEnd)) struct EraseInputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let master = try #require(MasterKey(bytes: Array(0..<32)))
        try MasterKeySource.create(master, at: folder.file("audit.sqlite.master-key"))
        try AuditStore(path: folder.file("audit.sqlite"), master: master).close()
        try folder.write(Array("ana@example.org\n".utf8), to: "value")
    }

    private func shell(_ line: String) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["-c", line, "bash", Programs.folder + "auditor"], in: folder, executable: "/bin/bash")
    }

    @Test(arguments: [
        "cat value | \"$1\" erase --email - --dry-run", "\"$1\" erase --email - --dry-run < value",
        "\"$1\" erase --email @<(cat value) --dry-run", "\"$1\" erase --email @value --dry-run",
        "cat value | \"$1\" erase --email @/dev/stdin --dry-run",
        "\"$1\" erase --email - --dry-run <<< ana@example.org",
        "(sleep 1; cat value) | \"$1\" erase --email - --dry-run",
    ])
    func aValueIsReadFromFilesPipesAndStandardInput(line: String) async throws {
        let ending = try await shell(line)
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.contains("nothing was found"))
    }

    @Test(arguments: [
        ("\"$1\" erase --email - < /dev/null", "there is no value"),
        ("\"$1\" erase --email @nowhere", "cannot be read"),
        ("\"$1\" erase --email - <&-", "cannot be read"),
        ("\"$1\" erase --email - < /dev/zero", "more than 4096 bytes"),
        ("\"$1\" erase --email @.", "cannot be read"),
    ])
    func whatIsNoValueIsSaid(line: String, sentence: String) async throws {
        let ending = try await shell(line)
        #expect(ending.status == 66, "\(ending.errors)")
        #expect(ending.errors.contains(sentence), "\(ending.errors)")
    }
}
