import AuditTesting
import Foundation
import Testing

/// `auditor evaluate --identification` from outside, with the fixture's matcher, which never errs.
@Suite(.tags(.endToEnd)) struct IdentificationCommandTests {
    private let installation: PluginInstallation

    init() throws {
        installation = try PluginInstallation()
        try installation.pluginsFile(try installation.plugin("good"))
    }

    private func identify(_ rows: [String], _ more: [String] = []) async throws -> Programs.Ending {
        for person in 0...3 {
            for variant in 1...3 {
                try installation.folder.write(
                    [0xff, 0xd8, 0xff, UInt8(person), UInt8(variant)], to: "photos/p\(person)-\(variant).jpg")
            }
        }
        let lines = ["image,subject"] + rows
        try installation.folder.write(Array(lines.joined(separator: "\n").utf8), to: "people.csv")
        return try await installation.auditor(
            [
                "evaluate", "people.csv", "--format", "subjects", "--identification", "--images-root",
                installation.folder.file("photos"), "--plugins", "plugins.yaml", "--matcher", "fixture", "--output",
                "out", "--progress", "none",
            ] + more)
    }

    private static let people = ["p0-1.jpg,a", "p0-2.jpg,a", "p2-1.jpg,b", "p2-2.jpg,b", "p2-3.jpg,b", "p1-1.jpg,c"]

    @Test func aMatcherThatNeverErrsFindsEverybodyAndNobodyElse() async throws {
        let ending = try await identify(Self.people)
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.contains("fixture: 2 subjects enrolled, 2 mated and 1 non-mated probes, 5 draws"))
        let text = try String(contentsOfFile: installation.folder.file("out/identification.json"), encoding: .utf8)
        #expect(try JSONSchemaCheck.problems(json: text, schema: "identification.schema.json") == "")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let matcher = try #require((json["matchers"] as? [[String: Any]])?.first)
        let galleries = try #require(matcher["galleries"] as? [[String: Any]])
        #expect(galleries.map { $0["subjects"] as? Int } == [2])
        #expect(galleries[0]["templates"] as? Double == 3)
        #expect(galleries[0]["cmc"] as? [Double] == [1, 1])
        for table in ["identification", "investigation"] {
            for point in try #require(galleries[0][table] as? [[String: Any]]) {
                #expect((point["fnir"] as? [String: Any])?["value"] as? Double == 0)
            }
        }
        let again = try await identify(Self.people.reversed())
        #expect(again.status == 0, "\(again.errors)")
    }

    @Test(arguments: [
        (["--gate", "fixture.auc>=0.5"], "--gate"), (["--format", "csv"], "--format subjects"),
    ])
    func anOptionThatDoesNotFitExits64(options: [String], words: String) async throws {
        let ending = try await identify(Self.people, options)
        #expect(ending.status == 64)
        #expect(ending.errors.contains(words))
    }

    @Test(arguments: [
        ["p0-1.jpg,a", "p0-2.jpg,a", "p1-1.jpg,c"], ["p0-1.jpg,a", "p0-2.jpg,a", "p2-1.jpg,b", "p2-2.jpg,b"],
    ])
    func aSetWithoutStrangersOrWithTooFewToEnrolExits65(rows: [String]) async throws {
        let ending = try await identify(rows)
        #expect(ending.status == 65)
        #expect(ending.errors.contains("identification needs"))
        #expect(!FileManager.default.fileExists(atPath: installation.folder.file("out")))
    }
}
