import AuditCore
import Testing

@testable import Evaluation

@Suite struct GateTests {
    @Test(arguments: [
        ("opencv.fnmr@fmr=1e-3<=0.02", "opencv", GateClaim.Figure.fnmr(fmrTarget: 1e-3), 0.02),
        ("opencv.fmr@threshold=0.363<=1e-3", "opencv", .fmrAtThreshold(0.363), 1e-3),
        ("a.b.fnmr@threshold=-1.5<=1", "a.b", .fnmrAtThreshold(-1.5), 1),
        ("opencv.eer<=0.01", "opencv", .eer, 0.01), ("fused.cllr<=1.5", "fused", .cllr, 1.5),
        ("x.fta<=0", "x", .fta, 0), ("x.auc>=0.99", "x", .auc, 0.99),
        ("x.accuracy_10fold>=0.99", "x", .accuracy(withFailures: false), 0.99),
        ("x.accuracy_10fold_with_failures>=0.98", "x", .accuracy(withFailures: true), 0.98),
    ])
    func aClaimIsRead(text: String, matcher: String, figure: GateClaim.Figure, limit: Double) throws {
        let claim = try GateClaim(text)
        #expect(claim.text == text && claim.matcher == matcher && claim.figure == figure && claim.limit == limit)
    }

    @Test(arguments: [
        ("", "neither '<=' nor '>='"), ("opencv", "neither '<=' nor '>='"), ("x.eer=0.1", "neither '<=' nor '>='"),
        ("x.eer<0.1", "neither '<=' nor '>='"), ("x.eer<=y", "the limit 'y'"), ("x.eer<=", "the limit ''"),
        ("x.eer<=-1", "the limit '-1'"), ("x.eer<=nan", "the limit 'nan'"), ("x.cllr<=inf", "the limit 'inf'"),
        ("x.eer<=0.1<=0.2", "the limit '0.1<=0.2'"), ("x.eer<=2", "the limit '2' for a figure"),
        ("x.auc>=99", "the limit '99' for a figure"), (".eer<=1", "no matcher's name"), ("eer<=1", "no matcher's name"),
        ("x.fnmr<=0.1", "the figure 'fnmr'"), ("x.fmr@fmr=0.1<=0.1", "the figure 'fmr@fmr=0.1'"),
        ("x.fnmr@fmr=2<=0.1", "the false match rate '2'"), ("x.fnmr@fmr=0<=0.1", "the false match rate '0'"),
        ("x.fnmr@fmr<=0.1", "the false match rate ''"), ("x.fmr@threshold=<=0.1", "the threshold ''"),
        ("x.fnmr@threshold=inf<=0.1", "the threshold 'inf'"), ("x.eer@fmr=0.1<=0.1", "the figure 'eer@fmr=0.1'"),
        ("x.min_cllr<=0.1", "'min_cllr', which has no interval"), ("x.d_prime>=2", "'d_prime', which has no interval"),
        ("x.images_per_second>=2", "'images_per_second', which has no interval"),
        ("x.eer>=0.1", "'>=' for 'eer'"), ("x.fnmr@fmr=0.1>=0.1", "'>=' for 'fnmr'"), ("x.auc<=1", "'<=' for 'auc'"),
        ("x.accuracy_10fold<=1", "'<=' for 'accuracy_10fold'"),
    ])
    func aClaimThatCannotBeReadIsRefusedWithWhatWasFound(text: String, found: String) throws {
        let error = try #require(throws: EvaluationError.self) { try GateClaim(text) }
        #expect(error.message.hasPrefix("gate '\(text)': found \(found)"), "\(error.message)")
        #expect(error.message.contains("expected NAME.FIGURE<=LIMIT"))
    }

