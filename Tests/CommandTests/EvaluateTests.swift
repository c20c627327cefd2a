import AuditTesting
import Foundation
import Testing

/// `auditor evaluate` from outside, on scores whose figures are known from elsewhere.
@Suite(.tags(.endToEnd)) struct EvaluateScoresTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Fisher's Iris sepal length, setosa against versicolor: field.md (c) 7.1, figures from bob.measure.
    private static let negatives = """
        5.1 4.9 4.7 4.6 5.0 5.4 4.6 5.0 4.4 4.9 5.4 4.8 4.8 4.3 5.8 5.7 5.4 5.1 5.7 5.1 5.4 5.1 4.6 5.1 4.8 5.0 5.0 5.2 \
        5.2 4.7 4.8 5.4 5.2 5.5 4.9 5.0 5.5 4.9 4.4 5.1 5.0 4.5 4.4 5.0 5.1 4.8 5.1 4.6 5.3 5.0
        """
    private static let positives = """
        7.0 6.4 6.9 5.5 6.5 5.7 6.3 4.9 6.6 5.2 5.0 5.9 6.0 6.1 5.6 6.7 5.6 5.8 6.2 5.6 5.9 6.1 6.3 6.1 6.4 6.6 6.8 6.7 \
        6.0 5.7 5.5 5.5 5.8 6.0 5.4 6.0 6.7 6.3 5.6 5.5 5.5 6.1 5.8 5.0 5.6 5.7 5.7 6.2 5.1 5.7
        """

    private func writeIris(distance: Bool = false) throws {
        func rows(_ text: String, _ label: Int) -> [String] {
            text.split(separator: " ").map { "iris,\(distance ? "-" : "")\($0),\(label)" }
        }
        let lines = ["matcher,score,label"] + rows(Self.negatives, 0) + rows(Self.positives, 1)
        try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "scores.csv")
    }

    private func evaluate(_ more: [String] = []) async throws -> Programs.Ending {
        try await Programs.auditor(
            ["evaluate", "scores.csv", "--format", "scores", "--output", "out", "--progress", "none"] + more,
            in: folder)
    }

    private func matcher() throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: folder.file("out/evaluation.json")))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require((json["matchers"] as? [[String: Any]])?.first)
    }

    @Test(arguments: [false, true])
    func theIrisScoresGiveThePublishedFiguresInEitherDirection(distance: Bool) async throws {
        try writeIris(distance: distance)
        let ending = try await evaluate(distance ? ["--distance", "iris"] : [])
        #expect(ending.status == 0, "\(ending.errors)")
        for name in ["evaluation", "calibration"] {
            let json = try String(contentsOf: URL(filePath: folder.file("out/\(name).json")), encoding: .utf8)
            #expect(try JSONSchemaCheck.problems(json: json, schema: "\(name).schema.json") == "")
        }
        let found = try matcher()
        let eer = try #require(found["eer"] as? [String: Any])
        #expect(abs(try #require(eer["value"] as? Double) - 0.1163636) < 1e-6)
        #expect(eer["convention"] as? String == "rocch")
        #expect(abs(try #require(found["auc"] as? Double) - 0.9326) < 1e-9)
        #expect(abs(try #require(found["min_cllr"] as? Double) - 0.4030620) < 1e-6)
        let points = try #require(found["operating_points"] as? [[String: Any]])
        let point = try #require(points.first { $0["fmr_target"] as? Double == 0.01 })
        #expect(point["fmr"] as? Double == 0)
        #expect(point["fnmr"] as? Double == 0.48)
        #expect(point["supported"] as? Bool == false)
        #expect(abs(try #require(point["threshold"] as? Double) - (distance ? -5.9 : 5.9)) < 1e-12)
    }

    @Test func gatesOfMatchersWithoutCommonPairsAreCheckedEachByItsOwn() async throws {
        let rows = ["a", "b"].flatMap { name in (0..<60).map { "\(name),\($0),\($0 < 30 ? 0 : 1)" } }
        try folder.write(Array((["matcher,score,label"] + rows).joined(separator: "\n").utf8), to: "scores.csv")
        let ending = try await evaluate(["--gate", "a.auc>=0.9", "--gate", "b.fmr@threshold=30<=0.2"])
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.contains("gate holds: a.auc>=0.9"))
        #expect(ending.output.contains("gate holds: b.fmr@threshold=30<=0.2"))
    }

    @Test(arguments: [
        "iris.fnmr@fmr=0.1<=0.9", "iris.fnmr@fmr=0.1<=0.01",
    ])
    func aGateThatTheSampleCannotSupportExits1(claim: String) async throws {
        try writeIris()
        let ending = try await evaluate(["--gate", claim])
        #expect(ending.status == 1)
        #expect(ending.output.contains("gate fails"))
    }

    @Test(arguments: [
        ["--gate", "iris.fnmr<=x"], ["--gate", "other.fnmr@fmr=0.1<=0.5"], ["--distance", "other"],
    ])
    func aWrongOptionExits64BeforeAnythingIsWritten(options: [String]) async throws {
        try writeIris()
        let ending = try await evaluate(options)
        #expect(ending.status == 64, "\(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
    }

    @Test(arguments: [
        ("m,a,b,0.9,1\nm,a,c,0.1,0\nn,a,b,0.8,1\nn,a,c,0.3,0", 1),
        ("m,a,b,0.9,1\nm,a,c,0.1,0\nm,a,c,0.2,0\nn,a,b,0.8,1\nn,a,c,0.3,0\nn,a,d,0.2,0", 0),
    ])
    func onlyMatchersThatScoredTheSamePairsOnceAreCompared(rows: String, comparisons: Int) async throws {
        try folder.write(Array(("matcher,image_a,image_b,score,label\n" + rows + "\n").utf8), to: "scores.csv")
        let ending = try await evaluate()
        #expect(ending.status == 0, "\(ending.errors)")
        let data = try Data(contentsOf: URL(filePath: folder.file("out/evaluation.json")))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect((json["comparisons"] as? [Any])?.count == comparisons)
        let matchers = try #require(json["matchers"] as? [[String: Any]])
        #expect(matchers.allSatisfy { $0["failure_to_acquire"] as? Double == 0 })
    }

    /// What `field.md` calls the best case is no case at all without comparisons.
    @Test(
        arguments: [
            ("matcher,score,label\n", "no scores"), ("", "empty"),
            ("matcher,score,label\nm,1e200,1\n", "below 1e150"), ("matcher,score,label\nm,nan,1\n", "finite"),
            ("Given Name.jpg,x,1\n", "column 1"),
            (
                "matcher,image_a,image_b,score,label\nm,a,b,0.9,1\nm,a,c,0.1,0\nn,a,b,0.8,0\nn,a,c,0.3,0\n",
                "another label"
            ), ("matcher,score,label,subject_a,subject_b\nm,1,1,p,q\n", "contradicts"),
        ])
    func aFaultInTheFileIsNamedWithoutItsContents(text: String, words: String) async throws {
        try folder.write(Array(text.utf8), to: "scores.csv")
        let ending = try await evaluate()
        #expect(ending.status == 65, "\(ending.errors)")
        #expect(ending.errors.contains(words), "\(ending.errors)")
        #expect(!ending.errors.contains("Given Name"))
    }

    @Test func bothFilesMeetTheirPublishedSchemas() async throws {
        try writeIris(distance: true)
        #expect(try await evaluate(["--distance", "iris"]).status == 0)
        for name in ["evaluation", "calibration"] {
            let json = try String(contentsOfFile: folder.file("out/\(name).json"), encoding: .utf8)
            #expect(try JSONSchemaCheck.problems(json: json, schema: "\(name).schema.json") == "")
        }
    }

    /// Two matchers that are never compared are evaluated apart, each with its own gates.
    @Test func aGateIsAboutOneMatcherOfSeveral() async throws {
        let rows = (0..<200).flatMap { ["a,\($0 % 2),\($0 % 2)", "b,0.\($0 * 37 % 100),\($0 % 2)"] }
        try folder.write(Array(("matcher,score,label\n" + rows.joined(separator: "\n") + "\n").utf8), to: "scores.csv")
        let good = try await evaluate(["--gate", "a.eer<=0.05"])
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.errors.contains("evaluated apart"))
        #expect(try await evaluate(["--gate", "b.eer<=0.05"]).status == 1)
    }

    @Test(arguments: [["--fuse"], ["--fuse", "--matcher", "m"]])
    func aFusionNeedsMatchersWithTheSamePairs(options: [String]) async throws {
        try folder.write(
            Array("matcher,image_a,image_b,score,label\nm,a,b,1,1\nm,a,c,0,0\nn,x,b,1,1\nn,a,c,0,0\n".utf8),
            to: "scores.csv")
        let ending = try await evaluate(options)
        #expect(ending.status == 64)
        #expect(ending.errors.contains("--fuse needs"))
    }

    @Test func selectedMatchersAreComparedLikeAll() async throws {
        let rows = ["m,a,b,1,1", "m,a,c,0,0", "n,a,b,1,1", "n,a,c,0,0", "o,x,y,1,1"]
        try folder.write(
            Array(("matcher,image_a,image_b,score,label\n" + rows.joined(separator: "\n")).utf8), to: "scores.csv")
        #expect(try await evaluate(["--matcher", "m", "--matcher", "n"]).status == 0)
        let data = try Data(contentsOf: URL(filePath: folder.file("out/evaluation.json")))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect((json["comparisons"] as? [Any])?.count == 1)
    }

    /// A million scores take seconds, ten million a minute: nobody waits for them after Ctrl-C.
    @Test(.tags(.slow), arguments: [0.3, 1.5])
    func aStopIsHeardWhileScoresAreReadAndEvaluated(seconds: Double) async throws {
        let rows = (0..<2_000_000).map { "m,\($0 &* 2_654_435_761 % 1_000_003),\($0 & 1)\n" }
        try folder.write(Array(("matcher,score,label\n" + rows.joined()).utf8), to: "scores.csv")
        let process = try Programs.start(
            ["evaluate", "scores.csv", "--format", "scores", "--output", "out", "--progress", "none"], in: folder)
        Programs.signal(process, SIGINT, after: seconds)
        let ending = try await Programs.finish(process, in: folder)
        #expect(ending.status == 75, "\(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
    }

    @Test func aForgottenDistanceIsRemarkedOn() async throws {
        try writeIris(distance: true)
        #expect(try await evaluate().errors.contains("--distance iris"))
    }

    @Test(arguments: [["--workers", "1"], ["--images-root", "."], ["--plugins", "p.yaml"]])
    func anOptionThatWouldChangeNothingIsAMistake(options: [String]) async throws {
        try writeIris()
        let ending = try await evaluate(options)
        #expect(ending.status == 64)
        #expect(ending.errors.contains(options[0]))
    }

    @Test func scoresOfOneClassOnlyAreRefusedWithASentence() async throws {
        try folder.write(Array("matcher,score,label\nm,0.5,1\n".utf8), to: "scores.csv")
        let ending = try await evaluate()
        #expect(ending.status == 65)
        #expect(ending.errors.contains("non-mated"))
    }
}

