import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

@Suite struct DiffRendererTests {
    private struct Document: Decodable {
        var causes: [String: Int]
        var changed: Int
        var compared: Int
        var findings: [RunDiff.FindingCount]
        var flipRate: Double
        var flips: [RunDiff.Flip]
        var matrix: [String: [String: Int]]
        var new: Int
        var gone: Int
        var unchanged: Int
        var unkeyed: Int

        enum CodingKeys: String, CodingKey {
            case causes, changed, compared, findings, flips, matrix, new, gone, unchanged, unkeyed
            case flipRate = "flip_rate"
        }
    }

    private func document(_ diff: RunDiff) throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(RenderedDiff(diff).text("diff.json").utf8))
    }

    @Test func writesEveryFile() throws {
        let rendered = try RenderedDiff(DiffFixture().diff)
        let files = try FileManager.default.contentsOfDirectory(atPath: rendered.path)
        #expect(files.sorted() == ["diff.csv", "diff.json", "findings.csv", "index.html"])
        // To look at it: DIFF_PAGE=/some/folder swift test --filter DiffRendererTests
        if let path = ProcessInfo.processInfo.environment["DIFF_PAGE"] {
            let templates = try Repository.templates()
            try DiffRenderer.render(DiffFixture(flips: 40).diff, templates: templates, into: path)
            try DiffRenderer.render(DiffFixture(flips: 10_000).diff, templates: templates, into: "\(path)-many")
            try DiffRenderer.render(DiffFixture.empty(), templates: templates, into: "\(path)-empty")
        }
    }

    @Test(arguments: [0, 1, 14, 10_000])
    func theJSONReadsBackAsTheSameValues(flips: Int) throws {
        let diff = DiffFixture(flips: flips).diff
        let document = try document(diff)
        #expect(document.flips == diff.flips)
        #expect(document.findings == diff.findings)
        #expect(document.compared == diff.compared && document.unchanged == diff.unchanged)
        #expect(document.changed == diff.flips.count { $0.from != nil && $0.to != nil })
        #expect(document.new == diff.new && document.gone == diff.gone && document.unkeyed == 2)
        #expect(abs(document.flipRate - Double(document.changed) / Double(document.compared)) < 1e-15)
        let cells = document.matrix.values.flatMap(\.values)
        #expect(cells.count == 16 && cells.reduce(0, +) == document.compared)
    }

    @Test func everyCauseIsCountedOnceAFlip() throws {
        var diff = DiffFixture.empty()
        let scoreless: [RunDiff.ScoreChange] = []
        diff.flips = [[RunDiff.Cause.threshold, .model, .model], [.threshold], []].map {
            RunDiff.Flip(
                requestID: "r", from: .approved, to: .review, causes: $0, rowA: 1, rowB: 1, reasonsA: [],
                reasonsB: [], scores: scoreless)
        }
        let causes = try document(diff).causes
        #expect(causes.count == RunDiff.Cause.allCases.count)
        #expect(causes.filter { $0.value > 0 } == ["threshold": 2, "model": 1])
    }

    @Test func keysAreSortedAndTheSignatureComesFirst() throws {
        let text = try RenderedDiff(DiffFixture().diff).text("diff.json")
        #expect(text.hasPrefix(DiffJSON.signature + "\"schema_version\":1,"))
        let flip = try #require(text.split(separator: "\n").first { $0.hasPrefix("{\"causes\"") })
        let keys = flip.matches(of: /[{,]"([a-z_]+)":/).map { String($0.1) }.filter { $0 != "metric" }
        #expect(keys.first == "causes" && keys.last == "to")
        let top = text.matches(of: /(?m)^(?:,)?"([a-z_]+)":/).map { String($0.1) }
        #expect(top == top.sorted() && top.count > 10)
    }

    @Test func sameValueSameBytes() throws {
        let (a, b) = (try RenderedDiff(DiffFixture().diff), try RenderedDiff(DiffFixture().diff))
        for file in ["diff.json", "diff.csv", "findings.csv", "index.html"] {
            #expect(try a.text(file) == b.text(file), "\(file)")
        }
    }

    @Test(.enabled(if: Python.hasJSONSchema, "python3 with jsonschema is not installed"))
    func theJSONMeetsItsSchema() throws {
        var bare = DiffFixture().diff
        for index in bare.shifts.indices { (bare.shifts[index].rejectA, bare.shifts[index].rejectB) = (nil, nil) }
        bare.b.replay = RunRecord.Replay(parent: 7, sources: [7], isWhatIf: true)
        let hostile = DiffFixture { "\($0)\"<\u{0}\u{202E}" }.diff
        for diff in [DiffFixture().diff, DiffFixture.empty(), DiffFixture.empty(compared: 0), bare, hostile] {
            let text = try RenderedDiff(diff).text("diff.json")
            #expect(try JSONSchemaCheck.problems(json: text, schema: "diff.schema.json") == "")
        }
    }

    @Test func theCSVHasALineAFlipAndFourColumnsAMatcher() throws {
        var diff = DiffFixture(flips: 7).diff
        diff.flips[3].scores[0].matcher = "visitor"
        let lines = try RenderedDiff(diff).text("diff.csv").split(separator: "\n", omittingEmptySubsequences: false)
        let columns = lines[0].split(separator: ",")
        #expect(columns.prefix(6) == ["request_id", "from", "to", "causes", "reasons_a", "reasons_b"])
        #expect(columns[6..<10] == ["opencv_score_a", "opencv_score_b", "opencv_threshold_a", "opencv_threshold_b"])
        #expect(columns.suffix(4).first == "visitor_score_a")
        #expect(lines.count == 1 + 7 + 1 && lines.last == "")
        #expect(
            lines[1] == "REQ-100000,review,approved,policy;model,score_in_review_band;matcher_missing,face_match,"
                + "0.4125,0.4125,0.363,0.4,0.5,0.5,0.55,0.55,,,,")
        #expect(lines[2] == "REQ-107919,,review,new,,score_in_review_band;matcher_missing,,,,,,,,,,,,")
        for line in lines.dropLast() {
            #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == 18)
        }
    }

    @Test(.enabled(if: Python.isInstalled, "python3 is not installed"), arguments: HostileText.payloads)
    func noCellIsAFormula(_ hostile: String) throws {
        let rendered = try RenderedDiff(DiffFixture(flips: 3, text: { _ in hostile }).diff)
        let script = """
            import csv, sys
            rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))
            assert len(rows) == 4 and len({len(r) for r in rows}) == 1, rows
            for row in rows:
                for cell in row:
                    for line in cell.splitlines() or ['']:
                        assert not line.strip().startswith(tuple('=+-@＝')), cell
            print('ok')
            """
        #expect(Python.run(script, ["\(rendered.path)/diff.csv"]) == "ok\n")
    }

    @Test func aDifferenceReplacesOnlyADifference() throws {
        let diff = try RenderedDiff(DiffFixture().diff)
        let report = try Rendered(GeneratedArchive(count: 3))
        let templates = try Repository.templates()
        #expect(code { try OutputFolder.check(diff.path, for: .diff) } == nil)
        #expect(code { try OutputFolder.check(diff.path) } == .outputNotWritable)
        #expect(code { try OutputFolder.check(report.path, for: .diff) } == .outputNotWritable)
        let value = DiffFixture.empty()
        #expect(code { try DiffRenderer.render(value, templates: templates, into: report.path) } == .outputNotWritable)
        #expect(code { try DiffRenderer.render(value, templates: templates, into: diff.path) } == nil)
        try diff.folder.write("mine", to: "out/notes.txt")
        #expect(code { try DiffRenderer.render(value, templates: templates, into: diff.path) } == .outputNotWritable)
    }

    @Test func aReportWithADifferenceInItIsStillAReport() throws {
        let report = try Rendered(GeneratedArchive(count: 3))
        for name in ["diff.json", "diff.csv", "findings.csv", "diff.html"] {
            try report.folder.write("x", to: "out/\(name)")
        }
        #expect(code { try OutputFolder.check(report.path) } == nil)
    }
}
