import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import Reports

@Suite struct DiffPageTests {
    private static let folder = "\(Repository.root)/Tests/ReportsTests/Golden"

    @Test func theFilesAreAsRecorded() throws {
        var diff = DiffFixture().diff
        (diff.a.toolVersion, diff.b.toolVersion) = ("0.0.0", "0.0.0")
        let rendered = try RenderedDiff(diff)
        for (file, golden) in [
            "index.html": "diff.html", "diff.json": "diff.json", "diff.csv": "diff.csv",
            "findings.csv": "findings.csv",
        ] {
            let path = "\(Self.folder)/\(golden)"
            let bytes = Data(try rendered.text(file).utf8)
            let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
            if isRecording { try bytes.write(to: URL(fileURLWithPath: path)) }
            // A recording fails too: nobody may pass by recording.
            #expect(!isRecording, "recorded \(golden); look at the difference and run without RECORD")
            let isSame = FileManager.default.contents(atPath: path) == bytes
            #expect(
                isSame,
                "\(golden) has changed; run 'RECORD=1 swift test --filter DiffPageTests' and look at the difference")
        }
    }

    @Test(arguments: HostileText.payloads)
    func hostileTextNeverBecomesMarkupOrALink(_ hostile: String) throws {
        let plain = try RenderedDiff(DiffFixture().diff).text("index.html")
        let text = try RenderedDiff(DiffFixture { "\($0)CANARY\(hostile)" }.diff).text("index.html")
        #expect(Set(HTMLScanner(text).tags.map(\.name)) == Set(HTMLScanner(plain).tags.map(\.name)))
        func attributes(_ page: String) -> Set<String> {
            Set(HTMLScanner(page).tags.flatMap { $0.attributes.map(\.name) })
        }
        #expect(attributes(text) == attributes(plain))
        for (name, value) in HTMLScanner(text).tags.flatMap(\.attributes) {
            #expect(!value.contains("CANARY"), "\(name) holds foreign text")
            if name == "href" {
                #expect(value.wholeMatch(of: /#[a-z]+|diff\.(json|csv)|findings\.csv/) != nil, "links to \(value)")
            }
        }
    }

    @Test(arguments: [DiffFixture().diff, DiffFixture.empty(), DiffFixture.empty(compared: 0)])
    func thePageStandsByItself(_ diff: RunDiff) throws {
        let text = try RenderedDiff(diff).text("index.html")
        #expect(text.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!text.contains("http://") && !text.contains("https://") && !text.contains(" style=\""))
        #expect(!text.contains("{{") && !text.contains(/\b(nan|inf)\b/))
        var ids: Set<String> = []
        for (name, value) in HTMLScanner(text).tags.flatMap(\.attributes) where name == "id" {
            #expect(ids.insert(value).inserted, "\(value) is there twice")
        }
        let drawings = diff.shifts.count + (diff.compared > 0 ? 1 : 0)
        let described = text.matches(of: /<svg [^>]*role="img"[^>]*><title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+</)
        #expect(described.count == drawings)
    }

    @Test func atMostFiveHundredFlipsAreOnThePageAndTheRestIsSaid() throws {
        let diff = DiffFixture(flips: 10_000).diff
        let rendered = try RenderedDiff(diff)
        let text = try rendered.text("index.html")
        #expect(text.matches(of: /<td class="turn">/).count == 500)
        #expect(text.contains("The 500 worst of 10,000 are here"))
        #expect(try rendered.text("diff.csv").split(separator: "\n").count == 10_001)
    }

    @Test func atMostTwoHundredFindingsAreOnThePageByReason() throws {
        var diff = DiffFixture.empty()
        for index in 0..<300 {
            let code: ReasonCode = index % 3 == 0 ? .faceMismatch : .scoreInReviewBand
            diff.findingChanges.append(
                .init(requestID: "R\(1000 + index)", code: code, change: index % 2 == 0 ? .new : .resolved))
        }
        diff.findings = [
            .init(code: .faceMismatch, new: 50, resolved: 50), .init(code: .scoreInReviewBand, new: 100, resolved: 100),
        ]
        let rendered = try RenderedDiff(diff)
        let page = try rendered.text("index.html")
        #expect(page.matches(of: /<td class="f-(new|resolved)">/).count == 200)
        #expect(page.contains("200 of 300 are here"))
        // The reason with more new ones is first, its new ones before its resolved ones.
        let first = try #require(page.firstMatch(of: /<bdi>(R\d+)<\/bdi><\/th><td><code>(\w+)/))
        #expect(first.1 == "R1002" && first.2 == "score_in_review_band")
        #expect(try rendered.text("findings.csv").split(separator: "\n").count == 301)
        #expect(try rendered.text("findings.csv").hasPrefix("request_id,code,change\nR1000,face_mismatch,new\n"))
    }

    @Test func severalEarlierRunsAreNamedTogether() throws {
        var diff = DiffFixture().diff
        var older = diff.a
        (older.id, older.manifestName, older.policyName) = (3, "older.csv", "lenient")
        diff.older = [older]
        let rendered = try RenderedDiff(diff)
        let page = try rendered.text("index.html")
        #expect(page.contains("2 runs and Run 8 compared") && page.contains("2 different"))
        #expect(try rendered.text("diff.json").contains("\"runs_a\":[3,7]"))
    }

    @Test func theWorstFlipsComeFirstThenByID() throws {
        let flips = DiffFixture(flips: 140).diff.flips
        let worst = DiffFlipsView.worst(flips)
        #expect(worst.count == 140)
        let order = worst.map { "\($0.from?.rawValue ?? "")>\($0.to?.rawValue ?? "")" }.uniqued()
        #expect(
            order == [
                "approved>rejected", "approved>review", "review>rejected", "rejected>approved", "approved>error",
                "review>approved", "error>rejected", "review>error", "rejected>error", "rejected>review",
                "error>review", "error>approved", ">review", "approved>",
            ])
        let first = worst.prefix(10).map(\.requestID)
        #expect(first == first.sorted())
    }

    @Test func aChangeIsToldFromNoChange() throws {
        let text = try RenderedDiff(DiffFixture().diff).text("index.html")
        let marked = text.matches(of: /<tr class="differs"><th scope="row">([A-Za-z0-9 -]+)/).map { String($0.1) }
        #expect(marked == ["Policy", "Policy SHA-256", "Calibration", "Matcher", "Model"])
        #expect(try !RenderedDiff(DiffFixture.empty()).text("index.html").contains("class=\"differs\""))
    }

    @Test func theReportOfARunGetsThePageBesideItsOwn() throws {
        let folder = try TemporaryFolder()
        let target = try OutputFolder("\(folder.path)/out")
        let staging = try StagingFolder(for: target)
        try DiffRenderer.write(DiffFixture().diff, .team, templates: Repository.templates(), to: staging)
        try staging.commit()
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: target.path)) == DiffRenderer.filesInReport)
        let page = try String(contentsOfFile: "\(target.path)/diff.html", encoding: .utf8)
        #expect(page.contains("<a href=\"index.html\">"))
    }
}
