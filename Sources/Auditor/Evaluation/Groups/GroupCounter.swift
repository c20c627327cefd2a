import AuditCore

#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Error rates of groups at one threshold.
struct GroupCounter: Sendable {
    private struct Counts {
        var mated = 0
        var nonMated = 0
        var falseMatches = 0
        var falseNonMatches = 0
    }

    private let direction: ScoreDirection
    private let point: OperatingPoint
    private let names: [String]
    private let minimum: Int
    private var counts: [Counts]

    init?(_ analysis: MatcherAnalysis, _ names: [String], _ options: EvaluationOptions) {
        guard let point = analysis.point(supporting: options.comparisonFMR) else { return nil }
        self.point = point
        self.names = names
        direction = analysis.direction
        minimum = options.groupMinimum
        counts = Array(repeating: Counts(), count: names.count)
    }

    mutating func add(_ column: [Double], of block: TrialBlock) {
        guard block.groups.count == block.count else { return }
        for index in 0..<block.count where ScoreTally.isScore(column[index]) {
            let group = Int(block.groups[index])
            guard counts.indices.contains(group) else { continue }
            let isMatch = direction.isMatch(score: column[index], threshold: point.threshold)
            if block.mated[index] {
                counts[group].mated += 1
                counts[group].falseNonMatches += isMatch ? 0 : 1
            } else {
                counts[group].nonMated += 1
                counts[group].falseMatches += isMatch ? 1 : 0
            }
        }
    }

    var report: GroupReport {
        let groups = zip(names, counts).map { name, count -> GroupReport.Group in
            let showsFMR = count.nonMated >= max(1, minimum)
            let showsFNMR = count.mated >= max(1, minimum)
            return GroupReport.Group(
                name: name, mated: count.mated, nonMated: count.nonMated,
                fmr: showsFMR ? Double(count.falseMatches) / Double(count.nonMated) : nil,
                fmrCI95: showsFMR
                    ? BinomialInterval.clopperPearson(count.falseMatches, of: count.nonMated) : nil,
                fnmr: showsFNMR ? Double(count.falseNonMatches) / Double(count.mated) : nil,
                fnmrCI95: showsFNMR
                    ? BinomialInterval.clopperPearson(count.falseNonMatches, of: count.mated) : nil)
        }
        return GroupReport(
            fmrTarget: point.fmrTarget, threshold: point.threshold, minimum: minimum, groups: groups,
            fmr: GroupReport.Spread(rates: groups.compactMap(\.fmr)),
            fnmr: GroupReport.Spread(rates: groups.compactMap(\.fnmr)),
            fairnessDiscrepancyRate: GroupReport.fairnessDiscrepancyRate(groups))
    }
}

extension GroupReport {
    /// See the property of the same name; both rates count alike.
    static func fairnessDiscrepancyRate(_ groups: [Group]) -> Double? {
        let shown = groups.compactMap { group in group.fmr.flatMap { fmr in group.fnmr.map { (fmr: fmr, fnmr: $0) } } }
        guard shown.count >= 2 else { return nil }
        func range(_ rates: [Double]) -> Double { (rates.max() ?? 0) - (rates.min() ?? 0) }
        return 1 - (range(shown.map(\.fmr)) + range(shown.map(\.fnmr))) / 2
    }
}

extension GroupReport.Spread {
    /// How far rates differ (NIST FRVT Part 8; GARBE's Gini coefficient, arXiv 2203.05051); nil with fewer than two
    /// rates, a figure nil where a rate of 0 leaves it without a value.
    public init?(rates: [Double]) {
        guard rates.count >= 2, let highest = rates.max(), let lowest = rates.min() else { return nil }
        let n = Double(rates.count)
        let mean = rates.reduce(0, +) / n
        let logs = rates.reduce(0) { $0 + log($1) } / n
        var differences = 0.0
        for a in rates { for b in rates { differences += abs(a - b) } }
        self.init(
            maxOverMin: lowest > 0 ? highest / lowest : nil,
            maxOverGeometricMean: lowest > 0 ? highest / exp(logs) : nil,
            gini: mean > 0 ? differences / (2 * n * n * mean) * n / (n - 1) : nil)
    }
}
