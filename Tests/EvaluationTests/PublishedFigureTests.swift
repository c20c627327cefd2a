import AuditCore
import Testing

@testable import Evaluation

#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Figures that other programs or a closed form give for the same scores (design notes 7.1, 7.2, 7.5).
@Suite struct PublishedFigureTests {
    /// The normal quantiles of (i - 1/2) / n, rising, by bisection of erfc.
    static let normalQuantiles: [Double] = {
        let n = 50_000
        let upper = (n / 2..<n).map { place -> Double in
            let p = (Double(place) + 0.5) / Double(n)
            var (low, high) = (0.0, 6.0)
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if erfc(-middle / 2.0.squareRoot()) / 2 < p { low = middle } else { high = middle }
            }
            return low
        }
        return upper.reversed().map { -$0 } + upper
    }()

    /// Mated N(1, 1) and non-mated N(-1, 1).
    static var gaussian: ScoreDistribution {
        ReferenceSamples.distribution(normalQuantiles.map { $0 + 1 }, normalQuantiles.map { $0 - 1 })
    }

    @Test func twoNormalClassesHaveTheirClosedFormFigures7x1() throws {
        let gaussian = Self.gaussian
        #expect(isNear(MonotoneCalibration(gaussian).equalErrorRate, 0.158655254, 2e-5))
        #expect(isNear(gaussian.areaUnderCurve, 0.921350396, 1e-6))
        #expect(isNear(try #require(gaussian.dPrime), 2, 1e-3))
        let points = gaussian.operatingPoints([0.01, 0.001], direction: .similarity, failureShare: 0)
        #expect(isNear(points[0].fnmr, 0.627919415, 3e-4))
        #expect(isNear(points[1].fnmr, 0.862194587, 1e-3))
        #expect(points[0].fmr == 0.01 && points[1].fmr == 0.001)
    }

    @Test func theLogarithmOfTwoNormalDensitiesIsTheBestCalibration() {
        // log N(x; 1, 1) / N(x; -1, 1) = 2 x, and no monotone map of the same scores costs less.
        var exact = LikelihoodCost()
        for quantile in Self.normalQuantiles {
            exact.add(2 * (quantile + 1), mated: true)
            exact.add(2 * (quantile - 1), mated: false)
        }
        let least = MonotoneCalibration(Self.gaussian).minCllr
        #expect(least <= exact.value && isNear(least, exact.value, 1e-3))
    }

    @Test func bobsSeparableSample7x1() {
        // Fisher's Iris, petal length: virginica against setosa; raw Cllr 1.20979 in bob.measure.
        let mated: [Double] = repeated([
            (4.5, 1), (4.8, 2), (4.9, 3), (5.0, 3), (5.1, 7), (5.2, 2), (5.3, 2), (5.4, 2), (5.5, 3), (5.6, 6),
            (5.7, 3),
            (5.8, 3), (5.9, 2), (6.0, 2), (6.1, 3), (6.3, 1), (6.4, 1), (6.6, 1), (6.7, 2), (6.9, 1),
        ])
        let nonMated: [Double] = repeated([
            (1.0, 1), (1.1, 1), (1.2, 2), (1.3, 7), (1.4, 13), (1.5, 13), (1.6, 7), (1.7, 4), (1.9, 2),
        ])
        #expect(mated.count == 50 && nonMated.count == 50)
        let distribution = ReferenceSamples.distribution(mated, nonMated)
        let monotone = MonotoneCalibration(distribution)
        #expect(monotone.equalErrorRate == 0 && monotone.minCllr == 0 && distribution.areaUnderCurve == 1)
        let rate = distribution.equalErrorRate(monotone, direction: .similarity)
        #expect(rate.threshold > 1.9 && rate.threshold <= 4.5)
        var cost = LikelihoodCost()
        for score in mated { cost.add(score, mated: true) }
        for score in nonMated { cost.add(score, mated: false) }
        #expect(isNear(cost.value, 1.2097942))
    }

    @Test func theEqualErrorRateNamesItsConvention7x1() {
        // 0.11 is the middle of both rates at 5.5, 0.116667 their linear interpolation.
        let iris = ReferenceSamples.iris
        let rate = iris.equalErrorRate(MonotoneCalibration(iris), direction: .similarity)
        #expect(rate.convention == "rocch" && isNear(rate.value, 0.1163636) && rate.threshold == 5.5)
    }

    @Test func failuresTurnMatchRatesIntoAcceptanceAndRejectionRates7x2() {
        let distribution = ReferenceSamples.distribution(
            (0..<100).map { $0 < 2 ? -1 : 1 }, (0..<1000).map { $0 < 1 ? 1 : -1 })
        let point = distribution.operatingPoints([0.001], direction: .similarity, failureShare: 0.03)[0]
        #expect(point.fmr == 0.001 && point.fnmr == 0.02)
        #expect(isNear(point.far, 0.00097, 1e-12) && isNear(point.frr, 0.0494, 1e-12))
    }

    @Test(arguments: [1e3, -1e3]) func theCostOfAnExtremeRatioIsFinite7x5(ratio: Double) {
        var cost = LikelihoodCost()
        cost.add(ratio, mated: true)
        cost.add(-ratio, mated: false)
        #expect(isNear(cost.value, ratio > 0 ? 0 : 1e3 / log(2), 1e-9))
    }

    private func repeated(_ counts: [(Double, Int)]) -> [Double] {
        counts.flatMap { Array(repeating: $0.0, count: $0.1) }
    }
}
