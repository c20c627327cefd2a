import AuditCore
import AuditTesting
import Evaluation
import Foundation
import Testing

@testable import Reports

@Suite struct EvaluationRendererTests {
    @Test func writesEveryFile() throws {
        let fixture = EvaluationFixture()
        let rendered = try RenderedEvaluation(fixture)
        let curves = ["opencv", "dlib", "fused"].flatMap { matcher in
            ["det", "roc", "histogram", "calibration", "reliability", "thresholds"].map {
                "curves/\(matcher)-\($0).csv"
            }
        }
        let files = try rendered.files().filter { !$0.hasPrefix("faces/") }
        #expect(
            files == (["calibration.json", "evaluation.json", "index.html", "scores.csv"] + curves).sorted())
        // To look at it: EVALUATION_PAGE=/some/folder swift test --filter EvaluationRendererTests
        if let path = ProcessInfo.processInfo.environment["EVALUATION_PAGE"] {
            let rich = EvaluationFixture(points: 200)
            try EvaluationRenderer.render(
                rich.result, scores: { _ in }, face: EvaluationFixture.face, templates: Repository.templates(),
                into: path)
        }
    }

    @Test func theJSONReadsBackAsTheSameValues() throws {
        let fixture = EvaluationFixture()
        let rendered = try RenderedEvaluation(fixture)
        let decoder = JSONDecoder()
        let record = try decoder.decode(EvaluationRecord.self, from: Data(rendered.text("evaluation.json").utf8))
        #expect(record == fixture.result.record)
        let calibration = try decoder.decode(Calibration.self, from: Data(rendered.text("calibration.json").utf8))
        #expect(calibration == fixture.result.calibration)
        #expect(try rendered.text("evaluation.json").hasPrefix(EvaluationJSON.signature))
    }

    @Test(.enabled(if: Python.hasJSONSchema, "python3 with jsonschema is not installed"), arguments: [1, 3])
    func theJSONMeetsItsSchemas(matchers: Int) throws {
        var fixture = EvaluationFixture(matchers: Array(["opencv", "dlib", "fused"].prefix(matchers)))
        for name in ["evaluation", "calibration"] {
            let text = try RenderedEvaluation(fixture).text("\(name).json")
            #expect(try JSONSchemaCheck.problems(json: text, schema: "\(name).schema.json") == "")
        }
        // Everything that may be missing, missing.
        fixture.result.record.faceChoice = nil
        fixture.result.record.sample.images = nil
        fixture.result.record.sample.subjects = nil
        for index in fixture.result.record.matchers.indices {
            var matcher = fixture.result.record.matchers[index]
            (matcher.version, matcher.images, matcher.failedImages, matcher.dPrime) = (nil, nil, nil, nil)
            (matcher.accuracy10Fold, matcher.accuracy10FoldWithFailures, matcher.groups) = (nil, nil, nil)
            (matcher.speed, matcher.imagesPerSecond, matcher.faceChoice) = (nil, nil, nil)
            fixture.result.record.matchers[index] = matcher
        }
        let text = try RenderedEvaluation(fixture).text("evaluation.json")
        #expect(try JSONSchemaCheck.problems(json: text, schema: "evaluation.schema.json") == "")
    }

    @Test func aFigureThatIsNotFiniteIsRefused() throws {
        var fixture = EvaluationFixture()
        fixture.result.record.matchers[0].auc = .nan
        #expect(code { _ = try RenderedEvaluation(fixture) } == .internalError)
    }

    @Test func scoresAreExactAndAFailureIsEmpty() throws {
        let text = try RenderedEvaluation(EvaluationFixture(matchers: ["opencv"])).text("scores.csv")
        #expect(
            text == """
                matcher,image_a,image_b,label,score
                opencv,a.jpg,b.jpg,1,0.1
                opencv,a.jpg,c.jpg,0,
                opencv,b.jpg,c.jpg,0,0.3333333333333333

                """)
    }

    @Test func withoutScoresTheFileHasItsHeader() throws {
        var fixture = EvaluationFixture()
        fixture.lines = []
        #expect(try RenderedEvaluation(fixture).text("scores.csv") == ScoresCSV.header)
    }

    @Test func theCurveFilesHoldTheCurves() throws {
        let fixture = EvaluationFixture(points: 20)
        let rendered = try RenderedEvaluation(fixture)
        for curve in fixture.result.curves {
            func rows(_ diagram: String) throws -> [[Double]] {
                try rendered.text("curves/\(curve.matcher)-\(diagram).csv").split(separator: "\n").dropFirst()
                    .map { $0.split(separator: ",").compactMap { Double($0) } }
            }
            #expect(try rows("det").map { Array($0.prefix(3)) } == curve.rates.map { [$0.threshold, $0.fmr, $0.fnmr] })
            #expect(try rows("roc") == curve.rates.map { [$0.threshold, $0.fmr, 1 - $0.fnmr] })
            #expect(
                try rows("histogram")
                    == curve.histogram.map { [$0.low, $0.high, Double($0.mated), Double($0.nonMated)] })
            #expect(
                try rows("reliability") == curve.reliability.map { [$0.predicted, $0.observed, Double($0.count)] })
            #expect(try rows("thresholds").map(\.[0]) == curve.rates.map(\.threshold).sorted())
        }
    }

    @Test func sameInputsSameBytes() throws {
        let (a, b) = (try RenderedEvaluation(EvaluationFixture()), try RenderedEvaluation(EvaluationFixture()))
        #expect(try a.files() == b.files())
        for file in try a.files() {
            let bytes = [a, b].map { FileManager.default.contents(atPath: "\($0.path)/\(file)") }
            #expect(bytes[0] == bytes[1], "\(file) differs")
        }
    }

    @Test func facesAreWrittenOnceAndOnlyIfTheyArePictures() throws {
        let rendered = try RenderedEvaluation(EvaluationFixture())
        let faces = try rendered.files().filter { $0.hasPrefix("faces/") }
        // Twelve pairs of two photos, of which those of pair 9 have no face; the fusion shows the first matcher's.
        #expect(faces.count == 22)
        #expect(faces.allSatisfy { $0.wholeMatch(of: /faces\/[0-9a-f]{64}\.jpg/) != nil })
        let hostile = try RenderedEvaluation(EvaluationFixture()) { _, _ in Array("<svg onload=alert(1)>".utf8) }
        #expect(try hostile.files().filter { $0.hasPrefix("faces/") } == [])
    }

    @Test func anErrorOfTheScoresLeavesNothing() throws {
        struct Broken: Error {}
        let folder = try TemporaryFolder()
        let result = EvaluationFixture().result
        #expect(
            code {
                try EvaluationRenderer.render(
                    result, scores: { _ in throw Broken() }, face: { _, _ in nil }, templates: Repository.templates(),
                    into: "\(folder.path)/out")
            } == .internalError)
        #expect(try folder.names() == [])
    }

    @Test func anEvaluationReplacesOnlyAnEvaluation() throws {
        let evaluation = try RenderedEvaluation(EvaluationFixture())
        let report = try Rendered(GeneratedArchive(count: 3))
        #expect(code { try OutputFolder.check(evaluation.path, for: .evaluation) } == nil)
        #expect(code { try OutputFolder.check(evaluation.path) } == .outputNotWritable)
        #expect(code { try OutputFolder.check(report.path, for: .evaluation) } == .outputNotWritable)
        let templates = try Repository.templates()
        #expect(
            code { try ReportRenderer.render(GeneratedArchive(count: 3), templates: templates, into: evaluation.path) }
                == .outputNotWritable)
        func render(into path: String) throws {
            try EvaluationRenderer.render(
                EvaluationFixture().result, scores: { _ in }, face: { _, _ in nil }, templates: templates, into: path)
        }
        #expect(code { try render(into: report.path) } == .outputNotWritable)
        #expect(code { try render(into: evaluation.path) } == nil)
        try evaluation.folder.write("mine", to: "out/notes.txt")
        #expect(code { try render(into: evaluation.path) } == .outputNotWritable)
    }

    @Test(arguments: [
        (["a", "b"], ["a", "b"]), (["A", "../x"], ["matcher-1", "matcher-2"]),
        (["matcher-2", ""], ["matcher-2", "matcher-2-"]), ([".", "a b", "x"], ["matcher-1", "matcher-2", "x"]),
    ])
    func fileNamesOfMatchersAreSafeAndDistinct(_ matchers: [String], _ expected: [String]) {
        let names = MatcherFileNames(matchers)
        #expect(matchers.map { names[$0] } == expected)
    }

    // field.md 7.1, "DET axis".
    @Test(arguments: [
        (0.5, 0), (0.4, -0.253347), (0.2, -0.841621), (0.1, -1.281552), (0.05, -1.644854), (0.02, -2.053749),
        (0.01, -2.326348), (0.001, -3.090232), (0.0001, -3.719016), (0.99, 2.326348), (0.9999, 3.719016),
    ])
    func theDETAxisIsTheNormalDeviate(_ share: Double, _ deviate: Double) {
        #expect(abs(NormalDeviate.of(share) - deviate) < 5e-7)
    }

    @Test(arguments: [
        (0.0, "0 %"), (0.012345, "1.23 %"), (0.314, "31.4 %"), (1, "100 %"), (0.000123, "0.0123 %"),
    ])
    func ratesHaveThreeDigits(_ rate: Double, _ text: String) {
        #expect(NumberText.percent(rate) == text)
    }
}
