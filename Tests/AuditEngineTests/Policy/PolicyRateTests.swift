import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// Thresholds by error rate.
@Suite struct PolicyRateTests {
    @Test(arguments: [
        (0.05, 0.05, 0.1), (0.5, 0.05, 0.1), (0.0499, 0.01, 0.2), (0.01, 0.01, 0.2), (0.0015, 0.001, 0.4),
        (0.001, 0.001, 0.4), (0.0003, 0.0003, 0.5),
    ]) func theLargestTabulatedRateNotAboveTheAskedOneCounts(asked: Double, tabulated: Double, score: Double) throws {
        let text = Samples.minimal.replacingOccurrences(
            of: "approve: 0.5, reject: 0.3",
            with: "approve: {max_false_match_rate: \(asked)}, reject: 0, calibration: c.json")
        let band = try #require(try parse(text).thresholds["opencv"])
        #expect(abs(band.approve - score) < 1e-12)
        #expect(band.approveSource.asked == asked)
        #expect(band.approveSource.point?.fmrTarget == tabulated)
        #expect(band.rejectSource == .score)
    }

    @Test func aScoreWithACalibrationStaysAScoreAndHasAConfidence() throws {
        let text = Samples.minimal + "calibration: c.json\n"
        let policy = try parse(text)
        #expect(policy.thresholds["opencv"]?.approve == 0.5)
        #expect(policy.calibrations.map(\.file) == ["c.json"])
        // ln LR = -5 + 10 x 0.6 = 1; 1 / (1 + exp(-1)) = 0.731058...
        #expect(PolicyEvaluator(policy).evaluate(.withRealNames(opencv: 0.6, dlib: 0.5)).confidence == 73.11)
    }

    @Test(arguments: [(50.0, 99.99), (-50, 0.01), (0, 50), (1, 73.11), (-1, 26.89)])
    func confidenceIsNeverCertainty(ratio: Double, percent: Double) {
        #expect(Confidence.percent(logLikelihoodRatio: ratio) == percent)
    }

    @Test func withoutACalibrationThereIsNoConfidence() throws {
        let result = PolicyEvaluator(try parse(Samples.minimal)).evaluate(.withRealNames(opencv: 0.6, dlib: 0.5))
        #expect(result.confidence == nil)
    }

    @Test func otherModelsAreRefused() throws {
        let policy = try parse(Samples.fused)
        func descriptor(_ name: String, _ metric: ScoreMetric, _ digest: String) -> MatcherDescriptor {
            MatcherDescriptor(
                name: name, version: "1", templateSize: 2, metric: metric, confidenceScale: .unit,
                models: [ModelDigest(file: "other-name.onnx", sha256: digest)])
        }
        try policy.check(against: [descriptor("opencv", .cosine, "opencv"), descriptor("dlib", .euclidean, "dlib")])
        let error = #expect(throws: AuditError.self) {
            try policy.check(against: [descriptor("opencv", .cosine, "changed")])
        }
        #expect(error?.code == .calibrationInvalid)
        #expect(error?.code.exitStatus == .configuration)
        for part in ["c.json", "opencv", "sha256 opencv", "sha256 changed"] {
            #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        }
    }

    @Test func showSaysRatesSampleAndFaceChoice() throws {
        let description = PolicyDescription(try parse(Samples.fused))
        for part in [
            "approve at FMR 0.1 %: tabulated 0.1 %, reached 0.1 %", "calibration: c.json, sha256 abab",
            "pairs.csv, 100000 non-mated and 1000 mated comparisons, central face", "opencv        cosine",
            "component", "the largest face", "central one",
        ] {
            #expect(description.text.contains(part), "\(part) is not in:\n\(description.text)")
        }
        #expect(description.warnings.allSatisfy { !$0.contains("plugin") })
    }

    @Test func theCalibrationIsInTheRunKey() throws {
        var policy = try parse(Samples.fused)
        let before = RequestKey.run(manifestSHA256: "", policy: policy, matchers: [], explicitAsOf: nil)
        for name in policy.thresholds.keys { policy.thresholds[name]?.calibration?.file.sha256 = "other" }
        #expect(RequestKey.run(manifestSHA256: "", policy: policy, matchers: [], explicitAsOf: nil) != before)
    }
}
