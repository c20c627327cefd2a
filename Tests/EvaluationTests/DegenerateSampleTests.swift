import AuditCore
import Testing

@testable import Evaluation

/// Samples at which a careless formula divides by zero.
@Suite struct DegenerateSampleTests {
    private func isSound(_ matcher: MatcherEvaluation) -> Bool {
        let values =
            [matcher.eer.value, matcher.eer.threshold, matcher.auc, matcher.cllr, matcher.minCllr]
            + [matcher.likelihoodRatio.intercept] + matcher.likelihoodRatio.weights
            + matcher.operatingPoints.flatMap {
                [$0.fmr, $0.fnmr, $0.far, $0.frr, $0.threshold] + $0.fmrCI95 + $0.fnmrCI95
            }
        return values.allSatisfy(\.isFinite) && matcher.operatingPoints.allSatisfy { $0.fmr <= $0.fmrTarget }
    }

    @Test(arguments: [0, -0.0, 1, -1e149, 1e-300]) func oneScoreForAllIsEvaluated(score: Double) throws {
        let table = TrialTable(mated: Array(repeating: score, count: 5), nonMated: Array(repeating: score, count: 7))
        let matcher = try EvaluatorTests.evaluate(table).record.matchers[0]
        #expect(isSound(matcher) && matcher.auc == 0.5 && matcher.eer.value == 0.5 && matcher.dPrime == nil)
        #expect(isNear(matcher.cllr, 1, 1e-6) && isNear(matcher.minCllr, 1, 1e-9))
        #expect(matcher.operatingPoints.allSatisfy { $0.falseMatches == 0 && $0.falseNonMatches == 5 })
    }

    @Test(arguments: [1.0, 1e-6, 1e6]) func classesWithoutOverlapHaveAFiniteCalibration(scale: Double) throws {
        let table = TrialTable(
            mated: (0..<40).map { (10 + Double($0)) * scale }, nonMated: (0..<40).map { -Double($0) * scale })
        let matcher = try EvaluatorTests.evaluate(table).record.matchers[0]
        #expect(isSound(matcher) && matcher.cllr < 0.01 && matcher.minCllr == 0 && matcher.eer.value == 0)
        #expect(matcher.likelihoodRatio.weights[0] > 0)
        let middle = matcher.likelihoodRatio.logLikelihoodRatio([5 * scale])
        #expect(abs(middle) < 20)
    }

    @Test func scoresThatAreNoNumbersAreFailures() throws {
        let table = TrialTable(
            mated: [1, 2, .nan, .infinity], nonMated: [0, -1, -.infinity, 1e200, .signalingNaN])
        let matcher = try EvaluatorTests.evaluate(table).record.matchers[0]
        #expect(isSound(matcher) && matcher.mated == 2 && matcher.matedFailed == 2)
        #expect(matcher.nonMated == 2 && matcher.nonMatedFailed == 3 && matcher.failureToAcquire == 5.0 / 9)
    }

    @Test func noComparisonAndNoMatcherAreErrors() {
        #expect(throws: EvaluationError.self) { try EvaluatorTests.evaluate(TrialTable(mated: [], scores: [[]])) }
        #expect(throws: EvaluationError.self) { try EvaluatorTests.evaluate(TrialTable(mated: [], scores: []), []) }
    }

    @Test func oneSubjectHasNoIntervalOverSubjects() throws {
        let table = TrialTable(
            mated: [true, true, false], scores: [[2, 3, 1]], subjectA: [0, 0, 0], subjectB: [0, 0, 0])
        let record = try EvaluatorTests.evaluate(table, gates: ["x.fmr@threshold=2<=1"]).record
        #expect(record.matchers[0].operatingPoints[0].fmrCI95Subjects == nil && record.replicates == 0)
        #expect(record.gates[0].interval == BinomialInterval.clopperPearson(0, of: 1))
    }

    @Test(arguments: [1, 2, 3, 30, 31, 999, 1000, 1001]) func theReachedRateIsTheHighestNotAboveTheAskedOne(count: Int)
    {
        // One score each: k / n can be reached for every k.
        let distribution = ReferenceSamples.distribution([0.5], (0..<count).map(Double.init))
        let targets = [0.5, 1.0 / 3, 0.1, 0.01, 1e-3, 1e-4]
        for (target, errors) in zip(targets, distribution.thresholds(atMost: targets)) {
            #expect(Double(errors.falseMatches) / Double(count) <= target)
            #expect(Double(errors.falseMatches + 1) / Double(count) > target)
        }
    }
}
