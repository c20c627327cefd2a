import AuditCore
import Testing

@testable import Evaluation

@Suite struct EvaluatorTests {
    static let sample = Calibration.Sample(
        file: "x.csv", sha256: "00", format: "scores", images: nil, subjects: nil)

    static func subject(_ name: String, _ metric: ScoreMetric = .cosine) -> MatcherEvaluation.Subject {
        .init(name: name, version: nil, metric: metric, models: [], images: nil, failedImages: nil, speed: nil)
    }

    static func evaluate(
        _ table: TrialTable, _ names: [String] = ["x"], metric: ScoreMetric = .cosine, fuse: Bool = false,
        gates: [String] = []
    ) throws -> EvaluationResult {
        let options = EvaluationOptions(
            fuse: fuse, gates: try gates.map { try GateClaim($0) }, replicates: 200, toolVersion: "1")
        return try Evaluator(options: options).evaluate(
            table, matchers: names.map { subject($0, metric) }, sample: sample, faceChoice: nil)
    }

    /// Two noisy matchers on pairs of 40 subjects.
    static func noisy(repeated: Int = 1) -> TrialTable {
        var generator = SplitMix64(seed: 3)
        var table = TrialTable(mated: [], scores: [[], []])
        for trial in 0..<1600 {
            let isMated = trial % 4 == 0
            let first = Int32(trial % 40)
            let a = Double.random(in: -1...1, using: &generator) + (isMated ? 1.2 : 0)
            let b = Double.random(in: -1...1, using: &generator) + (isMated ? 0.8 : 0)
            for _ in 0..<repeated {
                table.mated.append(isMated)
                table.scores[0].append(trial % 50 == 0 ? .nan : a)
                table.scores[1].append(trial % 75 == 0 ? .nan : b)
                table.subjectA.append(first)
                table.subjectB.append(isMated ? first : (first + Int32(1 + trial % 17)) % 40)
            }
        }
        return table
    }

    @Test func aDistanceGivesTheRatesOfTheNegatedSimilarity() throws {
        let table = TrialTable(mated: ReferenceSamples.irisMated, nonMated: ReferenceSamples.irisNonMated)
        var negated = table
        negated.scores = [table.scores[0].map { -$0 }]
        let plain = try Self.evaluate(table).record.matchers[0]
        let other = try Self.evaluate(negated, metric: .euclidean).record.matchers[0]
        #expect(isNear(plain.eer.value, 0.1163636) && plain.eer.value == other.eer.value)
        #expect(plain.eer.threshold == -other.eer.threshold)
        #expect(plain.operatingPoints.map(\.threshold) == other.operatingPoints.map { -$0.threshold })
        #expect(plain.operatingPoints.map(\.fnmr) == other.operatingPoints.map(\.fnmr))
        #expect(isNear(plain.cllr, other.cllr, 1e-9))
    }

    @Test func aMissingClassIsAnErrorWithASentence() {
        #expect(throws: EvaluationError.self) { try Self.evaluate(TrialTable(mated: [1, 2], nonMated: [])) }
        #expect(throws: EvaluationError.self) { try Self.evaluate(TrialTable(mated: [1], nonMated: [.nan])) }
    }

    @Test func fusionScoresWhateverSomeMatcherScored() throws {
        let result = try Self.evaluate(Self.noisy(), ["a", "b"], fuse: true)
        let fused = try #require(result.record.matchers.last)
        #expect(fused.name == "fused" && fused.matedFailed + fused.nonMatedFailed == 11)
        #expect(fused.eer.value < result.record.matchers[0].eer.value)
        #expect(fused.eer.value < result.record.matchers[1].eer.value)
        #expect(result.record.comparisons.map { $0.a + " " + $0.b } == ["a b", "a fused", "b fused"])
        let fusion = try #require(result.calibration.fusion)
        #expect(fusion.combinations.map(\.matchers) == [["a"], ["b"], ["a", "b"]])
        #expect(fusion.combinations[0].map == result.calibration.matchers[0].likelihoodRatio)
        #expect(result.calibration.matchers[2].likelihoodRatio == LogisticMap(intercept: 0, weights: [1]))
        #expect(result.curves.count == 3)
    }

