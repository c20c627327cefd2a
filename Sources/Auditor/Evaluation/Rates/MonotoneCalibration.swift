#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Isotonic regression of the class on the score by pool-adjacent-violators, equal scores pooled first: the best monotone
/// calibration of a sample, and the convex hull of its ROC (Brummer & de Villiers, "The BOSARIS Toolkit", 2013).
public struct MonotoneCalibration: Equatable, Sendable {
    /// Neighbouring scores with one calibrated value.
    public struct Pool: Equatable, Sendable {
        /// Lowest similarity of the pool.
        public var lowest: Double
        /// Mated comparisons in it.
        public var mated: Int
        /// Non-mated comparisons in it.
        public var nonMated: Int
    }

    /// Rising similarity, rising share of mated comparisons.
    public private(set) var pools: [Pool] = []
    private let mated: Int
    private let nonMated: Int

    /// Fits a distribution in which both classes occur.
    public init(_ distribution: ScoreDistribution) {
        mated = distribution.mated
        nonMated = distribution.nonMated
        let cells = distribution.cells
        for index in cells.values.indices {
            var pool = Pool(
                lowest: cells.values[index], mated: Int(cells.mated[index]), nonMated: Int(cells.nonMated[index]))
            // Shares m/(m+n) compared by cross-multiplication, exact in integers.
            while let last = pools.last, last.mated * pool.nonMated >= pool.mated * last.nonMated {
                pool = Pool(
                    lowest: last.lowest, mated: last.mated + pool.mated, nonMated: last.nonMated + pool.nonMated)
                pools.removeLast()
            }
            pools.append(pool)
        }
    }

    /// The vertices of the ROC convex hull, falling FMR.
    public var hull: [(fmr: Double, fnmr: Double)] {
        var falseMatches = nonMated
        var falseNonMatches = 0
        var result = [(fmr: 1.0, fnmr: 0.0)]
        for pool in pools {
            falseMatches -= pool.nonMated
            falseNonMatches += pool.mated
            result.append((Double(falseMatches) / Double(nonMated), Double(falseNonMatches) / Double(mated)))
        }
        return result
    }

    /// Where the hull crosses FMR = FNMR.
    public var equalErrorRate: Double {
        let hull = hull
        for (before, after) in zip(hull, hull.dropFirst()) where after.fnmr >= after.fmr {
            let gapBefore = before.fmr - before.fnmr
            let gapAfter = after.fnmr - after.fmr
            guard gapBefore + gapAfter > 0 else { return before.fmr }
            let part = gapBefore / (gapBefore + gapAfter)
            return before.fmr + part * (after.fmr - before.fmr)
        }
        return 0
    }

    /// The natural-log likelihood ratio of a pool, its share's log odds less those of the sample; infinite in a pool of
    /// one class.
    public func logLikelihoodRatio(_ pool: Pool) -> Double {
        log(Double(pool.mated) / Double(mated)) - log(Double(pool.nonMated) / Double(nonMated))
    }

    /// The log likelihood ratio of a similarity: its pool's, or the first one's below all.
    public func logLikelihoodRatio(of similarity: Double) -> Double {
        var low = 0
        var high = pools.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if pools[middle].lowest <= similarity { low = middle } else { high = middle }
        }
        return logLikelihoodRatio(pools[low])
    }

    /// Cllr of these likelihood ratios on the sample they come from, in bits: the least that any monotone calibration
    /// reaches.
    public var minCllr: Double {
        var matedCost = 0.0
        var nonMatedCost = 0.0
        for pool in pools where pool.mated > 0 && pool.nonMated > 0 {
            let ratio = (Double(pool.mated) / Double(mated)) / (Double(pool.nonMated) / Double(nonMated))
            matedCost += Double(pool.mated) * log2(1 + 1 / ratio)
            nonMatedCost += Double(pool.nonMated) * log2(1 + ratio)
        }
        return (matedCost / Double(mated) + nonMatedCost / Double(nonMated)) / 2
    }
}
