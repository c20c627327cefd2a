import AuditCore

/// A histogram of scores whose range is not known beforehand: narrow bins, merged two by two when there are too many.
struct ScoreHistogram {
    /// Width of a bin; its left edge is a multiple of it.
    private(set) var width = 0.005
    private(set) var counts: [Int: Int] = [:]
    private static let limit = 2048

    /// Counts a finite score.
    mutating func add(_ score: Double) {
        while abs(score / width) > 1e12 { merge() }
        counts[Int((score / width).rounded(.down)), default: 0] += 1
        while counts.count > Self.limit { merge() }
    }

    private mutating func merge() {
        width *= 2
        var merged: [Int: Int] = [:]
        // An arithmetic shift rounds down, also below zero: the two halves of a bin stay together.
        for (bin, count) in counts { merged[bin >> 1, default: 0] += count }
        counts = merged
    }

    /// The counts in `bins` equal steps from `low` to `high`.
    func bars(from low: Double, to high: Double, bins: Int) -> [Int] {
        var bars = [Int](repeating: 0, count: bins)
        guard high > low else { return bars }
        for (bin, count) in counts {
            let middle = (Double(bin) + 0.5) * width
            let index = Int((middle - low) / (high - low) * Double(bins))
            bars[min(max(index, 0), bins - 1)] += count
        }
        return bars
    }
}

/// One matcher's scores in a run.
struct MatcherStatistics {
    /// The matcher's name.
    let name: String
    /// What the scores are.
    let metric: ScoreMetric
    /// The thresholds of the run, in native units.
    let approveThreshold: Double
    let rejectThreshold: Double
    /// The matcher's part in most decisions: that of the first.
    let part: ComparisonRecord.Part
    private(set) var histogram = ScoreHistogram()
    private(set) var scored = 0
    private(set) var missing = 0
    private(set) var lowest = Double.infinity
    private(set) var highest = -Double.infinity
    private(set) var verdicts: [Outcome: Int] = [:]

    init(_ comparison: ComparisonRecord) {
        name = comparison.matcher
        metric = comparison.metric
        approveThreshold = comparison.approveThreshold
        rejectThreshold = comparison.rejectThreshold
        part = comparison.part
    }

    /// Counts a score, or that there is none.
    mutating func add(_ comparison: ComparisonRecord) {
        guard let score = comparison.score, score.isFinite else {
            missing += 1
            return
        }
        scored += 1
        lowest = min(lowest, score)
        highest = max(highest, score)
        histogram.add(score)
        if let verdict = comparison.verdict { verdicts[verdict, default: 0] += 1 }
    }
}
