import AuditCore
import AuditTesting
import Testing

@testable import Evaluation

/// The tests' own values against scipy 1.17.
@Suite struct DriftTestValues {
    // scipy.stats.kstwobign.sf
    @Test(arguments: [
        (0.3, 0.9999906941986655), (0.5, 0.9639452436648751), (0.8, 0.5441424115741981), (0.9999, 0.2701068819688554),
        (1, 0.26999967167735456), (1.36, 0.049485876755377876), (1.63, 0.009846364888486529),
        (2, 0.0006709252557796953), (3, 3.045995948942526e-08),
    ])
    func kolmogorovsDistribution(x: Double, p: Double) {
        #expect(isNear(TwoSample.kolmogorov(x), p, p * 1e-8))
    }

    // scipy.stats.kstwo.sf(D, nm / (n + m)), the exact distribution of one sample of the same effective size, as
    // ks_2samp(method='asymp') uses it.
    @Test(arguments: [
        (50, 100, 0.2, 0.12401162736689486), (200, 2800, 0.1, 0.044264268469089485),
        (100, 100, 0.23, 0.008294463322497392), (400, 5600, 0.0884, 0.00550415005149191),
        (1000, 14000, 0.06, 0.0023151639124749193), (60, 840, 0.25, 0.0014325814689346572),
    ])
    func theLimitWithItsCorrectionIsNearTheExactDistribution(n: Int, m: Int, gap: Double, p: Double) {
        #expect(isNear(TwoSample.kolmogorovSmirnov(gap: gap, n, m), p, p * 0.05))
    }

    // scipy.stats.fisher_exact
    @Test(arguments: [
        (8, 10, 1, 6, 0.034965034965034975), (12, 200, 60, 2800, 0.0024205544779822277),
        (40, 400, 280, 5600, 0.00011299960165109713), (0, 50, 3, 1000, 1.0), (5, 100, 5, 100, 1.0),
        (100, 10000, 1700, 140_000, 0.05721016403365636), (3, 1000, 0, 14000, 0.00029546709079178424),
        (30000, 100_000, 280_000, 1_000_000, 1.6085127067719948e-40), (0, 50, 0, 100, 1.0), (50, 50, 100, 100, 1.0),
    ])
    func fishersExactTest(a: Int, n: Int, b: Int, m: Int, p: Double) {
        #expect(isNear(Proportions.fisherExact(a, of: n, b, of: m), p, p * 1e-6))
        #expect(isNear(Proportions.fisherExact(n - a, of: n, m - b, of: m), p, p * 1e-6))
        #expect(isNear(Proportions.fisherExact(b, of: m, a, of: n), p, p * 1e-6))
    }

    // 2 * scipy.stats.t.sf
    @Test(arguments: [
        (1, 1, 0.5), (2.16, 13, 0.05003371211213808), (4.6, 13, 0.0004976975087542605),
        (0.5, 27, 0.6211258637632511), (8, 9, 2.2134816809400155e-05),
    ])
    func studentsDistribution(t: Double, degrees: Double, p: Double) {
        #expect(isNear(NightTest.student(t, degrees: degrees), p, p * 1e-9))
    }

    // The prediction interval's p-value by numpy and scipy.stats.t.sf.
    @Test(arguments: [(6, 0.04603448518222348), (2.5, 1), (-3, 0.010899698569593604)])
    func oneMoreNightAmongNights(value: Double, p: Double) {
        #expect(isNear(NightTest.pValue(value, among: [1, 2, 4, 3, 2.5]), p, 1e-12))
    }

    @Test func nightsThatAreAllEqualSetNoLimit() {
        #expect(NightTest.pValue(1, among: [1, 1, 1]) == 1)
        #expect(NightTest.pValue(2, among: [1, 1, 1]) == 0)
    }

    // Holm 1979; by hand: 4 * 0.005, 3 * 0.01, then 2 * 0.03 carried over 1 * 0.04.
    @Test func holmsMethod() {
        let adjusted = FamilyOfTests.holm([0.01, 0.04, 0.03, 0.005])
        for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(isNear(value, expected, 1e-15)) }
        #expect(FamilyOfTests.holm([]) == [])
    }

    @Test func theLargestGapCountsTiesOnce() {
        let gap = TwoSample.largestGap(ValueSketch([1, 1, 2, 3]), ValueSketch([1, 3, 3, 3]))
        #expect(gap == 0.5)
        #expect(TwoSample.largestGap(ValueSketch([-1, 0]), ValueSketch([1, 2])) == 1)
    }

    // By hand: all of the sample in the highest tenth, half a value added to each.
    @Test func stabilityIndexIsNothingForEqualSamplesAndLargeForOthers() {
        let reference = ValueSketch((1...100).map { Double($0) * 1.01 })
        #expect(TwoSample.stabilityIndex(reference, reference: reference) == 0)
        let index = TwoSample.stabilityIndex(
            ValueSketch([1000] + [Double](repeating: 2000, count: 99)), reference: reference)
        #expect(index > 3)
    }
}

@Suite struct ValueSketchTests {
    @Test(arguments: [0.5, 0.25, 0.9]) func quantilesAreWithinOneInAThousand(share: Double) throws {
        var random = SplitMix(seed: 4)
        let values = (0..<5000).map { _ in 0.4 + 0.1 * random.normal() }
        let exact = values.sorted()[Int((share * 5000).rounded(.up)) - 1]
        let value = try #require(ValueSketch(values).quantile(share))
        #expect(abs(value - exact) <= 0.0011 * abs(exact))
    }

    @Test func negativeValuesZeroAndExtremesKeepTheirOrder() {
        let values = [-1e300, -2, -0.001, 0, 1e-12, 0.001, 2, 1e300]
        let medians = values.compactMap { ValueSketch([$0]).quantile(0.5) }
        #expect(medians == medians.sorted() && medians.count == values.count)
    }

    @Test func valuesThatAreNotFiniteAreNotCounted() {
        #expect(ValueSketch([.nan, .infinity, 1]).count == 1)
        #expect(ValueSketch([Double]()).quantile(0.5) == nil)
    }

    @Test func aMillionDifferentValuesNeedFewCells() {
        var sketch = ValueSketch()
        for index in 0..<20_000 { sketch.add(-1 + Double(index) / 10_000) }
        #expect(sketch.count == 20_000 && sketch.cells.count < 8000)
    }

    @Test func addingSketchesIsAddingTheirValues() {
        var sum = ValueSketch([1, 2, 2])
        sum.add(ValueSketch([2, 5]))
        #expect(sum == ValueSketch([1, 2, 2, 2, 5]))
    }
}
