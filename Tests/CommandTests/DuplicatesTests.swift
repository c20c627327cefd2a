import AuditTesting
import Foundation
import Testing

/// Duplicates and lists from outside: a manifest with a ring, the report, and the search of everything.
@Suite(
    .tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"),
    .timeLimit(.minutes(30)))
struct DuplicatesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: [String]) async throws -> String {
        let ending = try await Programs.auditor(arguments, in: folder)
        #expect(ending.status == 0, "\(ending.errors)")
        return ending.output
    }

    private func groups(_ json: String) throws -> [[String: Any]] {
        #expect(try JSONSchemaCheck.problems(json: json, schema: "duplicates.schema.json") == "")
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return object?["groups"] as? [[String: Any]] ?? []
    }

    @Test func aRingIsFoundByTheRunAndByTheSearchOfEverything() async throws {
        let policy = Repository.path("samples/policies/kyc.yaml")
        let added = try await run([
            "lists", "add", "--block", "--email", "alex.sample@example.org", "--owner", "desk", "--reason",
            "stolen card",
            "--expires", "2099-12-31",
        ])
        #expect(added.contains("entry 1 of the block list"))
        let listed = try await run(["lists", "show", "--json"])
        #expect(try JSONSchemaCheck.problems(json: listed, schema: "lists.schema.json") == "")
        #expect(!listed.contains("alex.sample"))
        _ = try await run([
            "run", Repository.path("samples/manifests/ring.csv"), "--images-root", Repository.path(".models/photos"),
            "--policy", policy, "--output", "out",
        ])
        let report = try String(contentsOfFile: folder.file("out/report.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: report, schema: "report.schema.json") == "")
        let decisions = try String(contentsOfFile: folder.file("out/decisions.csv"), encoding: .utf8)
        let rows = decisions.split(separator: "\n")
        #expect(rows[2].contains("selfie_is_document"))
        #expect(rows[3].contains("face_under_other_identity") && rows[3].contains("photo_reused"))
        #expect(rows[4].contains("on_block_list"))
        let ofRun = try groups(String(contentsOfFile: folder.file("out/duplicates.json"), encoding: .utf8))
        let ring = ofRun.first?["requests"] as? [String] ?? []
        #expect(Set(["R-001", "R-003", "R-005", "R-006"]).isSubset(of: ring))
        #expect(FileManager.default.fileExists(atPath: folder.file("out/duplicates.html")))
        let everything = try groups(
            try await run(["duplicates", "--json", "--policy", policy, "--output", "all"]))
        #expect(everything.first?["requests"] as? [String] == ring)
        // A second report of the same run has the same bytes, and takes the place of the first.
        for _ in 1...2 { _ = try await run(["report", "--latest", "--output", "again"]) }
        #expect(FileManager.default.fileExists(atPath: folder.file("again/documents.html")))
        #expect(
            FileManager.default.contents(atPath: folder.file("out/duplicates.html"))
                == FileManager.default.contents(atPath: folder.file("again/duplicates.html")))
    }

    @Test func withoutThePolicyNothingIsKeptAndItSaysSo() async throws {
        _ = try await run([
            "run", Repository.path("samples/manifests/ring.csv"), "--images-root", Repository.path(".models/photos"),
            "--output", "out",
        ])
        #expect(!FileManager.default.fileExists(atPath: folder.file("out/duplicates.html")))
        let found = try await run(["duplicates"])
        #expect(found.contains("6 of 6 requests have no face that was kept"))
    }
}
