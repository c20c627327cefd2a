/// The similarities of one matcher as counts: what every error rate is computed from. A comparison is a match iff its
/// similarity is at or above the threshold, so ties count against us.
public struct ScoreDistribution: Sendable {
    /// Rising distinct similarities: the candidate thresholds.
    var cells: ScoreCells
    /// The highest similarity.
    let maximum: Double
    let matedMoments: Moments
    let nonMatedMoments: Moments
    /// Width of a cell: 0 while every distinct score is one.
    var resolution = 0.0

    /// Mated comparisons.
    public var mated: Int { matedMoments.count }
    /// Non-mated comparisons.
    public var nonMated: Int { nonMatedMoments.count }

    /// A threshold and the errors at it.
    public struct Errors: Equatable, Sendable {
        /// A similarity.
        public var threshold: Double
        /// Non-mated comparisons at or above it.
        public var falseMatches: Int
        /// Mated comparisons below it.
        public var falseNonMatches: Int
    }

    /// The errors at any similarity; exact at every candidate threshold.
    public func errors(at threshold: Double) -> Errors {
        var result = Errors(threshold: threshold, falseMatches: 0, falseNonMatches: 0)
        for index in cells.values.indices {
            if cells.values[index] >= threshold {
                result.falseMatches += Int(cells.nonMated[index])
            } else {
                result.falseNonMatches += Int(cells.mated[index])
            }
        }
        return result
    }

    /// The errors at any similarity, none too few: where a cell holds scores on both sides of the threshold, its mated
    /// ones count as false non-matches and its non-mated ones as false matches.
    func mostErrors(at threshold: Double) -> Errors {
        Errors(
            threshold: threshold, falseMatches: errors(at: threshold - resolution).falseMatches,
            falseNonMatches: errors(at: threshold).falseNonMatches)
    }

    /// Every candidate threshold, rising, then the next representable value above the highest score.
    func forEachThreshold(_ body: (Errors) -> Void) {
        var errors = Errors(threshold: 0, falseMatches: nonMated, falseNonMatches: 0)
        for index in cells.values.indices {
            errors.threshold = cells.values[index]
            body(errors)
            errors.falseMatches -= Int(cells.nonMated[index])
            errors.falseNonMatches += Int(cells.mated[index])
        }
        errors.threshold = maximum.nextUp
        body(errors)
    }

    /// For each target the lowest threshold whose false match rate is at or below it; the next representable value above
    /// the highest score when even that one's rate is above. Never exceeds the target.
    /// - Parameter targets: Falling.
    public func thresholds(atMost targets: [Double]) -> [Errors] {
        var result: [Errors] = []
        let n = Double(nonMated)
        forEachThreshold { errors in
            while result.count < targets.count, Double(errors.falseMatches) / n <= targets[result.count] {
                result.append(errors)
            }
        }
        return result
    }

    /// Area under the ROC: the chance that a mated comparison scores above a non-mated one, ties one half.
    public var areaUnderCurve: Double {
        var below = 0.0
        var sum = 0.0
        for index in cells.values.indices {
            let n = Double(cells.nonMated[index])
            sum += Double(cells.mated[index]) * (below + n / 2)
            below += n
        }
        return sum / (Double(mated) * Double(nonMated))
    }

    /// Distance of the class means in root mean variances, (m1 - m0) / sqrt((v1 + v0) / 2), without sign; nil when
    /// neither class varies.
    public var dPrime: Double? {
        let variance = (matedMoments.variance + nonMatedMoments.variance) / 2
        guard variance > 0 else { return nil }
        return abs(matedMoments.mean - nonMatedMoments.mean) / variance.squareRoot()
    }
}
