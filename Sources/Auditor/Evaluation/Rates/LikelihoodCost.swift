#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Cllr, the mean cost of log likelihood ratios in bits (Brummer & du Preez, 2006): 0 is perfect, 1 is no information.
public struct LikelihoodCost: Sendable {
    private var matedCosts = Moments()
    private var nonMatedCosts = Moments()

    /// Creates an empty sum.
    public init() {}

    /// Adds the natural-log likelihood ratio of one comparison.
    public mutating func add(_ logLikelihoodRatio: Double, mated: Bool) {
        let cost = Self.softplus(mated ? -logLikelihoodRatio : logLikelihoodRatio) / log(2)
        if mated { matedCosts.add(cost) } else { nonMatedCosts.add(cost) }
    }

    /// Cllr in bits.
    public var value: Double { (matedCosts.mean + nonMatedCosts.mean) / 2 }

    /// Normal 95 % interval of `value` from the costs' variances; it takes comparisons as independent.
    public var interval: [Double] {
        let variance =
            matedCosts.variance / Double(max(1, matedCosts.count))
            + nonMatedCosts.variance / Double(max(1, nonMatedCosts.count))
        let half = 1.959963984540054 * variance.squareRoot() / 2
        return [max(0, value - half), value + half]
    }

    /// log(1 + e^x) without overflow.
    static func softplus(_ x: Double) -> Double { x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)) }
}
