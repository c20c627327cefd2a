import Testing

@testable import Evaluation

@Suite struct IntervalTests {
    @Test(arguments: [
        (0, 10, 0, 0.3084971078), (10, 10, 0.6915028922, 1), (1, 2, 0.0125791171, 0.9874208829),
        (5, 50, 0.0332750936, 0.2181353664), (2, 1000, 0.0002423011, 0.0072058389), (0, 3000, 0, 0.0012288708),
        (30, 30000, 0.0006747943, 0.0014272570), (9856, 10000, 0.9830683505, 0.9878427093),
    ])
    func clopperPearson7x3(errors: Int, trials: Int, low: Double, high: Double) {
        let interval = BinomialInterval.clopperPearson(errors, of: trials)
        #expect(isNear(interval[0], low, 1e-9) && isNear(interval[1], high, 1e-9))
    }

    @Test(arguments: [
        (0, 10, 0, 0.2775327999), (5, 50, 0.0434757649, 0.2136023144), (30, 30000, 0.0007005895, 0.0014271867),
    ])
    func wilson7x3(errors: Int, trials: Int, low: Double, high: Double) {
        let interval = BinomialInterval.wilson(errors, of: trials)
        #expect(isNear(interval[0], low, 1e-9) && isNear(interval[1], high, 1e-9))
    }

    @Test(arguments: [(100, 0.0295130), (300, 0.0099361), (1000, 0.0029912), (3000, 0.00099808)])
    func oneSidedBoundWithoutErrors7x3(trials: Int, bound: Double) {
        #expect(isNear(BinomialInterval.upperBound(0, of: trials), bound, 1e-7))
    }

    @Test(arguments: [(4, 100_000, 1e-4), (20, 3000, 1e-2), (4, 10_000, 1e-3)])
    func theLargestNumberOfErrorsThatKeepsALimit7x3(errors: Int, trials: Int, limit: Double) {
        #expect(BinomialInterval.upperBound(errors, of: trials) <= limit)
        #expect(BinomialInterval.upperBound(errors + 1, of: trials) > limit)
    }

    @Test func sampleSizesOfTheRules() {
        #expect(RuleOf30.errorFreeComparisons(limit: 1e-4) == 29956)
        #expect(RuleOf30.errorFreeComparisons(limit: 1e-2) == 299)
        #expect(RuleOf30.supports(rate: 3e-4, comparisons: 100_000))
        #expect(!RuleOf30.supports(rate: 1e-4, comparisons: 1000))
    }

    @Test(arguments: [(121, 59, 4.434449e-06), (59, 121, 4.434449e-06), (1, 9, 0.021484375), (7, 7, 1.0), (0, 0, 1.0)])
    func exactMcNemar7x4(b: Int, c: Int, p: Double) {
        #expect(isNear(McNemar.exactPValue(b, c), p, p * 1e-6))
    }

    @Test func exactMcNemarOfMillionsIsFinite() {
        let p = McNemar.exactPValue(1_000_000, 1_002_000)
        #expect(p > 0.1 && p < 0.2)
    }

    @Test func spreadOfGroups7x5() throws {
        let spread = try #require(GroupReport.Spread(rates: [1e-4, 2e-4, 4e-4]))
        #expect(isNear(try #require(spread.maxOverMin), 4, 1e-9))
        #expect(isNear(try #require(spread.maxOverGeometricMean), 2, 1e-9))
        #expect(isNear(try #require(spread.gini), 0.4285714))
        #expect(GroupReport.Spread(rates: [0.1]) == nil)
    }
}