/// `auditor evaluate` with real matchers and photos.
@Suite(.tags(.models, .endToEnd), .enabled(if: Repository.hasModels, "needs the models: make setup"))
struct EvaluateImagesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func missingImagesExit66WithTheirNumber() async throws {
        try folder.write(Array("image_a,image_b,label\nnowhere.jpg,nothing.jpg,1\n".utf8), to: "pairs.csv")
        let ending = try await Programs.auditor(
            ["evaluate", "pairs.csv", "--output", "out", "--progress", "none"], in: folder)
        #expect(ending.status == 66)
        #expect(ending.errors.contains("2 of 2 images"))
        #expect(ending.errors.contains("pair 1"))
        #expect(!ending.errors.contains("nowhere.jpg"))
    }

    /// Figures of DESIGN.md 5 for all pairs, with room for the 300 of the quick list.
    @Test(.enabled(if: Repository.measuringData != nil, "needs ../shared/data/lfw-view1"), .tags(.slow))
    func theQuickPairsGiveTheKnownFiguresForBothMatchersAndTheirFusion() async throws {
        let data = try #require(Repository.measuringData)
        let ending = try await Programs.auditor(
            [
                "evaluate", data + "/pairs-quick.csv", "--images-root", data + "/images", "--face-choice", "central",
                "--fuse", "--output", "out", "--progress", "none",
            ], in: folder)
        #expect(ending.status == 0, "\(ending.errors)")
        let bytes = try Data(contentsOf: URL(filePath: folder.file("out/evaluation.json")))
        let json = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        let matchers = try #require(json["matchers"] as? [[String: Any]])
        #expect(Set(matchers.compactMap { $0["name"] as? String }) == ["opencv", "dlib", "fused"])
        for matcher in matchers {
            #expect(matcher["mated"] as? Int == 150)
            #expect(matcher["non_mated"] as? Int == 150)
            #expect(try #require((matcher["eer"] as? [String: Any])?["value"] as? Double) < 0.04)
            #expect(try #require(matcher["auc"] as? Double) > 0.98)
        }
        let lines = try String(contentsOfFile: folder.file("out/scores.csv"), encoding: .utf8)
            .split(separator: "\n")
        #expect(lines.count == 1 + 3 * 300)
        #expect(lines.first == "matcher,image_a,image_b,label,score")
    }
}
