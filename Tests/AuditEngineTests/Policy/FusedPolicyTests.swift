import AuditCore
import Testing

@testable import AuditEngine

/// `fused` decides by the calibrated scores of its matchers.
@Suite struct FusedPolicyTests {
    // Approve at 1, reject below -2 (rates 1e-3 and 5e-2 of the example calibration).
    @Test(arguments: [
        // 8 x 0.7 - 8 x 0.3 = 3.2, and so on.
        (0.7, 0.3, Outcome.approved, 3.2), (0.5, 0.5, .review, 0), (0.1, 0.9, .rejected, -6.4),
    ]) func theJointWeightsApplyWhenAllScored(opencv: Double, dlib: Double, outcome: Outcome, ratio: Double) throws {
        let result = PolicyEvaluator(try parse(Samples.fused)).evaluate(.withRealNames(opencv: opencv, dlib: dlib))
        #expect(result.outcome == outcome)
        let fused = try #require(result.comparisons.first)
        #expect(fused.matcher == "fused" && fused.part == .deciding && fused.metric == .logLikelihoodRatio)
        #expect(abs((fused.score ?? .nan) - ratio) < 1e-9)
        #expect(result.comparisons.map(\.matcher) == ["fused", "dlib", "opencv"])
        #expect(result.comparisons.map(\.part) == [.deciding, .veto, .standby])
        #expect(result.comparisons.last?.approveThreshold == 0.4)
    }

    @Test func oneMatchersOwnWeightsApplyWhenOnlyItScored() throws {
        var evidence = Evidence.withRealNames(opencv: 0.7, dlib: 0.3)
        evidence.see([], by: "dlib", on: .selfie)
        let result = PolicyEvaluator(try parse(Samples.fused)).evaluate(evidence)
        #expect(result.outcome == .approved)
        // -5 + 10 x 0.7
        #expect(abs((result.comparisons.first?.score ?? .nan) - 2) < 1e-9)
        #expect(result.reasons.map(\.code).sorted { $0.rawValue < $1.rawValue } == [.faceMatch, .matcherMissing])
        #expect(result.reasons.first { $0.code == .matcherMissing }?.matcher == "dlib")
    }

    @Test func withoutAnyScoreAPersonLooks() throws {
        var evidence = Evidence.withRealNames(opencv: 0.7, dlib: 0.3)
        evidence.see([], by: "dlib", on: .selfie)
        evidence.see([], by: "opencv", on: .selfie)
        let result = PolicyEvaluator(try parse(Samples.fused)).evaluate(evidence)
        #expect(result.outcome == .review)
        #expect(result.confidence == nil)
        #expect(result.reasons.map(\.code) == [.noFace, .matcherMissing])
    }

    @Test func aComponentThatTheRunCannotUseIsForReview() throws {
        var evidence = Evidence.withRealNames(opencv: 0.7, dlib: 0.3)
        evidence.remove("opencv")
        let result = PolicyEvaluator(try parse(Samples.fused)).evaluate(evidence)
        #expect(result.outcome == .review)
        #expect(result.reasons.filter { $0.code == .matcherUnavailable }.map(\.matcher) == ["opencv"])
    }

    @Test(arguments: ["opencv", "dlib"]) func poorFacesOfEachScoringMatcherCount(_ name: String) throws {
        let text = Samples.fused + "multiple_faces: {min_relative_area: 0.5, min_confidence: 0.8}\n"
        var evidence = Evidence.withRealNames(opencv: 0.7, dlib: 0.3)
        evidence.see([.example(), .example()], by: name, on: .selfie)
        let result = PolicyEvaluator(try parse(text)).evaluate(evidence)
        #expect(result.outcome == .review)
        #expect(result.reasons.first?.code == .multipleFaces)
        #expect(result.reasons.first?.matcher == name)
    }

    @Test(
        arguments: [
            (["opencv"], ["opencv"], []), (["dlib"], ["dlib"], []), (["opencv", "dlib"], ["fused"], ["dlib"]),
            (["fused"], ["fused"], []),
        ] as [([String], [String], [String])])
    func aSelectionKeepsTheRates(selected: [String], order: [String], veto: [String]) throws {
        let result = try parse(Samples.fused).restricted(to: selected, available: ["opencv", "dlib"])
        #expect(result.policy.order == order)
        #expect(result.policy.veto == veto)
        #expect(result.notices == [])
        #expect(result.policy.thresholds[order[0]]?.approveSource.asked == 0.001)
    }

    @Test func aMatcherWithCalibratedModelsUsesTheirCalibration() throws {
        let policy = try parse(Samples.fused)
        let models = [
            "openvino": [
                ModelDigest(file: "script.py", sha256: "x"), ModelDigest(file: "other.onnx", sha256: "opencv"),
            ]
        ]
        let result = try policy.restricted(to: ["openvino"], available: ["openvino"], models: models).policy
        #expect(result.order == ["openvino"])
        #expect(result.thresholds["openvino"]?.approve == policy.thresholds["opencv"]?.approve)
    }
}
