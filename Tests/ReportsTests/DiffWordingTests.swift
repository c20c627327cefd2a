import AuditCore
import AuditTesting
import Testing

@testable import Reports

@Suite struct DiffWordingTests {
    /// A difference of 1,000 requests with these flips.
    private func diff(_ flips: [(Outcome, Outcome, [RunDiff.Cause])]) -> RunDiff {
        var diff = DiffFixture.empty()
        diff.unchanged = 1000 - flips.count
        diff.matrix = [.approved: [.approved: diff.unchanged]]
        for (index, (from, to, causes)) in flips.enumerated() {
            diff.matrix[from, default: [:]][to, default: 0] += 1
            diff.flips.append(
                RunDiff.Flip(
                    requestID: "\(index)", from: from, to: to, causes: causes, rowA: 1, rowB: 1, reasonsA: [],
                    reasonsB: [], scores: []))
        }
        return diff
    }

    @Test func oneCauseForAllIsSaidOnce() {
        let text = DiffConclusion(
            diff([
                (.approved, .review, [.threshold]), (.approved, .review, [.threshold]),
                (.review, .approved, [.threshold]),
            ]))
        #expect(
            text.lead
                == "3 of 1,000 requests (0.3 %) are decided otherwise, all by the new threshold; "
                + "nobody who was approved is rejected.")
        #expect(
            text.facts == [
                "Nobody who was rejected is approved.", "Of these requests, 2 wait for a person; before, 1 did.",
            ])
    }

    @Test func causesAreCountedAndHarmIsNamed() {
        let text = DiffConclusion(
            diff([
                (.approved, .rejected, [.threshold, .model]), (.rejected, .approved, [.image]),
                (.approved, .rejected, [.threshold]),
            ]))
        #expect(
            text.lead
                == "3 of 1,000 requests (0.3 %) are decided otherwise, 2 by the new threshold, 1 by the new model, "
                + "1 by another photo (one request may have several causes); 2 that were approved are now rejected.")
        #expect(text.facts == ["1 request that was rejected is now approved."])
    }

    @Test func oneFlipIsSingular() {
        let text = DiffConclusion(diff([(.approved, .rejected, [.policy])]))
        #expect(
            text.lead
                == "1 of 1,000 requests (0.1 %) is decided otherwise, by the new policy; "
                + "1 that was approved is now rejected.")
    }

    @Test func requestsInOneRunOnlyAreNotFlipsOfADecision() {
        var diff = diff([])
        (diff.new, diff.gone, diff.unkeyed) = (5, 1, 2)
        for index in 0..<6 {
            diff.flips.append(
                RunDiff.Flip(
                    requestID: "\(index)", from: index < 1 ? .approved : nil, to: index < 1 ? nil : .review,
                    causes: [index < 1 ? .gone : .new], rowA: nil, rowB: nil, reasonsA: [], reasonsB: [], scores: []))
        }
        let text = DiffConclusion(diff)
        #expect(text.lead == "All 1,000 requests in both runs are decided as before.")
        #expect(
            text.facts == [
                "5 requests are in the later run only, and 1 request is in the earlier run only.",
                "2 rows without a request id of their own were not compared.",
            ])
    }

    @Test func nothingInCommonIsSaid() {
        let text = DiffConclusion(DiffFixture.empty(compared: 0))
        #expect(text.lead == "No request is in both runs, so there is nothing to compare.")
        #expect(text.facts.isEmpty)
    }

    @Test(arguments: [
        (0.4125, 0.398, 0.4, "0.413 → 0.398"), (0.5, 0.5, 0.6, "0.500"), (0.49996, 0.51, 0.5, "0.49996 → 0.51000"),
        (nil, 0.25, 0.5, "– → 0.250"), (nil, nil, 0.5, "–"), (.nan, 0.5, 0.5, "– → 0.500"),
    ])
    func aScoreNextToItsThresholdIsNotShownOnIt(_ a: Double?, _ b: Double?, _ threshold: Double, _ text: String) {
        #expect(DiffWording.pair(a, b, digits: DiffWording.digits([a, b, threshold])) == text)
    }
}
