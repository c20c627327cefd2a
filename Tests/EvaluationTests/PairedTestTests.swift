import Testing

@testable import Evaluation

/// McNemar's test and the interval of a paired difference (design notes 7.4).
@Suite struct PairedTestTests {
    // statsmodels 0.14 `mcnemar`: exact, without and with the continuity correction; mid-p is the exact value less
    // scipy's binomial probability of the smaller count.
    @Test(arguments: [
        (121, 59, 4.4344492637551645e-06, 3.2666467957745733e-06),
        (1, 9, 0.021484375, 0.01171875), (3, 12, 0.03515625, 0.02127075195312501),
        (1000, 1100, 0.03072070786424249, 0.029110633685909233),
    ])
    func midPIsTheExactValueLessTheChanceOfTheCounts7x4(b: Int, c: Int, exact: Double, mid: Double) {
        #expect(isNear(McNemar.exactPValue(b, c), exact, exact * 1e-7))
        #expect(isNear(McNemar.midPValue(b, c), mid, mid * 1e-7))
        #expect(McNemar.midPValue(c, b) == McNemar.midPValue(b, c))
    }

    @Test(arguments: [
        (121, 59, 21.355555555555554, 3.815135865112594e-06, 20.67222222222222, 5.450094825427117e-06),
        (1, 9, 6.4, 0.01141203638600166, 4.9, 0.02685669550752441),
        (3, 12, 5.4, 0.02013675155034633, 4.266666666666667, 0.03886710381241731),
    ])
    func chiSquareWithAndWithoutTheCorrection7x4(
        b: Int, c: Int, plain: Double, plainP: Double, corrected: Double, correctedP: Double
    ) {
        let values = [false, true].map { McNemar.chiSquare(b, c, isCorrected: $0) }
        #expect(isNear(values[0], plain, 1e-12) && isNear(values[1], corrected, 1e-12))
        #expect(isNear(McNemar.pValue(chiSquare: values[0]), plainP, plainP * 1e-9))
        #expect(isNear(McNemar.pValue(chiSquare: values[1]), correctedP, correctedP * 1e-9))
    }

    @Test(arguments: [0, 1, 7, 1_000_000]) func equalCountsTellNothing7x4(count: Int) {
        #expect(McNemar.exactPValue(count, count) == 1 && McNemar.midPValue(count, count) == 1)
        #expect(McNemar.chiSquare(count, count, isCorrected: true) == 0)
        #expect(McNemar.pValue(chiSquare: 0) == 1)
    }

    // Newcombe 1998, method 10, written out in Python from the paper's formula.
    @Test(arguments: [
        ([20, 12, 2, 16], 0.0561564248, 0.3292069954), ([43, 0, 1, 0], -0.1180770970, 0.0597180084),
        ([53, 1, 0, 0], -0.0496216619, 0.0977143749), ([9, 1, 9, 81], -0.1507476038, -0.0163430066),
        ([900, 59, 121, 2000], -0.0286745395, -0.0115986438), ([1, 8, 7, 2], -0.3357298966, 0.4289893168),
    ])
    func intervalOfAPairedDifference7x4(counts: [Int], low: Double, high: Double) {
        let interval = PairedDifference.newcombe(
            both: counts[0], first: counts[1], second: counts[2], neither: counts[3])
        #expect(isNear(interval[0], low, 1e-9) && isNear(interval[1], high, 1e-9))
        let swapped = PairedDifference.newcombe(
            both: counts[0], first: counts[2], second: counts[1], neither: counts[3])
        #expect(isNear(swapped[0], -high, 1e-9) && isNear(swapped[1], -low, 1e-9))
    }

    // Newcombe 2006, part 2, method 5, by scipy's brentq.
    @Test(arguments: [
        (1.0, 2, 2, 0.3856357044976641, 1.0), (1.0, 10, 10, 0.800213612881115, 1.0),
        (0.0, 10, 10, 0.0, 0.199786387118885),
        (0.9326, 50, 50, 0.8580104624834822, 0.968125682427184), (0.5, 20, 30, 0.3447977899293195, 0.6552022100706805),
        (1.0, 3192, 12_454_344, 0.9996990115171723, 1.0),
    ])
    func intervalOfAnAreaHasAWidthEvenWithoutOverlap(
        area: Double, mated: Int, nonMated: Int, low: Double, high: Double
    ) {
        let interval = AreaInterval.newcombe(area, mated: mated, nonMated: nonMated)
        #expect(isNear(interval[0], low, 1e-8) && isNear(interval[1], high, 1e-8))
    }
}
