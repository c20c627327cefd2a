import AuditCore
import AuditTesting
import Evaluation
import Foundation
import Testing

@testable import Reports

/// The folder that `auditor drift --output` writes.
@Suite struct DriftPageTests {
    /// A record of made-up runs, the last of which has fewer matches, under a policy that was changed once.
    private static func record(nights: Int = 12, rows: Int = 120, text: String = "") -> DriftRecord {
        let summaries = (1...nights).map { id in
            let archive = GeneratedArchive(count: rows, seed: UInt64(id))
            var run = archive.run
            run.id = id
            run.manifestName = "night-\(id).csv\(text)"
            run.policyName += text
            if id < 3 { run.policySHA256 = "other" }
            for index in run.matchers.indices { run.matchers[index].name += text }
            var summary = NightSummary(run: run)
            try? archive.forEachDecision { decision in
                var decision = decision
                for index in decision.comparisons.indices {
                    decision.comparisons[index].matcher += text
                    if id == nights {
                        decision.comparisons[index].score = decision.comparisons[index].score.map { $0 - 0.2 }
                    }
                }
                for image in decision.images.indices {
                    for index in decision.images[image].extractions.indices {
                        decision.images[image].extractions[index].matcher += text
                    }
                }
                summary.add(decision, qualityMatcher: run.matchers.first?.name)
            }
            return summary
        }
        return DriftAnalysis(
            summaries[nights - 1], window: Array(summaries.dropLast()),
            options: DriftOptions(toolVersion: "0.0.0" + text)
        ).record()
    }

    private struct Page {
        let folder: TemporaryFolder
        let html: String
        let json: String

        init(_ record: DriftRecord) throws {
            folder = try TemporaryFolder()
            let path = "\(folder.path)/out"
            try DriftRenderer.render(record, templates: Repository.templates(), into: path)
            html = try String(contentsOfFile: "\(path)/index.html", encoding: .utf8)
            json = try String(contentsOfFile: "\(path)/drift.json", encoding: .utf8)
        }
    }

    @Test func theConclusionsStandFirstAndEveryFigureIsThere() throws {
        let record = Self.record()
        let page = try Page(record)
        #expect(
            record.alarm
                && record.conclusions.first
                    == "Run 12: drift in 2 of \(record.tests) figures tested against 11 runs before it."
        )
        let first = try #require(page.html.range(of: "Run 12: drift in 2"))
        let trends = try #require(page.html.range(of: "Trends over runs"))
        #expect(first.lowerBound < trends.lowerBound)
        for figure in record.figures { #expect(page.html.contains("<bdi>\(figure.id)</bdi>"), "\(figure.id)") }
        #expect(page.json.hasPrefix(DriftRenderer.signature))
    }

    @Test func theJSONFollowsItsSchema() throws {
        guard Python.hasJSONSchema else { return }
        #expect(try JSONSchemaCheck.problems(json: Page(Self.record()).json, schema: "drift.schema.json") == "")
        #expect(
            try JSONSchemaCheck.problems(json: Page(Self.record(nights: 1)).json, schema: "drift.schema.json") == "")
    }

    @Test func theSameRunsGiveTheSameBytes() throws {
        let pages = try [Page(Self.record(rows: 60)), Page(Self.record(rows: 60))]
        #expect(pages[0].html == pages[1].html && pages[0].json == pages[1].json)
    }

    @Test func thePageLoadsNothingFromElsewhereAndEveryTrendSaysWhatItShows() throws {
        let text = try Page(Self.record()).html
        #expect(text.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!text.contains("http://") && !text.contains("https://") && !text.contains(" style=\""))
        #expect(!text.contains("{{") && !text.contains(/\b(nan|inf)\b/))
        let described = text.matches(
            of: /<svg class="plot"[^>]*role="img"[^>]*><title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+</)
        // Outcomes, error rate, reasons, and the scores of two matchers; all with the change of the policy.
        #expect(described.count == 5)
        #expect(text.matches(of: /<line class="threshold"/).count == 5)
    }

    @Test func everyIdIsThereOnceAndEveryLinkLeadsSomewhere() throws {
        var ids: Set<String> = []
        var links: Set<String> = []
        for (name, value) in try HTMLScanner(Page(Self.record()).html).tags.flatMap(\.attributes) {
            if name == "id" { #expect(ids.insert(value).inserted, "\(value) is there twice") }
            if name == "href" { links.insert(value) }
        }
        for link in links { #expect(link == "drift.json" || ids.contains(String(link.dropFirst())), "\(link)") }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)", "{{run}}{{{style}}}",
        "\"\u{0301} onclick=CANARY x=\"", "\u{202E}gpj.exe", "]]></svg><b>", "a/b/../c",
    ])
    func hostileTextNeverBecomesMarkup(_ hostile: String) throws {
        let plain = try HTMLScanner(Page(Self.record(rows: 60)).html).tags
        let page = try Page(Self.record(rows: 60, text: "CANARY\(hostile)"))
        let tags = HTMLScanner(page.html).tags
        #expect(tags.map(\.name) == plain.map(\.name))
        #expect(tags.map { $0.attributes.map(\.name) } == plain.map { $0.attributes.map(\.name) })
        #expect(!tags.flatMap(\.attributes).contains { $0.value.contains("CANARY") })
    }

    @Test(arguments: [(1, 100), (2, 0), (2, 90), (3, 5)])
    func aShortHistoryIsDrawnAsFarAsItGoes(nights: Int, rows: Int) throws {
        let record = Self.record(nights: nights, rows: rows)
        let page = try Page(record)
        #expect(!page.html.contains(/\b(nan|inf)\b/))
        #expect(page.html.contains(nights == 1 ? "no finished run before it" : "not enough to tell"))
        #expect(!record.alarm)
    }

    @Test func aFolderOfSomebodyElseIsNotTouched() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "out/drift.json")
        let render = {
            try DriftRenderer.render(
                Self.record(nights: 2), templates: Repository.templates(), into: "\(folder.path)/out")
        }
        #expect(code(render) == .outputNotWritable)
    }

    @Test func aReportWithTrendsIsReplacedByTheNext() throws {
        let folder = try TemporaryFolder()
        for seed: UInt64 in 1...2 {
            try ReportRenderer.render(
                GeneratedArchive(count: 3, seed: seed), diff: DiffFixture.empty(), drift: Self.record(nights: 2),
                templates: Repository.templates(), into: "\(folder.path)/out")
        }
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/out"))
        #expect(names.isSuperset(of: DriftRenderer.filesInReport.union(DiffRenderer.filesInReport)))
        #expect(DriftRenderer.filesInReport.isSubset(of: OutputFolder.Contents.report.names))
    }
}