    @Test func repeatingEveryComparisonNarrowsOnlyTheIntervalThatIgnoresSubjects() throws {
        let once = try Self.evaluate(Self.noisy(), ["a", "b"]).record.matchers[0].operatingPoints[0]
        let nine = try Self.evaluate(Self.noisy(repeated: 9), ["a", "b"]).record.matchers[0].operatingPoints[0]
        let (few, many) = (try #require(once.fmrCI95Subjects), try #require(nine.fmrCI95Subjects))
        #expect(isNear(few[0], many[0], 1e-12) && isNear(few[1], many[1], 1e-12) && few[1] > few[0])
        let (fewFNMR, manyFNMR) = (try #require(once.fnmrCI95Subjects), try #require(nine.fnmrCI95Subjects))
        #expect(isNear(fewFNMR[0], manyFNMR[0], 1e-12) && isNear(fewFNMR[1], manyFNMR[1], 1e-12))
        let shrinkage = (once.fmrCI95[1] - once.fmrCI95[0]) / (nine.fmrCI95[1] - nine.fmrCI95[0])
        #expect(shrinkage > 2.8 && shrinkage < 3.4)
    }

    @Test func swappingMatchersFlipsTheSignAndKeepsTheP() throws {
        let table = Self.noisy()
        var swapped = table
        swapped.scores.reverse()
        let one = try Self.evaluate(table, ["a", "b"]).record.comparisons[0]
        let other = try Self.evaluate(swapped, ["b", "a"]).record.comparisons[0]
        #expect(one.pValue == other.pValue && one.difference == -other.difference && one.winner == other.winner)
        #expect(isNear(one.differenceCI95[0], -other.differenceCI95[1], 1e-12))
        #expect(one.disagreements.count == min(1000, one.disagreementCount))
    }

    @Test func logisticCalibrationOfTwoScoresIsTheirLogRatio() throws {
        let map = try #require(
            LogisticRegression.fit(
                mated: [1, 1, 1, 1, 1, 1, 1, 1, 0], nonMated: [0, 0, 0, 0, 0, 0, 0, 0, 1], width: 1))
        #expect(isNear(map.logLikelihoodRatio([1]), 2.0794415416798357, 1e-3))
        #expect(isNear(map.logLikelihoodRatio([0]), -2.0794415416798357, 1e-3))
    }

    @Test func theVerdictNeedsBothBounds() {
        func verdict(_ falseMatches: Int, of n: Int, _ misses: Int, of m: Int) -> StandardVerdict.Result {
            // Mated scores between the two kinds of non-mated ones leave one sensible threshold.
            StandardCheck.nist80063A(
                ReferenceSamples.distribution(
                    (0..<m).map { $0 < misses ? 0 : 1 }, (0..<n).map { $0 < falseMatches ? 1 : 0 }),
                direction: .similarity
            ).result
        }
        #expect(verdict(4, of: 100_000, 20, of: 3000) == .passed)
        #expect(verdict(5, of: 100_000, 20, of: 3000) == .notDemonstrable)
        #expect(verdict(0, of: 10_000, 0, of: 3000) == .notDemonstrable)
        #expect(verdict(4, of: 100_000, 21, of: 3000) == .notDemonstrable)
        #expect(verdict(0, of: 100_000, 300, of: 3000) == .failed)
    }

    @Test func foldsAndGroupsAreReportedOnlyWhenGiven() throws {
        var table = Self.noisy()
        let plain = try Self.evaluate(table, ["a", "b"]).record.matchers[0]
        #expect(plain.accuracy10Fold == nil && plain.groups == nil)
        table.folds = (0..<1600).map { Int32($0 / 160) }
        table.groupNames = ["big", "tiny"]
        table.groups = (0..<1600).map { $0 < 40 ? 1 : 0 }
        let matcher = try Self.evaluate(table, ["a", "b"]).record.matchers[0]
        let accuracy = try #require(matcher.accuracy10Fold)
        let strict = try #require(matcher.accuracy10FoldWithFailures)
        #expect(accuracy.mean > 0.75 && accuracy.standardError > 0 && strict.mean < accuracy.mean)
        let groups = try #require(matcher.groups).groups
        #expect(groups[0].fmr != nil && groups[1].fnmr == nil)
    }
}
