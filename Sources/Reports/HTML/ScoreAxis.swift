import AuditCore

/// The axis on which a matcher's scores are drawn: native units, and always more alike to the right, so that matchers
/// of either direction read the same.
struct ScoreAxis {
    let low: Double
    let high: Double
    let direction: ScoreDirection

    /// An axis that shows every score of the run and both thresholds with some room around them.
    init(_ matcher: MatcherStatistics) {
        direction = matcher.metric.direction
        let values =
            [matcher.approveThreshold, matcher.rejectThreshold]
            + (matcher.scored > 0 ? [matcher.lowest, matcher.highest] : [])
        let smallest = values.min() ?? 0
        let largest = values.max() ?? 1
        let room = max((largest - smallest) * 0.06, 1e-6)
        low = smallest - room
        high = largest + room
    }

    /// Where a value stands, 0 is the left end and 1 the right one.
    func position(_ value: Double) -> Double {
        let share = min(max((value - low) / (high - low), 0), 1)
        return direction == .similarity ? share : 1 - share
    }

    /// Round values for the tick marks.
    var ticks: [Double] {
        var step = 1e-6
        let wanted = (high - low) / 5
        for factor in (-6...12).flatMap({ power in [1.0, 2.0, 5.0].map { $0 * Self.power(power) } }) {
            step = factor
            if factor >= wanted { break }
        }
        let first = Int((low / step).rounded(.up))
        let last = Int((high / step).rounded(.down))
        guard first <= last, last - first < 20 else { return [] }
        return (first...last).map { Double($0) * step }
    }

    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<abs(exponent) { result *= 10 }
        return exponent < 0 ? 1 / result : result
    }
}
