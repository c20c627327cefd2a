import AuditCore

/// The axis of one matcher's scores: round ticks in native units, more alike always to the right.
enum ScoreTicks {
    /// An axis over the finite ones of the values.
    static func axis(_ values: [Double], _ metric: ScoreMetric, title: String) -> PlotFrame.Axis {
        let finite = values.filter(\.isFinite)
        let low = finite.min() ?? 0
        let high = max(finite.max() ?? 1, low + 1e-9)
        let step = step((high - low) / 6)
        let first = Int((low / step).rounded(.up))
        let last = Int((high / step).rounded(.down))
        let ticks = first <= last && last - first < 20 ? (first...last).map { Double($0) * step } : []
        let isDistance = metric.direction == .distance
        return PlotFrame.Axis(
            title: "\(title), native units: more alike →",
            ticks: ticks.map { (value: $0, label: NumberText.trimmed(NumberText.fixed($0, digits: 6))) },
            place: { isDistance ? (high - $0) / (high - low) : ($0 - low) / (high - low) })
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below what is wanted.
    static func step(_ wanted: Double) -> Double {
        var power = 1e-6
        while power < 1e12 {
            for factor in [1.0, 2, 5] where factor * power >= wanted { return factor * power }
            power *= 10
        }
        return power
    }
}
