#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Whether two counts have the same share.
enum Proportions {
    /// Fisher's exact test, two-sided: the chance of every table with the same sums that is no likelier than this one
    /// (Fisher 1935; the convention of R and scipy). Exact at every size, so that no approximation has to be chosen.
    /// - Parameters:
    ///   - a: How many of the first sample have the property.
    ///   - n: The first sample's size.
    ///   - b: How many of the second have it.
    ///   - m: The second sample's size.
    static func fisherExact(_ a: Int, of n: Int, _ b: Int, of m: Int) -> Double {
        let with = a + b
        let (lowest, highest) = (max(0, with - m), min(with, n))
        guard lowest < highest else { return 1 }
        func logChance(_ x: Int) -> Double {
            choose(with, x) + choose(n + m - with, n - x) - choose(n + m, n)
        }
        // scipy's tolerance: tables as likely as this one differ in the last digits.
        let limit = logChance(a) + 1e-7
        let mode = min(max((n + 1) * (with + 1) / (n + m + 2), lowest), highest)
        return min(
            1,
            tail(from: mode, to: lowest, by: -1, limit, logChance)
                + tail(from: mode + 1, to: highest, by: 1, limit, logChance))
    }

    /// Chances fall away from the mode: the first count that is unlikely enough is found by bisection, and the sum ends
    /// where nothing is added any more.
    private static func tail(
        from start: Int, to end: Int, by step: Int, _ limit: Double, _ logChance: (Int) -> Double
    ) -> Double {
        guard (end - start) * step >= 0, logChance(end) <= limit else { return 0 }
        var (near, far) = (0, (end - start) * step)
        while near < far {
            let middle = (near + far) / 2
            if logChance(start + middle * step) <= limit { far = middle } else { near = middle + 1 }
        }
        var sum = 0.0
        for offset in near...((end - start) * step) {
            let term = exp(logChance(start + offset * step))
            sum += term
            if term < sum * 1e-12 { break }
        }
        return sum
    }

    private static func choose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }

    /// A share as an angle whose variance is near 1/(4 n) whatever the share (Anscombe, Biometrika 35, 1948).
    static func angle(_ count: Int, of total: Int) -> Double {
        asin(((Double(count) + 0.375) / (Double(total) + 0.75)).squareRoot())
    }
}
