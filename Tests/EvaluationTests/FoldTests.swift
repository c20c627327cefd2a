import AuditCore
import Testing

@testable import Evaluation

/// LFW's protocol: accuracy over folds.
@Suite struct FoldTests {
    private func accuracies(_ table: TrialTable) throws -> (plain: FoldAccuracy, withFailures: FoldAccuracy) {
        let matcher = try EvaluatorTests.evaluate(table).record.matchers[0]
        return (try #require(matcher.accuracy10Fold), try #require(matcher.accuracy10FoldWithFailures))
    }

    @Test func meanAndStandardErrorOfThreeFoldsWorkedByHand() throws {
        // Thresholds 0.25, 0.25 and 0.35 from the other folds; right are 3, 3 and 2 of 4, the failure is the last fold's.
        let scores = [0.9, 0.6, 0.5, 0.2, 0.8, 0.4, 0.3, 0.1, 0.7, 0.3, 0.6, 0.2, .nan]
        let mated = [true, true, false, false]
        let found = try accuracies(
            TrialTable(
                mated: mated + mated + mated + [true], scores: [scores],
                folds: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]))
        #expect(isNear(found.plain.mean, 2.0 / 3, 1e-12) && isNear(found.plain.standardError, 1.0 / 12, 1e-12))
        #expect(isNear(found.withFailures.mean, 1.9 / 3, 1e-12))
        #expect(isNear(found.withFailures.standardError, 0.35 / 3, 1e-12))
    }

    @Test func theTestedFoldHasNoSayInItsThreshold() throws {
        // Nine folds separate at 0, the last one at 10: its own threshold would make it perfect.
        let table = TrialTable(
            mated: (0..<10).flatMap { _ in [true, false] },
            scores: [(0..<10).flatMap { $0 < 9 ? [1.0, -1] : [11, 9] }], folds: (0..<20).map { Int32($0 / 2) })
        let found = try accuracies(table)
        #expect(isNear(found.plain.mean, 0.95, 1e-12) && isNear(found.plain.standardError, 0.05, 1e-12))
        #expect(found.plain == found.withFailures)
    }

    @Test func aFoldOfFailuresAloneHasNoRightDecision() throws {
        let table = TrialTable(
            mated: [true, false, true, false, true, false], scores: [[1, 0, 1, 0, .nan, .nan]],
            folds: [0, 0, 1, 1, 2, 2])
        let found = try accuracies(table)
        #expect(found.plain.mean == 1 && isNear(found.withFailures.mean, 2.0 / 3, 1e-12))
    }

    @Test func aMiddleThatCannotBeWrittenIsNotRoundedDown() throws {
        let lower = 1.0
        let table = TrialTable(
            mated: [true, false, true, false], scores: [[lower.nextUp, lower, lower.nextUp, lower]],
            folds: [0, 0, 1, 1])
        #expect(try accuracies(table).plain.mean == 1)
    }

    @Test func sixThousandPairsWithTiesGiveWhatCountingGives() throws {
        var generator = SplitMix64(seed: 11)
        let mated = (0..<6000).map { $0 / 300 % 2 == 0 }
        let scores = mated.map { isMated -> Double in
            let score = Int.random(in: 0..<80, using: &generator) + (isMated ? 45 : 0)
            return Int.random(in: 0..<100, using: &generator) == 0 ? .nan : Double(score)
        }
        let folds = (0..<6000).map { $0 / 600 }
        var plain: [Double] = []
        var strict: [Double] = []
        for fold in 0..<10 {
            func right(_ threshold: Double, _ belongs: (Int) -> Bool) -> Int {
                (0..<6000).count { belongs(folds[$0]) && !scores[$0].isNaN && (scores[$0] >= threshold) == mated[$0] }
            }
            // Rising; the first of equally good ones. Between 45 and 80 both classes occur.
            let candidates = (40...85).map { Double($0) - 0.5 }
            let counts = candidates.map { right($0) { $0 != fold } }
            let best = candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
            let own = right(best) { $0 == fold }
            plain.append(Double(own) / Double((0..<6000).count { folds[$0] == fold && !scores[$0].isNaN }))
            strict.append(Double(own) / 600)
        }
        let found = try accuracies(TrialTable(mated: mated, scores: [scores], folds: folds.map { Int32($0) }))
        for (accuracy, expected) in [(found.plain, plain), (found.withFailures, strict)] {
            let mean = expected.reduce(0, +) / 10
            let variance = expected.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9
            #expect(isNear(accuracy.mean, mean, 1e-12))
            #expect(isNear(accuracy.standardError, (variance / 10).squareRoot(), 1e-12))
        }
        #expect(found.withFailures.mean < found.plain.mean)
    }
}
