#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// The regularised incomplete beta function and its inverse (Numerical Recipes, 3rd edition, 6.4: continued fraction by
/// Lentz's method).
enum IncompleteBeta {
    /// I_x(a, b) for a, b > 0, x from 0 to 1.
    static func value(_ x: Double, a: Double, b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        if x < (a + 1) / (a + b + 2) { return front * fraction(x, a, b) / a }
        return 1 - front * fraction(1 - x, b, a) / b
    }

    /// The x for which I_x(a, b) = p, by bisection to about 13 digits.
    static func inverse(_ p: Double, a: Double, b: Double) -> Double {
        var low = 0.0
        var high = 1.0
        for _ in 0..<200 {
            // Small roots are the common case: halving the exponent's range first keeps the relative error small.
            let middle = high > 4 * low && low > 0 ? (low * high).squareRoot() : (low + high) / 2
            if value(middle, a: a, b: b) < p { low = middle } else { high = middle }
            if high - low <= 1e-14 * high { break }
        }
        return (low + high) / 2
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var result = d
        func apply(_ term: Double) {
            d = 1 + term * d
            c = 1 + term / c
            d = 1 / (abs(d) < tiny ? tiny : d)
            if abs(c) < tiny { c = tiny }
            result *= c * d
        }
        for step in 1..<200_000 {
            let m = Double(step)
            apply(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)))
            apply(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))
            if abs(c * d - 1) < 1e-15 { break }
        }
        return result
    }
}
