import AuditTesting
import Foundation
import Testing

/// `auditor upgrade` from outside.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct UpgradeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aFewRequestsAndPairsAreNeverEnoughToCallASwitchSafe() async throws {
        let photos = Repository.path(".models/photos")
        try folder.write(Array("request_id,selfie,document\na,obama.jpg,obama2.jpg\n".utf8), to: "m.csv")
        try folder.write(
            Array("image_a,image_b,label\nobama.jpg,obama2.jpg,1\nobama.jpg,biden.jpg,0\n".utf8), to: "p.csv")
        let run = try await Programs.auditor(
            ["run", "m.csv", "--images-root", photos, "--output", "out", "--matcher", "opencv", "--progress", "none"],
            in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let ending = try await Programs.auditor(
            [
                "upgrade", "1", "--policy", Repository.path("samples/policies/default.yaml"), "--pairs", "p.csv",
                "--images-root", photos, "--output", "u", "--progress", "none",
            ], in: folder)
        #expect(ending.status == 1, "\(ending.errors)")
        #expect(ending.output.contains("too small to call the switch safe"))
        let text = try String(contentsOfFile: folder.file("u/upgrade.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: text, schema: "upgrade.schema.json") == "")
        #expect(text.contains(#""safe" : false"#))
        for page in ["u/requests/index.html", "u/evaluation/index.html"] {
            #expect(FileManager.default.fileExists(atPath: folder.file(page)))
        }
        let runs = try await Programs.auditor(["runs", "--json"], in: folder)
        #expect(!runs.output.contains(#""id" : 2"#))
    }

    @Test(arguments: [
        ("obama.jpg,nowhere.jpg,1", 66), ("obama.jpg,obama2.jpg,perhaps", 65), ("obama.jpg,obama2.jpg,1", 65),
    ])
    func pairsThatCannotBeUsedAreFoundBeforeAnythingIsWritten(pair: String, status: Int32) async throws {
        let photos = Repository.path(".models/photos")
        try folder.write(Array("request_id,selfie,document\na,obama.jpg,obama2.jpg\n".utf8), to: "m.csv")
        try folder.write(Array("image_a,image_b,label\n\(pair)\n".utf8), to: "p.csv")
        let run = try await Programs.auditor(
            ["run", "m.csv", "--images-root", photos, "--output", "out", "--matcher", "opencv", "--progress", "none"],
            in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let ending = try await Programs.auditor(
            [
                "upgrade", "1", "--policy", Repository.path("samples/policies/default.yaml"), "--pairs", "p.csv",
                "--images-root", photos, "--output", "u", "--progress", "none", "--log-format", "json",
            ], in: folder)
        #expect(ending.status == status, "\(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("u")))
        let lines = ending.errors.split(separator: "\n")
        #expect(lines.first?.contains("command_started") == true && lines.last?.contains("command_failed") == true)
    }
}
