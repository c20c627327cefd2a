import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

/// Whom a report is for: what each profile shows, and that its table says so.
@Suite struct RedactionTests {
    private static func redaction(_ profile: RedactionProfile) -> Redaction {
        switch profile {
        case .public: .public { "digest-\($0.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff })" }
        case .team: .team
        case .auditor: .auditor
        }
    }

    private static var archive: GeneratedArchive { GeneratedArchive(count: 30) }

    /// What the archive holds of each kind, row by row.
    private struct Secrets {
        var requestIDs: [String] = []
        var subjects: [String] = []
        var personal: [String] = []
        var photos: [String] = []
        var scores: [String] = []

        init(_ archive: GeneratedArchive) throws {
            try archive.forEachDecision { decision in
                requestIDs.append(decision.requestID)
                subjects += decision.subjectID.isEmpty ? [] : [decision.subjectID]
                photos += decision.images.compactMap(\.sha256) + [decision.requestKey]
                scores += decision.comparisons.compactMap(\.score).map(\.description)
                personal += try archive.personalData(row: decision.row).fields.map(\.value)
            }
        }
    }

    private static func texts(_ rendered: Rendered, _ prefix: String = "") throws -> [(file: String, data: Data)] {
        try rendered.files().filter { $0.hasPrefix(prefix) }.map { ($0, Data(try rendered.bytes($0))) }
    }

    private static func holders(_ values: [String], in texts: [(file: String, data: Data)]) -> Set<String> {
        Set(
            texts.filter { _, data in values.contains { data.range(of: Data($0.utf8)) != nil } }
                .map { $0.file.split(separator: "/").first.map(String.init) ?? $0.file })
    }

    @Test func nothingInAPublicReportNamesShowsOrFindsAnybody() throws {
        let secrets = try Secrets(Self.archive)
        let rendered = try Rendered(Self.archive, Self.redaction(.public))
        let texts = try Self.texts(rendered)
        for values in [secrets.requestIDs, secrets.subjects, secrets.personal, secrets.photos] {
            #expect(Self.holders(values, in: texts) == [])
        }
        // Scores have more decimals than two in the run.
        let exact = secrets.scores.filter { $0.count > 6 }
        #expect(!exact.isEmpty && Self.holders(exact, in: texts) == [])
        let names = Set(try rendered.files().map { $0.split(separator: "/")[0] })
        #expect(!names.contains("faces") && !names.contains("notifications"))
        let digest = Self.redaction(.public).requestID(secrets.requestIDs[0])
        let places: Set<String> = ["report.json", "decisions.csv", "requests", "index.html"]
        #expect(Self.holders([digest], in: texts).isSubset(of: places))
        #expect(Self.holders([digest], in: texts).isSuperset(of: ["report.json", "decisions.csv", "requests"]))
    }

    @Test func aTeamReportShowsIdsAndFacesAndMasksPersonalFields() throws {
        let secrets = try Secrets(Self.archive)
        let rendered = try Rendered(Self.archive, Self.redaction(.team))
        let texts = try Self.texts(rendered)
        #expect(Self.holders(secrets.personal, in: texts) == ["notifications"])
        #expect(
            Self.holders(secrets.requestIDs, in: texts).isSuperset(of: ["report.json", "decisions.csv", "requests"]))
        #expect(try rendered.files().contains { $0.hasPrefix("faces/") })
    }

    @Test func anAuditorsReportShowsPersonalFieldsSaysSoAndIsItsOwnersOnly() throws {
        let rendered = try Rendered(Self.archive, Self.redaction(.auditor))
        let secrets = try Secrets(Self.archive)
        #expect(
            Self.holders(secrets.personal, in: try Self.texts(rendered))
                == ["notifications", "report.json", "requests"])
        for page in ["index.html", "requests/page-0001.html"] {
            #expect(try rendered.text(page).contains("Personal data in clear (profile auditor)"))
        }
        struct Report: Decodable {
            struct Request: Decodable { let personal: [String: String] }
            struct Run: Decodable { let redaction: String }
            let run: Run
            let requests: [Request]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(rendered.bytes("report.json")))
        #expect(report.run.redaction == "auditor")
        for (index, request) in report.requests.enumerated() {
            let fields = try Self.archive.personalData(row: index + 1).fields
            #expect(request.personal == Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) }))
        }
        for name in try FileManager.default.subpathsOfDirectory(atPath: rendered.path) + [""] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(rendered.path)/\(name)")
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(name)")
        }
        // Scripts read the same lines whoever they run for.
        #expect(try rendered.bytes("decisions.csv") == Rendered(Self.archive).bytes("decisions.csv"))
    }

    @Test(arguments: RedactionProfile.allCases)
    func theSameRunGivesTheSameBytes(profile: RedactionProfile) throws {
        let archive = GeneratedArchive(count: 40, seed: 5, hostile: true)
        let (one, two) = (
            try Rendered(archive, Self.redaction(profile)), try Rendered(archive, Self.redaction(profile))
        )
        #expect(try one.files() == two.files())
        for file in try one.files() { #expect(try one.bytes(file) == two.bytes(file), "\(file) differs") }
    }

    @Test(.enabled(if: Python.hasJSONSchema, "python3 with jsonschema is not installed"))
    func everyProfileMeetsTheSchema() throws {
        for profile in RedactionProfile.allCases {
            let archive = GeneratedArchive(count: 20, seed: 5, hostile: true)
            let text = try Rendered(archive, Self.redaction(profile)).text("report.json")
            #expect(try JSONSchemaCheck.problems(json: text, schema: "report.schema.json") == "", "\(profile)")
        }
    }

    @Test(arguments: RedactionProfile.allCases)
    func theCardOfAnErasedPersonIsEmpty(profile: RedactionProfile) throws {
        var decision = try #require(try Self.archive.decision(row: 1))
        // What an erasure leaves.
        decision.images = []
        decision.requestKey = ""
        decision.subjectID = ""
        let archive = InMemoryArchive(run: Self.archive.run, decisions: [decision])
        let rendered = try Rendered(archive, Self.redaction(profile))
        let personal = try Self.archive.personalData(row: 1).fields.map(\.value)
        #expect(Self.holders(personal, in: try Self.texts(rendered)) == [])
        #expect(!(try rendered.files().contains { $0.hasPrefix("faces/") || $0.hasPrefix("notifications/new/0") }))
    }

    @Test(arguments: [(0.35849, 0.36), (-0.005, -0.01), (0.5, 0.5), (12.344, 12.34)])
    func scoresForAnybodyHaveTwoDecimals(score: Double, shown: Double) {
        let redaction = Self.redaction(.public)
        #expect(redaction.score(score) == shown)
        #expect(redaction.confidence(99.61) == 100 && redaction.score(nil) == nil)
        #expect(Redaction.team.score(score) == score && Redaction.auditor.confidence(99.61) == 99.61)
    }

    @Test func theTableOfTheDocumentationIsThatOfTheCode() throws {
        let document = try String(contentsOfFile: "\(Repository.root)/docs/privacy.md", encoding: .utf8)
        #expect(document.contains(RedactionProfile.table), "docs/privacy.md should hold:\n\(RedactionProfile.table)")
    }
}
