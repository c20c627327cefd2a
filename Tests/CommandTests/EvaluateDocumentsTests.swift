import AuditTesting
import Foundation
import Testing

/// `auditor evaluate-documents` over the specimens of `make setup`.
@Suite(
    .tags(.models, .endToEnd),
    .enabled(
        if: Repository.hasModels
            && FileManager.default.fileExists(atPath: Repository.path(".models/specimens/truth.csv")),
        "needs the models and specimens: make setup"), .timeLimit(.minutes(10)))
struct EvaluateDocumentsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func evaluate(_ truth: String, _ more: [String] = []) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["evaluate-documents", truth, "--output", "out", "--as-of", "2026-01-15", "--progress", "none"] + more,
            in: folder)
    }

    /// The goals of light photographs hold for twelve documents, and nobody's name is in the files by default.
    @Test func specimensAreReadAndNothingProvenIsWrong() async throws {
        let ending = try await evaluate(Repository.path(".models/specimens/truth.csv"))
        #expect(ending.status == 0, "\(ending.errors)")
        let text = try String(contentsOfFile: folder.file("out/document-evaluation.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: text, schema: "document-evaluation.schema.json") == "")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let groups = try #require(json["groups"] as? [[String: Any]])
        #expect(groups.first?["level"] as? String == "light")
        #expect(groups.dropFirst().map { $0["kind"] as? String } == ["td3", "td1", "td2", "mrva", "mrvb", "licence"])
        let rates = try #require(groups.first?["rates"] as? [String: Any])
        func rate(_ name: String) -> (count: Int, of: Int) {
            let rate = rates[name] as? [String: Any]
            return (rate?["count"] as? Int ?? -1, rate?["of"] as? Int ?? -2)
        }
        #expect(rate("found") == (10, 10))
        #expect(rate("exact_lines").of == 22)
        #expect(rate("exact_lines").count >= 21)
        #expect(rate("barcodes") == (2, 2))
        #expect(rate("proven_right").of > 0)
        #expect(rate("proven_right").count == rate("proven_right").of)
        let csv = try String(contentsOfFile: folder.file("out/documents.csv"), encoding: .utf8)
        #expect(csv.contains("mrz,surname,,,true"))
        #expect(!csv.uppercased().contains("MALALAY"))
        let again = try await evaluate(
            Repository.path(".models/specimens/truth.csv"), ["--redaction", "auditor", "--workers", "1"])
        #expect(again.status == 0, "\(again.errors)")
        let clear = try String(contentsOfFile: folder.file("out/documents.csv"), encoding: .utf8)
        #expect(clear.contains("mrz,surname,MALALAY,MALALAY,true"))
    }

    @Test func aProvenFieldThatIsNotWhatTheTruthSaysExits1() async throws {
        let lines = try String(contentsOfFile: Repository.path(".models/specimens/truth.csv"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let passport = try #require(lines.dropFirst().first { $0.contains(",td3,") })
        // Another number with its own right check digit, so that only the photo can say what is printed.
        try folder.write(
            Array(
                "\(lines[0])\n\(passport.replacing("82VA3A7MX0UTO7608140M3103223", with: "82VA3A7MX0UTO7608150M3103223"))\n"
                    .utf8),
            to: "truth.csv")
        let ending = try await evaluate("truth.csv", ["--images-root", Repository.path(".models/specimens")])
        #expect(ending.status == 1, "\(ending.errors)")
        #expect(ending.output.contains("1 of "))
    }

    @Test func whatIsNotThereOrNoTruthIsRefused() async throws {
        #expect(try await evaluate("nowhere.csv").status == 66)
        try folder.write(Array("image,subject\n".utf8), to: "people.csv")
        #expect(try await evaluate("people.csv").status == 65)
        try folder.write(Array("file,document,side,kind,level\nno.jpg,0,front,td3,light\n".utf8), to: "truth.csv")
        let missing = try await evaluate("truth.csv")
        #expect(missing.status == 66)
        #expect(missing.errors.contains("document 0, front"))
    }
}