    @Test func aGateHoldsOnlyWhenTheWorseBoundDoes() throws {
        let claims = [
            ("a.fnmr@fmr=0.1<=0.9", true), ("a.fnmr@fmr=0.1<=0.001", false), ("b.fnmr@fmr=1e-3<=1", false),
            ("a.auc>=0.5", true), ("a.auc>=1", false), ("a.eer<=0.5", true), ("a.eer<=0.01", false),
            ("a.cllr<=1", true), ("a.cllr<=0.01", false), ("a.fta<=0.05", true), ("a.fta<=0", false),
            ("a.accuracy_10fold>=0.1", false), ("a.fmr@threshold=1<=0.01", true), ("a.fmr@threshold=1<=0.001", false),
            ("a.fnmr@threshold=0.2<=0.01", true), ("a.fnmr@threshold=1<=0.1", false),
        ]
        let record = try EvaluatorTests.evaluate(EvaluatorTests.noisy(), ["a", "b"], gates: claims.map(\.0)).record
        for (gate, claim) in zip(record.gates, claims) {
            #expect(gate.claim == claim.0 && gate.holds == claim.1, "\(claim.0): \(gate.reason)")
        }
        #expect(throws: EvaluationError.self) {
            try EvaluatorTests.evaluate(EvaluatorTests.noisy(), ["a", "b"], gates: ["z.eer<=1"])
        }
    }

    @Test func ratesAtAThresholdAreCountedWithTiesAgainstUs() throws {
        let table = TrialTable(mated: ReferenceSamples.irisMated, nonMated: ReferenceSamples.irisNonMated)
        let gates = try EvaluatorTests.evaluate(
            table, gates: ["x.fmr@threshold=5.5<=0.2181354", "x.fnmr@threshold=5.5<=0.5"]
        ).record.gates
        #expect(gates.map(\.value) == [0.1, 0.12])
        // 5 of 50 by Clopper and Pearson (design notes 7.3).
        let interval = try #require(gates[0].interval)
        #expect(isNear(interval[0], 0.0332750936, 1e-9) && isNear(interval[1], 0.2181353664, 1e-9) && gates[0].holds)
        var negated = table
        negated.scores = [table.scores[0].map { -$0 }]
        let distances = try EvaluatorTests.evaluate(
            negated, metric: .euclidean, gates: ["x.fmr@threshold=-5.5<=1", "x.fnmr@threshold=-5.5<=1"]
        ).record.gates
        #expect(distances.map(\.value) == [0.1, 0.12])
    }

    @Test func aRateAtAThresholdTakesTheWiderIntervalWhereSubjectsAreKnown() throws {
        let threshold = try EvaluatorTests.evaluate(EvaluatorTests.noisy(repeated: 9), ["a", "b"]).record.matchers[0]
            .operatingPoints[0]
        let claims = ["a.fmr@threshold=\(threshold.threshold)<=1", "a.fnmr@threshold=\(threshold.threshold)<=1"]
        let matcher = try EvaluatorTests.evaluate(EvaluatorTests.noisy(repeated: 9), ["a", "b"], gates: claims).record
        #expect(matcher.matchers[0].operatingPoints[0] == threshold)
        let expected = [
            (threshold.fmrCI95, try #require(threshold.fmrCI95Subjects)),
            (threshold.fnmrCI95, try #require(threshold.fnmrCI95Subjects)),
        ]
        for (gate, (exact, subjects)) in zip(matcher.gates, expected) {
            #expect(gate.interval == [min(exact[0], subjects[0]), max(exact[1], subjects[1])])
        }
    }

    @Test func perfectFiguresOfFewComparisonsShowLittle() throws {
        let few = TrialTable(
            mated: [true, false, true, false], scores: [[1, 0, 1, 0]], folds: [0, 0, 1, 1])
        let record = try EvaluatorTests.evaluate(
            few, gates: ["x.auc>=0.9", "x.cllr<=0.5", "x.eer<=0.1", "x.accuracy_10fold>=0.9", "x.fta<=0.1"]
        ).record
        #expect(record.matchers[0].auc == 1 && record.matchers[0].accuracy10Fold?.mean == 1)
        #expect(record.gates.allSatisfy { !$0.holds })
    }

    @Test func countsBetweenTheCellsOfAGridAreNeverTooLow() {
        var generator = SplitMix64(seed: 9)
        let mated = (0..<600).map { _ in Double.random(in: 0...1.5, using: &generator) }
        let nonMated = (0..<900).map { _ in Double.random(in: -1...1, using: &generator) }
        let exact = ReferenceSamples.distribution(mated, nonMated)
        let thinned = ReferenceSamples.distribution(mated, nonMated, capacity: 64)
        for threshold in stride(from: -1.1, through: 1.6, by: 0.0137) {
            let (few, most) = (exact.errors(at: threshold), thinned.mostErrors(at: threshold))
            #expect(exact.mostErrors(at: threshold) == few)
            #expect(most.falseMatches >= few.falseMatches && most.falseNonMatches >= few.falseNonMatches)
            #expect(most.falseMatches <= few.falseMatches + 120)
        }
    }
}
