import AuditTesting
import Foundation
import Testing

/// `auditor document`: an answer for every photo, and stable statuses for what is no photo.
@Suite(
    .tags(.models, .endToEnd),
    .enabled(
        if: Repository.hasModels && FileManager.default.fileExists(atPath: Repository.path(".models/ocrb-line.onnx")),
        "needs the models: make setup"), .timeLimit(.minutes(10)))
struct DocumentTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aPhotoWithoutADocumentIsAnAnswer() async throws {
        let photo = Repository.path(".models/photos/chelsea.png")
        let ending = try await Programs.auditor(["document", photo, "--json", "--as-of", "2026-01-31"], in: folder)
        #expect(ending.status == 0)
        #expect(try JSONSchemaCheck.problems(json: ending.output, schema: "document.schema.json") == "")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
        #expect(object["mrz"] is NSNull)
        #expect(object["as_of"] as? String == "2026-01-31")
        let checks = try #require(object["checks"] as? [[String: Any]])
        #expect(checks.first { $0["id"] as? String == "document_legible" }?["state"] as? String == "review")
        let text = try await Programs.auditor(["document", photo], in: folder)
        #expect(text.status == 0)
        #expect(text.output.contains("machine-readable zone: none was read"))
    }

    @Test func aDamagedPhotoIsAnAnswerWithAProblem() async throws {
        try folder.write([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3], to: "broken.jpg")
        let ending = try await Programs.auditor(["document", "broken.jpg", "--json"], in: folder)
        #expect(ending.status == 0)
        #expect(try JSONSchemaCheck.problems(json: ending.output, schema: "document.schema.json") == "")
        #expect(ending.output.contains("front_image_unreadable"))
    }

    @Test func aMissingPhotoAndWrongLanguagesAreRefused() async throws {
        #expect(try await Programs.auditor(["document", "nowhere.jpg", "--json"], in: folder).status == 66)
        let photo = Repository.path(".models/photos/chelsea.png")
        #expect(
            try await Programs.auditor(["document", photo, "--back", "nowhere.jpg"], in: folder).status == 66)
        #expect(
            try await Programs.auditor(["document", photo, "--languages", "../eng"], in: folder).status == 64)
    }
}
