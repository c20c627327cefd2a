import AuditCore
import AuditTesting
import Evaluation
import Foundation
import Testing

@testable import Reports

@Suite struct EvaluationPageTests {
    private static let folder = "\(Repository.root)/Tests/ReportsTests/Golden"

    @Test func theFilesAreAsRecorded() throws {
        let rendered = try RenderedEvaluation(EvaluationFixture())
        let files = [
            "index.html": "evaluation.html", "evaluation.json": "evaluation.json",
            "curves/opencv-det.csv": "evaluation-det.csv",
        ]
        for (file, golden) in files {
            let path = "\(Self.folder)/\(golden)"
            let bytes = Data(try rendered.text(file).utf8)
            let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
            if isRecording { try bytes.write(to: URL(fileURLWithPath: path)) }
            // A recording fails too: nobody may pass by recording.
            #expect(!isRecording, "recorded \(golden); look at the difference and run without RECORD")
            let isSame = FileManager.default.contents(atPath: path) == bytes
            #expect(
                isSame,
                "\(golden) has changed; run 'RECORD=1 swift test --filter EvaluationPageTests' and look at the difference"
            )
        }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)", "{{name}}{{{style}}}",
        "\"\u{0301} onclick=CANARY x=\"", "../../etc/passwd", "\u{202E}gpj.exe", "javascript:CANARY", "]]></svg><b>",
    ])
    func hostileTextNeverBecomesMarkupOrALink(_ hostile: String) throws {
        let plain = try RenderedEvaluation(EvaluationFixture())
        let rendered = try RenderedEvaluation(EvaluationFixture { "\($0)CANARY\(hostile)" }) { image, _ in
            [0xFF, 0xD8, 0xFF] + Array(image.utf8)
        }
        func elements(_ evaluation: RenderedEvaluation) throws -> Set<String> {
            Set(try HTMLScanner(evaluation.text("index.html")).tags.map(\.name))
        }
        func attributes(_ evaluation: RenderedEvaluation) throws -> Set<String> {
            Set(try HTMLScanner(evaluation.text("index.html")).tags.flatMap { $0.attributes.map(\.name) })
        }
        // The verdict, a badge of our own, depends on the length of the name; nothing else may come with the text.
        #expect(try elements(rendered).subtracting(elements(plain)) == [])
        #expect(try attributes(rendered).subtracting(attributes(plain)) == [])
        for tag in try HTMLScanner(rendered.text("index.html")).tags {
            for (name, value) in tag.attributes {
                #expect(!value.contains("CANARY"), "\(name) holds foreign text")
                if name == "href" || name == "src" { #expect(isOurLink(value), "links to \(value)") }
            }
        }
        let names = try rendered.files()
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z0-9\/.-]+/) != nil })
    }

    private func isOurLink(_ link: String) -> Bool {
        link.wholeMatch(
            of:
                /#[a-z]+|(evaluation|calibration)\.json|scores\.csv|curves\/[a-z0-9_-]+\.csv|faces\/[0-9a-f]{64}\.jpg/
        ) != nil
    }

    @Test func everyLinkLeadsToAFileAndEveryIdIsThereOnce() throws {
        let rendered = try RenderedEvaluation(EvaluationFixture())
        let files = Set(try rendered.files())
        var ids: Set<String> = []
        var links: Set<String> = []
        for (name, value) in try HTMLScanner(rendered.text("index.html")).tags.flatMap(\.attributes) {
            if name == "id" { #expect(ids.insert(value).inserted, "\(value) is there twice") }
            if name == "href" || name == "src" { links.insert(value) }
        }
        for link in links {
            #expect(link.hasPrefix("#") ? ids.contains(String(link.dropFirst())) : files.contains(link), "\(link)")
        }
        // Each drawn curve is linked to the numbers that it was drawn from.
        #expect(links.filter { $0.hasPrefix("curves/") }.count == 18)
    }

    @Test func thePageLoadsNothingFromElsewhereAndEveryDiagramSaysWhatItShows() throws {
        let text = try RenderedEvaluation(EvaluationFixture()).text("index.html")
        #expect(text.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!text.contains("http://") && !text.contains("https://") && !text.contains(" style=\""))
        #expect(!text.contains("{{") && !text.contains(/\b(nan|inf)\b/))
        let described = text.matches(
            of: /<svg class="plot"[^>]*role="img"[^>]*><title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+</)
        #expect(described.count == 12)
    }

    @Test func whatTheSampleDoesNotSupportIsSaid() throws {
        let text = try RenderedEvaluation(EvaluationFixture(matchers: ["opencv"])).text("index.html")
        #expect(text.matches(of: /<td class="number unsupported">/).count == 2 + 2)
        #expect(text.contains("rule of 30"))
        #expect(text.contains("suppressed (n &lt; 30)"))
    }

    @Test func atMostTwentyDisagreementsAreShown() throws {
        let rendered = try RenderedEvaluation(EvaluationFixture())
        #expect(try rendered.text("index.html").matches(of: /<td>same person<\/td>/).count == 20)
        #expect(try rendered.text("evaluation.json").matches(of: /"right"/).count == 24)
    }

    @Test func curvesWithoutPointsAreDrawn() throws {
        var fixture = EvaluationFixture()
        for index in fixture.result.curves.indices {
            fixture.result.curves[index] = EvaluationCurves(
                matcher: fixture.result.curves[index].matcher, rates: [], histogram: [], calibration: [],
                reliability: [],
                worstFalseMatches: [], worstFalseNonMatches: [])
        }
        let text = try RenderedEvaluation(fixture).text("index.html")
        #expect(!text.contains("Worst errors"))
        #expect(!text.contains(/\b(nan|inf)\b/))
    }
}
