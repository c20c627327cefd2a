import AuditTesting
import Foundation
import Testing

/// Every `--json` output against its published schema.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct JSONOutputTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func photo(_ name: String) -> String { Repository.path(".models/photos/" + name) }

    @Test(
        arguments: [
            ("obama.jpg", "obama2.jpg", "approved", 0), ("obama.jpg", "astronaut.png", "rejected", 0),
            ("chelsea.png", "obama.jpg", "review", 0), ("broken.jpg", "obama.jpg", "error", 3),
        ] as [(String, String, String, Int32)])
    func compareTellsTheVerdict(a: String, b: String, verdict: String, status: Int32) async throws {
        try folder.write([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3], to: "broken.jpg")
        let first = a == "broken.jpg" ? folder.file(a) : photo(a)
        let ending = try await Programs.auditor(["compare", first, photo(b), "--json"], in: folder)
        #expect(ending.status == status)
        #expect(try JSONSchemaCheck.problems(json: ending.output, schema: "compare.schema.json") == "")
        let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        #expect(object?["verdict"] as? String == verdict)
        let matchers = (object?["comparisons"] as? [[String: Any]])?.compactMap { $0["matcher"] as? String }
        #expect(matchers == ["fused", "dlib", "opencv"])
    }

    @Test func compareOfOneMatcherUsesOnlyThat() async throws {
        let ending = try await Programs.auditor(
            ["compare", photo("obama.jpg"), photo("obama2.jpg"), "--matcher", "dlib"], in: folder)
        #expect(ending.status == 0)
        #expect(ending.output.contains("verdict: approved") && !ending.output.contains("opencv"))
    }

    @Test func runsStatusAndProgressFollowTheirSchemas() async throws {
        try folder.write(Array("request_id,selfie,document\na,obama.jpg,obama2.jpg\n".utf8), to: "m.csv")
        let arguments = ["run", "m.csv", "--output", "out", "--progress", "json", "--matcher", "opencv"]
        let run = try await Programs.auditor(
            arguments + ["--images-root", Repository.path(".models/photos")], in: folder)
        #expect(run.status == 0)
        for event in run.errors.split(separator: "\n") where event.hasPrefix("{") {
            #expect(try JSONSchemaCheck.problems(json: String(event), schema: "status.schema.json") == "")
        }
        #expect(run.errors.contains(#""phase":"finished""#))
        let runs = try await Programs.auditor(["runs", "--json"], in: folder)
        #expect(try JSONSchemaCheck.problems(json: runs.output, schema: "runs.schema.json") == "")
        let shown = try await Programs.auditor(["status", "--json"], in: folder)
        #expect(try JSONSchemaCheck.problems(json: shown.output, schema: "status.schema.json") == "")
        #expect(shown.output.contains(#""running" : false"#))
        let status = try String(contentsOfFile: folder.file("audit.sqlite.status.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: status, schema: "status.schema.json") == "")
    }

    @Test func policyShowPrintsThresholdsAndTheirSource() async throws {
        let text = try await Programs.auditor(["policy", "show"], in: folder)
        #expect(text.status == 0)
        #expect(text.output.contains("lfw-view1.json") && text.output.contains("default.yaml:"))
        let json = try await Programs.auditor(["policy", "show", "--json"], in: folder)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(object?["schema"] as? String == "identity-auditor/policy")
    }

    @Test(arguments: ["default", "documents", "kyc", "human-review", "strictest"])
    func everySamplePolicyIsSound(name: String) async throws {
        let ending = try await Programs.auditor(
            ["policy", "check", "--policy", Repository.path("samples/policies/\(name).yaml")], in: folder)
        #expect(ending.status == 0)
    }
}
