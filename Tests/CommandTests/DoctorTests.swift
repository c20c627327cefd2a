import AuditEngine
import AuditTesting
import Foundation
import Testing

/// `auditor doctor` from outside: what it says of an installation, and that it only looks.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct DoctorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        // As an installation has it, whatever the umask of the test.
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }

    /// The findings by id, and the exit status that the document and the process agree on.
    private func doctor(
        _ arguments: [String] = [], environment: [String: String]? = nil, executable: String? = nil
    ) async throws -> (status: Int32, findings: [String: String], text: String) {
        let ending = try await Programs.auditor(
            ["doctor", "--json"] + arguments, in: folder, environment: environment,
            executable: executable ?? Programs.folder + "auditor")
        #expect(try JSONSchemaCheck.problems(json: ending.output, schema: "doctor.schema.json") == "")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
        #expect(object["exit_status"] as? Int == Int(ending.status))
        let lines = try #require(object["findings"] as? [[String: Any]])
        let checks = try #require(object["checks"] as? [String])
        // No check is silent, and no finding is outside its check.
        let prefixes = lines.compactMap { ($0["id"] as? String)?.split(separator: ".").first.map(String.init) }
        #expect(prefixes.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } } == checks)
        var findings: [String: String] = [:]
        for line in lines { findings[line["id"] as? String ?? ""] = line["status"] as? String }
        return (ending.status, findings, ending.output)
    }

    private func decideOneRequest() async throws {
        try folder.write(
            Array("request_id,selfie,document,full_name\na,nowhere.jpg,nowhere.jpg,Canaria P\n".utf8), to: "m.csv")
        let run = try await Programs.auditor(
            ["run", "m.csv", "--output", "out", "--matcher", "opencv", "--progress", "none"], in: folder)
        #expect(run.status == 3)
    }

    /// Every file below the folder with its bytes and mode.
    private func contents() throws -> [String: String] {
        var found: [String: String] = [:]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.path))
        where !path.hasSuffix(".stdout") && !path.hasSuffix(".stderr") && !path.hasSuffix(".name") {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(path))
            let bytes = (try? Data(contentsOf: URL(filePath: folder.file(path)))) ?? Data()
            found[path] = "\(attributes[.posixPermissions] ?? 0) \(SHA256Hex.digest(bytes))"
        }
        return found
    }

    @Test func aHealthyInstallationHasNoProblemAndStaysAsItIs() async throws {
        let before = try await doctor()
        #expect(before.status == 0)
        #expect(before.findings["database.contents"] == "ok")
        try await decideOneRequest()
        let files = try contents()
        let after = try await doctor(["--output", "out"])
        #expect(after.status == 0)
        #expect(!after.findings.values.contains("problem"))
        for id in [
            "installation.worker", "models.digests", "policy.file", "policy.calibration", "matchers.dlib",
            "matchers.opencv", "database.lock", "database.contents", "permissions.database", "output.folder",
            "clock.newest_run", "libraries.dlib", "settings.calibration",
        ] {
            #expect(after.findings[id] == "ok", "\(id)")
        }
        // What the default policy does not switch on is said.
        #expect(after.findings["settings.checks"] == "not_checked")
        #expect(after.findings["settings.mail"] == "warning")
        #expect(!after.text.contains("Canaria"))
        #expect(try contents() == files)
    }

    @Test func theTextHasOneFindingALineAndTheWorstLast() async throws {
        let ending = try await Programs.auditor(["doctor", "--policy", "nowhere.yaml"], in: folder)
        #expect(ending.status == 78)
        let lines = ending.output.split(separator: "\n").map(String.init)
        #expect(lines.last?.hasPrefix("problems: 1, ") == true)
        #expect(lines.dropLast().last?.hasPrefix("problem") == true)
        #expect(lines.first?.hasPrefix("ok") == true)
        let words = Set(lines.dropLast().compactMap { $0.split(separator: " ").first.map(String.init) })
        #expect(words.isSubset(of: ["ok", "not_checked", "warning", "problem"]))
        #expect(ending.errors == "")
    }

    @Test func anAlteredAndAMissingModelAreProblems() async throws {
        let home = folder.file("home")
        try FileManager.default.createDirectory(atPath: home + "/models", withIntermediateDirectories: true)
        for name in ["templates", "samples", "models.json"] {
            try FileManager.default.createSymbolicLink(
                atPath: home + "/" + name, withDestinationPath: Repository.path(name))
        }
        try folder.write([1, 2, 3], to: "home/models/face_detection_yunet_2023mar.onnx")
        let found = try await doctor(environment: ["AUDITOR_HOME": home, "PATH": "/usr/bin:/bin"])
        #expect(found.status == 78)
        #expect(found.findings["models.altered"] == "problem" && found.findings["models.missing"] == "problem")
        // SHA-256 of the bytes 1, 2, 3.
        #expect(found.text.contains("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"))
    }

    @Test func aMissingWorkerAndNothingElseIsFoundByAProgramThatWasMovedAway() async throws {
        let alone = folder.file("alone")
        try FileManager.default.createDirectory(atPath: alone, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Programs.folder + "auditor", toPath: alone + "/auditor")
        let checkout = ["AUDITOR_HOME": Repository.root, "PATH": "/usr/bin:/bin"]
        let found = try await doctor(environment: checkout, executable: alone + "/auditor")
        #expect(found.status == 78)
        #expect(found.findings["installation.worker"] == "problem" && found.findings["models.digests"] == "ok")
        #expect(found.findings["libraries.worker"] == "not_checked")
        let bare = try await doctor(environment: [:], executable: alone + "/auditor")
        #expect(bare.status == 78)
        for id in ["installation.models", "models.digests", "policy.file", "installation.templates"] {
            #expect(bare.findings[id] == "problem", "\(id)")
        }
    }

    @Test func aDatabaseInUseIsAWarningAndIsNotTouched() async throws {
        try await decideOneRequest()
        let lock = try RunLock(database: folder.file("audit.sqlite"))
        let found = try await doctor()
        withExtendedLifetime(lock) {}
        #expect(found.status == 0)
        #expect(found.findings["database.lock"] == "warning")
        #expect(found.findings["database.contents"] == "not_checked")
        #expect(found.findings["clock.newest_run"] == "not_checked")
    }

    @Test(arguments: [(0o644, 1, "problem"), (0o640, 0, "warning"), (0o600, 0, "ok")])
    func aDatabaseThatOthersCanReadIsSaid(mode: Int, status: Int32, expected: String) async throws {
        try await decideOneRequest()
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: folder.file("audit.sqlite"))
        let found = try await doctor()
        #expect(found.status == status)
        #expect(found.findings["permissions.database"] == expected)
    }

    @Test func aPolicyThatIsNotSoundExits78AndTheRestIsStillLookedAt() async throws {
        try folder.write(Array("schema_version: 99\n".utf8), to: "policy.yaml")
        try folder.write(Array("key".utf8), to: "audit.sqlite.keys")
        let found = try await doctor(["--policy", "policy.yaml"])
        #expect(found.status == 78)
        #expect(found.findings["policy.file"] == "problem" && found.text.contains("policy.yaml:1"))
        #expect(found.findings["matchers.all"] == "not_checked")
        #expect(found.findings["models.digests"] == "ok" && found.findings["disk.database"] != nil)
        #expect(found.findings["permissions.keys"] == "problem")
    }

    @Test func aFileThatIsNoDatabaseExits74AndAFolderOfSomebodyElseExits73() async throws {
        try folder.write(Array("this is no database, but it is long enough to be looked at".utf8), to: "audit.sqlite")
        let foreign = try await doctor()
        #expect(foreign.status == 74)
        #expect(foreign.findings["database.contents"] == "problem")
        try folder.write(Array("precious".utf8), to: "thesis/chapter.txt")
        let output = try await doctor(["--output", "thesis", "--database", "other.sqlite"])
        #expect(output.status == 73)
        #expect(output.findings["output.folder"] == "problem")
    }

    @Test func anUnfinishedRunIsSaidWithWhatToDo() async throws {
        try await decideOneRequest()
        var status = try String(contentsOfFile: folder.file("audit.sqlite.status.json"), encoding: .utf8)
        status = status.replacingOccurrences(of: #""finished""#, with: #""deciding""#)
        try folder.write(Array(status.utf8), to: "audit.sqlite.status.json")
        try folder.write([1], to: "audit.sqlite-wal")
        let found = try await doctor()
        #expect(found.findings["database.status"] == "warning" && found.findings["database.contents"] == "warning")
        #expect(found.text.contains("run the same command again"))
    }
}
