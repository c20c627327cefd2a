import AuditCore
import AuditTesting
import Evaluation
import Foundation
import Testing

@testable import Reports

/// The folder that `auditor evaluate --identification` writes.
@Suite struct IdentificationPageTests {
    /// Made-up people; every second has three photos.
    private static func record(people: Int = 120, text: String = "") throws -> IdentificationRecord {
        var generator = SplitMix64(seed: 4)
        var photos = IdentificationSample(images: [], subject: [], matchers: [])
        var templates: [[FaceTemplate?]] = [[], []]
        for person in 0..<people {
            let centre = (0..<8).map { _ in Float.random(in: -1...1, using: &generator) }
            for photo in 0..<(person % 2 == 0 ? 1 : 3) {
                photos.images.append("\(person)/\(photo)")
                photos.subject.append(Int32(person))
                for matcher in templates.indices {
                    templates[matcher].append(
                        FaceTemplate(centre.map { $0 + Float.random(in: -0.7...0.7, using: &generator) }))
                }
            }
        }
        photos.matchers = templates.enumerated().map { number, templates in
            .init(
                subject: .init(
                    name: "m\(number)\(text)", version: "1\(text)", metric: number == 0 ? .cosine : .euclidean,
                    models: [ModelDigest(file: "a.onnx\(text)", sha256: String(repeating: "a", count: 64))],
                    images: templates.count, failedImages: 0, speed: nil), templates: templates)
        }
        let options = IdentificationOptions(
            fuse: true, draws: 2, replicates: 100, sizes: [10, 30], fpirTargets: [0.5, 0.1],
            toolVersion: "0.0.0\(text)")
        return try IdentificationEvaluator(options: options).evaluate(
            photos,
            sample: Calibration.Sample(
                file: "people.csv\(text)", sha256: String(repeating: "0", count: 64), format: "subjects", images: nil,
                subjects: nil), faceChoice: .central)
    }

    private struct Page {
        let html: String
        let json: String
        let csv: String

        init(_ record: IdentificationRecord) throws {
            let folder = try TemporaryFolder()
            let path = "\(folder.path)/out"
            try IdentificationRenderer.render(record, templates: Repository.templates(), into: path)
            html = try String(contentsOfFile: "\(path)/index.html", encoding: .utf8)
            json = try String(contentsOfFile: "\(path)/identification.json", encoding: .utf8)
            csv = try String(contentsOfFile: "\(path)/identification.csv", encoding: .utf8)
        }
    }

    @Test func theJSONFollowsItsSchema() throws {
        guard Python.hasJSONSchema else { return }
        let json = try Page(Self.record()).json
        #expect(json.hasPrefix(IdentificationRenderer.signature))
        #expect(try JSONSchemaCheck.problems(json: json, schema: "identification.schema.json") == "")
    }

    @Test func everyPointOfBothTablesIsALineOfTheCSV() throws {
        let record = try Self.record()
        let lines = try Page(record).csv.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        // Three matchers, galleries of 10, 30 and 60; two targets and five ranks.
        #expect(lines.count == 1 + 3 * 3 * (2 + 5))
        #expect(lines.allSatisfy { $0.count == 15 })
        let point = try #require(record.matchers[1].whole?.identification.first)
        let line = try #require(lines.first { $0[0] == "m1" && $0[1] == "60" && $0[2] == "identification" })
        #expect(Double(line[5]) == point.threshold && Double(line[9]) == point.fnir.value)
        #expect(line[14] == "true")
    }

    @Test func bothTablesAndEveryDiagramStandBelowTheConclusions() throws {
        let record = try Self.record()
        let page = try Page(record).html
        let places = try ["Conclusions", "Identification: FNIR", "Investigation: FNIR", "plot-open-set", "plot-cmc"]
            .map { try #require(page.range(of: $0)).lowerBound }
        #expect(places == places.sorted())
        for size in ["10", "30", "60"] { #expect(page.contains("<td class=\"number\">\(size)</td>")) }
        let described = page.matches(
            of: /<svg class="plot"[^>]*role="img"[^>]*><title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+</)
        #expect(described.count == 2 + 3)
        for conclusion in record.conclusions { #expect(page.contains("<li><bdi>\(conclusion)</bdi></li>")) }
    }

    @Test func thePageLoadsNothingFromElsewhereAndHoldsNoBrokenNumber() throws {
        let page = try Page(Self.record()).html
        #expect(page.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains(" style=\""))
        #expect(!page.contains("{{") && !page.contains(/\b(nan|inf)\b/))
    }

    @Test func everyIdIsThereOnceAndEveryLinkLeadsSomewhere() throws {
        var ids: Set<String> = []
        var links: Set<String> = []
        for (name, value) in try HTMLScanner(Page(Self.record()).html).tags.flatMap(\.attributes) {
            if name == "id" { #expect(ids.insert(value).inserted, "\(value) is there twice") }
            if name == "href" { links.insert(value) }
        }
        for link in links where !["identification.json", "identification.csv"].contains(link) {
            #expect(ids.contains(String(link.dropFirst())), "\(link)")
        }
    }

    @Test func theSameRecordGivesTheSameBytes() throws {
        let pages = try [Page(Self.record()), Page(Self.record())]
        #expect(pages[0].html == pages[1].html && pages[0].json == pages[1].json && pages[0].csv == pages[1].csv)
    }

    @Test(arguments: ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{sample}}{{{style}}}"])
    func hostileTextNeverBecomesMarkup(_ hostile: String) throws {
        let plain = try HTMLScanner(Page(Self.record(people: 20)).html).tags
        let tags = try HTMLScanner(Page(Self.record(people: 20, text: "CANARY\(hostile)")).html).tags
        #expect(tags.map(\.name) == plain.map(\.name))
        #expect(tags.map { $0.attributes.map(\.name) } == plain.map { $0.attributes.map(\.name) })
        #expect(!tags.flatMap(\.attributes).contains { $0.value.contains("CANARY") })
    }

    @Test func onlyAnEarlierOneIsReplaced() throws {
        let folder = try TemporaryFolder()
        let record = try Self.record(people: 12)
        func render(_ name: String) throws {
            try IdentificationRenderer.render(
                record, templates: Repository.templates(), into: "\(folder.path)/\(name)")
        }
        try render("out")
        try render("out")
        try folder.write("{}", to: "other/evaluation.json")
        #expect(code { try render("other") } == .outputNotWritable)
    }
}
