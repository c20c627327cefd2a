import AuditTesting
import Foundation
import Testing

/// A gallery from outside: a batch that enrols, and single photos.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct GalleryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let policy = try String(contentsOfFile: Repository.path("samples/policies/default.yaml"), encoding: .utf8)
        try folder.write(Array((policy + "\ngallery: on\n").utf8), to: "members.yaml")
    }

    private func photo(_ name: String) -> String { Repository.path(".models/photos/" + name) }

    private func run(_ arguments: [String], json: Bool = true) async throws -> (status: Int32, object: [String: Any]) {
        let ending = try await Programs.auditor(
            arguments + ["--policy", "members.yaml"] + (json ? ["--json"] : []), in: folder)
        guard json else { return (ending.status, ["text": ending.output]) }
        #expect(
            try JSONSchemaCheck.problems(json: ending.output, schema: "gallery.schema.json") == "", "\(ending.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
        return (ending.status, object as? [String: Any] ?? [:])
    }

    private func codes(_ object: [String: Any]) -> [String] {
        (object["reasons"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }

    @Test func aBatchOfEveryKindIsDecidedInItsOrder() async throws {
        let ending = try await Programs.auditor(
            [
                "run", Repository.path("samples/manifests/gallery.csv"), "--images-root",
                Repository.path(".models/photos"), "--policy", "members.yaml", "--output", "out",
            ], in: folder)
        #expect(ending.status == 0, "\(ending.errors)")
        let lines = try String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        let outcomes = lines.map { "\($0[2]) \($0[3])" }
        let expected = [
            "approved ", "approved ", "approved ", "approved ", "approved already_enrolled",
            "review face_enrolled_under_another", "review no_face", "approved face_match", "approved face_match",
            "rejected face_mismatch", "review subject_unknown", "approved face_match", "approved face_match",
            "review no_face",
        ]
        for (row, (found, text)) in zip(outcomes, expected).enumerated() {
            #expect(found.hasPrefix(text), "G-\(row + 1): \(found)")
        }
        #expect(lines[11][5] == "member-1" && lines[8][5] == "member-2")
        let report = try String(contentsOfFile: folder.file("out/report.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: report, schema: "report.schema.json") == "")
        // Whom the search found is greeted by the enrolled name at the enrolled address, which the message of a row without
        // one goes to, and at no other; whoever is not the one claimed is not.
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder.file("out/notifications/new"))
        func mail(_ row: Int) throws -> String {
            let name = try #require(mails.first { $0.hasPrefix("0000000\(row).") || $0.hasPrefix("000000\(row).") })
            return try String(contentsOfFile: folder.file("out/notifications/new/\(name)"), encoding: .utf8)
        }
        #expect(try !mail(12).contains("Jordan Example"))
        #expect(try mail(13).contains("Jordan Example") && mail(13).contains("jordan.example@example.org"))
        #expect(try !mail(10).contains("Sasha Specimen"))
    }

    @Test func singlePhotosAreEnrolledVerifiedAndFound() async throws {
        var answer = try await run(["enrol", photo("obama.jpg"), "--subject", "m-1", "--name", "Jordan Example"])
        #expect(answer.status == 0 && answer.object["enrolled"] as? Bool == true)
        answer = try await run(["enrol", photo("obama2.jpg"), "--subject", "m-2"])
        #expect(answer.status == 1 && codes(answer.object).contains("face_enrolled_under_another"))
        answer = try await run(["verify", photo("obama2.jpg"), "--subject", "m-1"])
        #expect(answer.status == 0 && answer.object["outcome"] as? String == "approved")
        answer = try await run(["verify", photo("biden.jpg"), "--subject", "m-1"])
        #expect(answer.object["outcome"] as? String == "rejected")
        answer = try await run(["identify", photo("obama2.jpg")])
        #expect(answer.object["subject_id"] as? String == "m-1")
        answer = try await run(["identify", photo("chelsea.png")])
        #expect(answer.object["outcome"] as? String == "review" && codes(answer.object).first == "no_face")

        let list = try await Programs.auditor(["subjects", "list", "--json"], in: folder)
        #expect(try JSONSchemaCheck.problems(json: list.output, schema: "subjects.schema.json") == "")
        #expect(list.output.contains("m-1") && !list.output.contains("Jordan"))
        let shown = try await Programs.auditor(["subjects", "show", "m-1", "--reveal"], in: folder)
        #expect(shown.output.contains("Jordan Example"))
        let revoked = try await Programs.auditor(["subjects", "revoke", "m-1"], in: folder)
        #expect(revoked.status == 0 && revoked.output.contains("revoked"))
        answer = try await run(["verify", photo("obama2.jpg"), "--subject", "m-1"])
        #expect(codes(answer.object) == ["subject_revoked"])
        answer = try await run(["enrol", photo("obama2.jpg"), "--subject", "m-1"])
        #expect(answer.status == 1 && codes(answer.object) == ["subject_revoked"])
        answer = try await run(["enrol", photo("obama2.jpg"), "--subject", "m-1", "--replace"])
        #expect(answer.status == 0 && answer.object["enrolled"] as? Bool == true)
        let outdated = try await run(["enrol", "--outdated"], json: false)
        #expect(outdated.object["text"] as? String == "request_id,kind,subject_id,selfie\n")
        let log = try await Programs.auditor(["log", "verify"], in: folder)
        #expect(log.status == 0)
    }

    @Test(arguments: [
        ("--subject", "a\u{1b}[31m"), ("--subject", String(repeating: "x", count: 5000)), ("--name", "Ada\u{202e}"),
        ("--email", "not an email"), ("--email", "a@example.org\r\nBcc: x@example.org"), ("--username", "a\u{7}"),
    ])
    func whatAManifestCouldNotSayIsNotEnrolledEither(option: String, value: String) async throws {
        var arguments = ["enrol", photo("obama.jpg"), "--policy", Repository.path("samples/policies/kyc.yaml")]
        arguments += option == "--subject" ? [option, value] : ["--subject", "m-1", option, value]
        let ending = try await Programs.auditor(arguments, in: folder)
        #expect(ending.status == 64)
        #expect(ending.errors.contains(option) && ending.errors.contains("must") && !ending.errors.contains(value))
        #expect(!FileManager.default.fileExists(atPath: folder.file("audit.sqlite")))
    }

    @Test func aPolicyWithoutAGalleryIsRefused() async throws {
        let ending = try await Programs.auditor(["identify", photo("obama.jpg")], in: folder)
        #expect(ending.status == 78 && ending.errors.contains("gallery"))
    }
}
