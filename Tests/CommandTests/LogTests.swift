import AuditTesting
import Foundation
import Testing

/// `auditor log` from outside: what holds, what does not, and what a stranger can check.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct LogTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func auditor(_ arguments: [String]) async throws -> Programs.Ending {
        try await Programs.auditor(arguments, in: folder)
    }

    private func program(_ name: String, _ arguments: [String]) async throws -> Programs.Ending {
        try await Programs.auditor(arguments, in: folder, executable: name)
    }

    private func run(_ request: String) async throws -> Programs.Ending {
        try folder.write(
            Array("request_id,selfie,document,email\n\(request),a.jpg,b.jpg,a@example.org\n".utf8), to: "m.csv")
        return try await auditor(
            ["run", "m.csv", "--output", request, "--progress", "none", "--matcher", "opencv", "--as-of", "2026-01-31"])
    }

    private func sql(_ statement: String) async throws {
        #expect(try await program("/usr/bin/sqlite3", ["audit.sqlite", statement]).status == 0)
    }

    private func verification(_ arguments: [String] = []) async throws -> (status: Int32, codes: [String]) {
        let ending = try await auditor(["log", "verify", "--json"] + arguments)
        guard ending.output.hasPrefix("{") else { return (ending.status, []) }
        #expect(try JSONSchemaCheck.problems(json: ending.output, schema: "log-verification.schema.json") == "")
        let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        let findings = object?["findings"] as? [[String: Any]] ?? []
        return (ending.status, findings.compactMap { $0["code"] as? String })
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "needs sqlite3"))
    func anEditAndAnOlderCopyAreNoticed() async throws {
        #expect(try await run("one").status == 3)
        let older = try Data(contentsOf: URL(filePath: folder.file("audit.sqlite")))
        #expect(try await verification() == (0, []))
        #expect(try await verification(["--commitments"]) == (0, []))
        #expect(try await run("two").status == 3)
        #expect(try await auditor(["log", "checkpoint", "--key"]).output.hasPrefix("identity-auditor/log/"))
        let newest = try Data(contentsOf: URL(filePath: folder.file("audit.sqlite")))

        try await sql("UPDATE decision SET outcome = 'approved' WHERE run_id = 1")
        #expect(try await verification() == (1, ["record_mismatch"]))

        try older.write(to: URL(filePath: folder.file("audit.sqlite")))
        #expect(try await verification() == (65, ["rolled_back"]))
        #expect(try await run("three").status == 65)

        var damaged = newest
        damaged.replaceSubrange(4096..<8192, with: [UInt8](repeating: 0xA5, count: 4096))
        try damaged.write(to: URL(filePath: folder.file("audit.sqlite")))
        #expect(try await verification().status == 65)
        try newest.write(to: URL(filePath: folder.file("audit.sqlite")))
        #expect(try await verification() == (0, []))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "needs openssl"))
    func strangersCheckExportAndProofWithoutOurProgram() async throws {
        #expect(try await run("one").status == 3)
        let key = try await auditor(["log", "checkpoint", "--key"]).output.trimmingCharacters(in: .newlines)
        #expect(try await auditor(["log", "export", "--output", "log"]).status == 0)
        #expect(
            try await verification(["--export", "log", "--key", key, "--trusted", "audit.sqlite.checkpoint"]) == (0, [])
        )
        let python = ["-B", Repository.path("samples/verify/verify_log.py"), "log", "--key", key]
        let theirs = try await program("/usr/bin/python3", python + ["--trusted", "audit.sqlite.checkpoint"])
        #expect(theirs.status == 0, "\(theirs.output)")

        let proved = try await auditor(["log", "prove", "one", "--output", "proof", "--opening", "opening"])
        #expect(proved.status == 0, "\(proved.errors)")
        let shell = try await program("/bin/sh", [Repository.path("samples/verify/verify_proof.sh"), "proof", key])
        #expect(shell.status == 0, "\(shell.errors)")
        let opened = try await program(
            "/usr/bin/python3", ["-B", Repository.path("samples/verify/open_commitment.py"), "opening", "proof"])
        #expect(opened.status == 0, "\(opened.output)")
        try folder.write(Array("{}\n".utf8), to: "log/leaves.ndjson")
        #expect(try await verification(["--export", "log"]).status == 1)
        #expect(try await program("/usr/bin/python3", python).status == 1)
    }

    /// Somebody copies it from the page into a file, and later holds the log against it.
    @Test func theCheckpointOnTheFirstPageVerifiesAsItIsCopied() async throws {
        #expect(try await run("one").status == 3)
        let page = try String(contentsOfFile: folder.file("one/index.html"), encoding: .utf8)
        let figure = try #require(page.split(separator: "<figure class=\"checkpoint\">").last)
        let start = try #require(figure.range(of: "<pre tabindex=\"0\">"))
        let end = try #require(figure.range(of: "</pre>"))
        let copied = String(figure[start.upperBound..<end.lowerBound])
        #expect(copied == (try String(contentsOfFile: folder.file("audit.sqlite.checkpoint"), encoding: .utf8)))
        try folder.write(Array(copied.utf8), to: "kept")
        #expect(try await verification(["--trusted", "kept"]) == (0, []))
    }

    /// Such a text is cut where it is read back, which must not look like an edit.
    @Test func aManifestWithZeroBytesGivesALogThatHolds() async throws {
        let row =
            #"{"request_id":"a\u0000b","kind":"x\u0000y","selfie":"a.jpg","document":"b\u0000.jpg","n\u0000":"v\u0000w"}"#
        try folder.write(Array("[\(row)]".utf8), to: "m.json")
        let ending = try await auditor(
            ["run", "m.json", "--output", "out", "--progress", "none", "--matcher", "opencv", "--as-of", "2026-01-31"])
        #expect(ending.status == 3, "\(ending.errors)")
        #expect(try await verification(["--commitments"]) == (0, []))
    }

    @Test func anErasedRequestStaysInALogThatHolds() async throws {
        #expect(try await run("one").status == 3)
        try folder.write(Array("A@Example.org\n".utf8), to: "who")
        let erased = try await auditor(["erase", "--email", "@who"])
        #expect(erased.status == 0 && erased.output.contains("1 decisions"), "\(erased.errors)")
        #expect(try await verification(["--commitments"]) == (0, []))
        #expect(try await auditor(["log", "prove", "one", "--opening", "opening"]).status == 66)
        #expect(try await auditor(["log", "prove", "one", "--output", "proof"]).status == 0)
    }
}
