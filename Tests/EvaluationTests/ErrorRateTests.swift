import AuditCore
import Testing

@testable import Evaluation

@Suite struct ErrorRateTests {
    @Test(arguments: [
        (5.0, 0.60, 0.02), (5.1, 0.44, 0.06), (5.2, 0.28, 0.08), (5.3, 0.22, 0.10), (5.4, 0.20, 0.10),
        (5.5, 0.10, 0.12),
        (5.6, 0.06, 0.22), (5.7, 0.06, 0.32), (5.8, 0.02, 0.42), (5.9, 0, 0.48),
    ])
    func ratesOfIrisCountTiesAgainstUs7x1(threshold: Double, fmr: Double, fnmr: Double) {
        let errors = ReferenceSamples.iris.errors(at: threshold)
        #expect(isNear(Double(errors.falseMatches) / 50, fmr))
        #expect(isNear(Double(errors.falseNonMatches) / 50, fnmr))
    }

    @Test func areaHullAndCostsOfIris7x1() {
        let iris = ReferenceSamples.iris
        let monotone = MonotoneCalibration(iris)
        #expect(isNear(iris.areaUnderCurve, 0.9326, 1e-12))
        #expect(isNear(monotone.equalErrorRate, 0.1163636))
        #expect(isNear(monotone.minCllr, 0.4030620))
        let expected = [(0.0, 1.0), (0, 0.68), (0.08, 0.28), (0.12, 0.10), (0.22, 0.06), (0.48, 0), (1, 0)]
        for (vertex, (fnmr, fmr)) in zip(monotone.hull, expected) {
            #expect(isNear(vertex.fnmr, fnmr) && isNear(vertex.fmr, fmr))
        }
        #expect(monotone.hull.count == expected.count)
        var cost = LikelihoodCost()
        for score in ReferenceSamples.irisMated { cost.add(score, mated: true) }
        for score in ReferenceSamples.irisNonMated { cost.add(score, mated: false) }
        #expect(isNear(cost.value, 3.6183346))
    }

    @Test func operatingPointsOfIrisNeverExceedTheTarget7x1() {
        let points = ReferenceSamples.iris.operatingPoints([0.1, 0.01], direction: .similarity, failureShare: 0)
        #expect(points.map(\.fnmr) == [0.12, 0.48])
        #expect(points.map(\.fmr) == [0.1, 0])
        #expect(points.map(\.threshold) == [5.5, 5.9])
    }

    @Test func handSetOfTenAndTen7x1() {
        let monotone = MonotoneCalibration(ReferenceSamples.ten)
        #expect(isNear(ReferenceSamples.ten.areaUnderCurve, 0.92, 1e-12))
        #expect(isNear(monotone.equalErrorRate, 0.15, 1e-12))
        #expect(isNear(monotone.minCllr, 0.3754888))
        let errors = ReferenceSamples.ten.errors(at: 0.5)
        #expect(errors.falseMatches == 2 && errors.falseNonMatches == 2)
    }

    @Test func separableClassesHaveNoError7x1() {
        let distribution = ReferenceSamples.distribution([4.5, 5, 6.9], [1.0, 1.9])
        let monotone = MonotoneCalibration(distribution)
        #expect(monotone.equalErrorRate == 0 && monotone.minCllr == 0 && distribution.areaUnderCurve == 1)
    }

    @Test func equalScoresEverywhereTellNothing() {
        let distribution = ReferenceSamples.distribution([1, 1], [1, 1, 1])
        let monotone = MonotoneCalibration(distribution)
        #expect(distribution.areaUnderCurve == 0.5 && distribution.dPrime == nil)
        #expect(monotone.equalErrorRate == 0.5 && isNear(monotone.minCllr, 1))
        #expect(distribution.thresholds(atMost: [0.1])[0].threshold == 1.0.nextUp)
    }

    @Test func failuresAreFoldedIn7x1And7x2() {
        let fmr = 31.0 / 495
        let distribution = ReferenceSamples.distribution(
            (0..<451).map { $0 < 28 ? -1 : 2 }, (0..<495).map { $0 < 31 ? 1 : -1 })
        let point = distribution.operatingPoints([0.0627], direction: .similarity, failureShare: 0.054)[0]
        #expect(point.fmr == fmr && point.threshold == 1)
        #expect(isNear(point.far, 0.05924, 1e-5))
        #expect(isNear(point.frr, 0.11273, 1e-5))
    }

    @Test func poolsAreMeansOfViolators7x5() {
        // Labels 0, 1, 0, 1 in score order become 0, 1/2, 1/2, 1.
        let monotone = MonotoneCalibration(ReferenceSamples.distribution([2, 4], [1, 3]))
        #expect(monotone.pools.map { Double($0.mated) / Double($0.mated + $0.nonMated) } == [0, 0.5, 1])
        #expect(isNear(monotone.minCllr, 0.5))
        #expect(monotone.logLikelihoodRatio(of: 2.5) == 0)
    }

    @Test(arguments: [
        ([0.0, 0], [0.0, 0], 1.0), ([2.0794415416798357], [-2.0794415416798357], 0.169925001),
        ([-2.0794415416798357], [2.0794415416798357], 3.169925001), ([2, 1], [-1, -3], 0.289274327),
    ])
    func costOfLikelihoodRatios7x5(mated: [Double], nonMated: [Double], expected: Double) {
        var cost = LikelihoodCost()
        for value in mated { cost.add(value, mated: true) }
        for value in nonMated { cost.add(value, mated: false) }
        #expect(isNear(cost.value, expected, 1e-8))
    }

    @Test(arguments: [16, 64, 1 << 21]) func aTallyCountsLikeBruteForceAtEveryThresholdItKeeps(capacity: Int) {
        var generator = SplitMix64(seed: 7)
        for scale in [1e-9, 1, 3e7] {
            let mated = (0..<700).map { _ in (Double.random(in: -1...1, using: &generator) + 0.5) * scale }
            // Growing range: later scores lie further out.
            let nonMated = (0..<900).map {
                Double.random(in: -1...1, using: &generator) * scale * (1 + Double($0) / 50)
            }
            let distribution = ReferenceSamples.distribution(mated, nonMated, capacity: capacity)
            #expect(distribution.cells.values.count <= max(capacity, 16) || capacity > 1600)
            distribution.forEachThreshold { errors in
                #expect(errors.falseMatches == nonMated.filter { $0 >= errors.threshold }.count)
                #expect(errors.falseNonMatches == mated.filter { $0 < errors.threshold }.count)
            }
            #expect(distribution.mated == 700 && distribution.nonMated == 900)
        }
    }
}
