import AuditTesting
import Foundation
import Testing

/// What an evaluation shows of the photos that it compared, by its profile (docs/privacy.md, "Who sees what").
@Suite(.tags(.endToEnd)) struct EvaluationRedactionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Every file below the output folder, and what was printed.
    private func texts(_ ending: Programs.Ending) throws -> [String: Data] {
        var texts = ["stdout": Data(ending.output.utf8), "stderr": Data(ending.errors.utf8)]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.file("out"))) {
            texts[path] = try? Data(contentsOf: URL(filePath: folder.file("out/" + path)))
        }
        return texts
    }

    private func places(of secret: String, in texts: [String: Data]) -> [String] {
        texts.filter { $0.key.contains(secret) || $0.value.range(of: Data(secret.utf8)) != nil }.keys.sorted()
    }

    @Test(arguments: [("public", false), ("team", true)])
    func namesOfPhotosAreInNoPublicEvaluationOfScores(profile: String, isShown: Bool) async throws {
        let rows = (0..<40).map { row in
            "m,canary-photo-\(row).jpg,canary-photo-x\(row).jpg,\(Double(row) / 40),\(row < 25 ? 0 : 1)"
        }
        let lines = ["matcher,image_a,image_b,score,label"] + rows
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "scores.csv")
        let ending = try await Programs.auditor(
            [
                "evaluate", "scores.csv", "--format", "scores", "--output", "out", "--progress", "none", "--redaction",
                profile,
            ], in: folder)
        #expect(ending.status == 0, "\(ending.errors)")
        // The other profile is the control.
        #expect(places(of: "canary-photo", in: try texts(ending)).isEmpty != isShown)
    }

    @Test(
        .tags(.models), .enabled(if: Repository.hasModels, "needs the models: make setup"),
        arguments: [("public", false), ("team", true)])
    func facesAndNamesOfPhotosAreInNoPublicEvaluationOfPhotos(profile: String, isShown: Bool) async throws {
        for photo in ["obama", "obama2", "obama3", "biden"] {
            let data = try Data(contentsOf: URL(filePath: Repository.path(".models/photos/\(photo).jpg")))
            try folder.write(data, to: "photos/canary-\(photo).jpg")
        }
        // Two labels are wrong on purpose: the worst errors are shown with their faces.
        let pairs = [
            "canary-obama.jpg,canary-obama2.jpg,1", "canary-obama.jpg,canary-obama3.jpg,0",
            "canary-obama.jpg,canary-biden.jpg,1", "canary-obama2.jpg,canary-biden.jpg,0",
        ]
        try folder.write(Array((["image_a,image_b,label"] + pairs).joined(separator: "\n").utf8), to: "pairs.csv")
        let ending = try await Programs.auditor(
            [
                "evaluate", "pairs.csv", "--images-root", "photos", "--matcher", "opencv", "--output", "out",
                "--progress", "none", "--redaction", profile,
            ], in: folder)
        #expect(ending.status == 0, "\(ending.errors)")
        let texts = try texts(ending)
        #expect(places(of: "canary-", in: texts).isEmpty != isShown)
        #expect(texts.keys.contains { $0.hasPrefix("faces/") } == isShown)
        // No face inside a page either: the first bytes of a JPEG in base64.
        #expect(places(of: "/9j/4", in: texts) == [])
    }
}
