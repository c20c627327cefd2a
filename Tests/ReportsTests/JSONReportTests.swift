import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

@Suite struct JSONReportTests {
    private struct Report: Decodable {
        let schema: String
        let schemaVersion: Int
        let run: RunRecord
        let counts: [String: Int]
        let requests: [DecisionRecord]

        enum CodingKeys: String, CodingKey {
            case schema, run, counts, requests
            case schemaVersion = "schema_version"
        }
    }

    @Test func decodesAsTheRecordsItWasMadeFrom() throws {
        for archive in [GeneratedArchive(count: 60), GeneratedArchive(count: 60, hostile: true)] {
            let rendered = try Rendered(archive)
            let report = try JSONDecoder().decode(Report.self, from: Data(rendered.bytes("report.json")))
            var decisions: [DecisionRecord] = []
            try archive.forEachDecision { decisions.append($0) }
            var run = archive.run
            run.mail = nil
            run.measurements = nil
            #expect(report.schema == JSONReport.schema)
            #expect(report.schemaVersion == JSONReport.schemaVersion)
            #expect(report.requests == decisions)
            #expect(report.run == run)
            for outcome in Outcome.allCases {
                #expect(report.counts[outcome.rawValue] == decisions.count { $0.outcome == outcome })
            }
        }
    }

    @Test func anEmptyRunIsValid() throws {
        let report = try JSONDecoder().decode(
            Report.self, from: Data(Rendered(GeneratedArchive(count: 0)).bytes("report.json")))
        #expect(report.requests.isEmpty)
        #expect(report.counts == ["approved": 0, "rejected": 0, "review": 0, "error": 0])
    }

    @Test func keysOfEveryObjectAreSortedBelowTheTop() throws {
        let text = try Rendered(GeneratedArchive(count: 30)).text("report.json")
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("{\"checks\"") })
        let object = try JSONSerialization.jsonObject(with: Data(line.drop { $0 == "," }.dropLast().utf8))
        let sorted = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        let keys = { (text: String) in text.matches(of: /"([a-z0-9_]+)":/).map { String($0.1) } }
        #expect(keys(String(line)) == keys(String(decoding: sorted, as: UTF8.self)))
    }

    @Test func aNumberThatJSONCannotSayIsNull() {
        var text = JSONText()
        text.object { text in
            text.field("a", Double.nan)
            text.field("b", -Double.infinity)
            text.field("c", 1e-7)
            text.field("d", "a\"\\\n\u{0}</script>\u{7F}")
        }
        let expected = #"{"a":null,"b":null,"c":1e-07,"d":"a\"\\\u000a\u0000\u003c/script>\u007f"}"#
        #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }

    @Test func holdsNoPersonalData() throws {
        let text = try Rendered(GeneratedArchive(count: 40)).text("report.json")
        #expect(!text.contains("@"))
        #expect(!text.contains("applicant."))
    }

    @Test(.enabled(if: Python.hasJSONSchema, "python3 with jsonschema is not installed"))
    func meetsItsSchema() throws {
        let rendered = try Rendered(GeneratedArchive(count: 200, hostile: true))
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1])); report = json.load(open(sys.argv[2]))
            kind = jsonschema.Draft202012Validator; kind.check_schema(schema)
            for error in list(kind(schema).iter_errors(report))[:5]: print(list(error.absolute_path), error.message[:200])
            """
        let schema = "\(Repository.root)/samples/schemas/report.schema.json"
        #expect(Python.run(script, [schema, "\(rendered.path)/report.json"]) == "")
    }

    @Test func theSchemaNamesEveryKeyAndCode() throws {
        let path = "\(Repository.root)/samples/schemas/report.schema.json"
        let schema = try String(contentsOfFile: path, encoding: .utf8)
        _ = try JSONSerialization.jsonObject(with: Data(schema.utf8))
        let report = try Rendered(GeneratedArchive(count: 60)).text("report.json")
        for match in report.matches(of: /"([a-z0-9_]+)":/) {
            #expect(schema.contains("\"\(match.1)\""), "the schema lacks \(match.1)")
        }
        for code in ReasonCode.allCases { #expect(schema.contains("\"\(code.rawValue)\""), "lacks \(code)") }
        for state in CheckState.allCases { #expect(schema.contains("\"\(state.rawValue)\"")) }
    }
}
