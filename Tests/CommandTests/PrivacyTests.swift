import AuditTesting
import Foundation
import Testing

/// Personal data planted in every field must appear in clear only in that person's own message.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct PrivacyTests {
    @Test func plantedValuesAppearOnlyInThePersonsOwnMail() async throws {
        let folder = try TemporaryFolder()
        let planted = [
            "full_name": "Canaria Plantagenet", "date_of_birth": "1971-02-03", "email": "canary.bird@example.net",
            "phone": "+4915112345678", "national_id": "CANARY998877", "ip_address": "203.0.113.77",
            "device_id": "canary-device-4711", "document_number": "CANARYDOC55", "token": "canary.token.value",
            "favourite_colour": "canary-yellow-2291",
        ]
        let names = planted.keys.sorted()
        let values = names.compactMap { planted[$0] }
        let header = (["request_id", "selfie", "document"] + names).joined(separator: ",")
        let rows = [
            (["good", "obama.jpg", "obama2.jpg"] + values).joined(separator: ","),
            (["missing", "nowhere.jpg", "obama2.jpg"] + values).joined(separator: ","),
            // The e-mail address is bad in this one: the error must not quote it.
            (["bad", "obama.jpg", "obama2.jpg"] + values.map { $0.replacingOccurrences(of: "@", with: "#") })
                .joined(separator: ","),
        ]
        try folder.write(Array(([header] + rows).joined(separator: "\n").utf8), to: "m.csv")
        let run = try await Programs.auditor(
            [
                "run", "m.csv", "--output", "out", "--progress", "json", "--matcher", "opencv", "--images-root",
                Repository.path(".models/photos"),
            ], in: folder)
        #expect(run.status == 3)
        var texts = ["stdout": run.output, "stderr": run.errors]
        texts["status"] = try String(contentsOfFile: folder.file("audit.sqlite.status.json"), encoding: .utf8)
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.file("out")))
        where path.contains(".") && !path.hasSuffix(".jpg") {
            let data = try Data(contentsOf: URL(filePath: folder.file("out/" + path)))
            texts[path] = String(decoding: data, as: UTF8.self)
        }
        #expect(texts.count >= 6)
        var mails = 0
        for (path, text) in texts {
            if path.hasPrefix("notifications/new/0") {
                mails += 1
                #expect(text.contains("Canaria Plantagenet"))
                for name in names where !["full_name", "email"].contains(name) {
                    #expect(!text.contains(planted[name] ?? ""), "\(name) in \(path)")
                }
            } else {
                for name in names {
                    let value = planted[name] ?? ""
                    #expect(!text.contains(value), "\(name) in \(path)")
                    #expect(!text.contains(value.replacingOccurrences(of: "@", with: "#")), "\(name) in \(path)")
                }
            }
        }
        #expect(mails == 2)
        // The token of the onboarding service is not even stored.
        let database = try Data(contentsOf: URL(filePath: folder.file("audit.sqlite")))
        #expect(database.range(of: Data("canary.token.value".utf8)) == nil)
        // What is stored is encrypted.
        #expect(database.range(of: Data("CANARY998877".utf8)) == nil)
    }
}
