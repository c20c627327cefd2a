#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// The test whether two matchers' error rates on the same comparisons differ (McNemar, Psychometrika 12, 1947).
public enum McNemar {
    /// The exact two-sided p-value: min(1, 2 P(Bin(b + c, 1/2) <= min(b, c))).
    /// - Parameters:
    ///   - b: Comparisons that only the first matcher decides rightly.
    ///   - c: Comparisons that only the second does.
    public static func exactPValue(_ b: Int, _ c: Int) -> Double {
        let (least, total) = (min(b, c), b + c)
        guard total > 0, 2 * least < total else { return 1 }
        // P(Bin(n, 1/2) <= k) is I_1/2(n - k, k + 1): no sum over a million terms, no underflow.
        return min(1, 2 * IncompleteBeta.value(0.5, a: Double(total - least), b: Double(least + 1)))
    }

    /// The two-sided mid-p-value, the exact one less the chance of the counts themselves (Fagerland, Lydersen & Laake,
    /// BMC Medical Research Methodology 13, 2013): nearer to its nominal level, but without the exact test's guarantee.
    public static func midPValue(_ b: Int, _ c: Int) -> Double {
        let (least, total) = (min(b, c), b + c)
        guard 2 * least < total else { return 1 }
        let n = Double(total)
        let k = Double(least)
        let ownChance = exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2))
        return min(1, max(0, exactPValue(b, c) - ownChance))
    }

    /// McNemar's own statistic, (b - c)^2 / (b + c), chi-square with one degree of freedom; with Edwards' continuity
    /// correction (|b - c| - 1)^2 / (b + c). 0 without discordant comparisons.
    public static func chiSquare(_ b: Int, _ c: Int, isCorrected: Bool) -> Double {
        guard b + c > 0 else { return 0 }
        let gap = Double(max(0, abs(b - c) - (isCorrected ? 1 : 0)))
        return gap * gap / Double(b + c)
    }

    /// The p-value of a chi-square statistic with one degree of freedom.
    public static func pValue(chiSquare: Double) -> Double { erfc((max(0, chiSquare) / 2).squareRoot()) }
}

/// The interval of a difference of two proportions of the same comparisons.
public enum PairedDifference {
    /// Newcombe's score interval for paired data at 95 % (Statistics in Medicine 17, 1998, method 10) of the first
    /// proportion less the second.
    /// - Parameters:
    ///   - both: Comparisons that have the property with both.
    ///   - first: With the first only.
    ///   - second: With the second only.
    ///   - neither: With neither.
    public static func newcombe(both: Int, first: Int, second: Int, neither: Int) -> [Double] {
        let n = Double(both + first + second + neither)
        guard n > 0 else { return [-1, 1] }
        let (a, b, c, d) = (Double(both), Double(first), Double(second), Double(neither))
        let (p1, p2) = ((a + b) / n, (a + c) / n)
        let (w1, w2) = (
            BinomialInterval.wilson(both + first, of: Int(n)), BinomialInterval.wilson(both + second, of: Int(n))
        )
        let product = (a + b) * (c + d) * (a + c) * (b + d)
        var phi = 0.0
        if product > 0 {
            let cross = a * d - b * c
            // The continuity correction of method 10.
            phi = (cross > 0 ? max(cross - n / 2, 0) : cross) / product.squareRoot()
        }
        func side(_ x: Double, _ y: Double) -> Double { max(0, x * x - 2 * phi * x * y + y * y).squareRoot() }
        let difference = p1 - p2
        return [
            difference - side(p1 - w1[0], w2[1] - p2), difference + side(w1[1] - p1, p2 - w2[0]),
        ]
    }
}
