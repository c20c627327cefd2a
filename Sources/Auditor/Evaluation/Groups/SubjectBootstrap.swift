import AuditCore

/// Intervals that respect subjects: subjects are drawn with replacement; a mated comparison weighs as often as its
/// subject was drawn, a non-mated one the product of both counts (Bolle, Ratha & Pankanti, 2004; Poh, Martin & Bengio,
/// 2007). Repeating comparisons of the same subjects therefore does not narrow the interval.
///
/// Every comparison is weighed in every replicate while the source streams by: nothing is approximated and memory is
/// bounded by subjects x replicates.
struct SubjectBootstrap: Sendable {
    /// Subjects x replicates that are held, 4 bytes each.
    static let largestTable = 1 << 24
    static let fewestReplicates = 100

    let replicates: Int
    private let columns: [Column]
    private let weights: WeightTable
    private var totals: [ReplicateSums]
    private var errors: [[ReplicateSums]]
    private var missing: [[ReplicateSums]]

    private struct Column {
        var direction: ScoreDirection
        /// Similarities, rising.
        var thresholds: [Double]
        /// Where each similarity that was asked for is among them.
        var places: [Int]
    }

    /// Nil when there are so many subjects that fewer than 100 replicates could be held.
    init?(_ analyses: [MatcherAnalysis], survey: Survey, options: EvaluationOptions) {
        let subjects = survey.subjects.indices.filter { survey.subjects[$0] }
        guard subjects.count > 1, options.replicates > 0 else { return nil }
        let wanted = survey.comparisons > 2_000_000 ? min(200, options.replicates) : options.replicates
        replicates = min(wanted, Self.largestTable / survey.subjects.count)
        guard replicates >= min(wanted, Self.fewestReplicates) else { return nil }
        weights = WeightTable(
            subjects: subjects, count: survey.subjects.count, replicates: replicates, seed: options.seed)
        columns = analyses.map { analysis in
            let watched = analysis.watched(options.gates)
            let thresholds = Set(watched).sorted()
            return Column(
                direction: analysis.direction, thresholds: thresholds,
                places: watched.compactMap { thresholds.firstIndex(of: $0) })
        }
        let empty = ReplicateSums(replicates)
        totals = [empty, empty]
        missing = Array(repeating: [empty, empty], count: analyses.count)
        // Errors are summed by the number of thresholds at which a comparison is wrong.
        errors = columns.map { Array(repeating: empty, count: 2 * ($0.thresholds.count + 1)) }
    }

    mutating func add(_ block: TrialBlock) {
        for index in 0..<block.count {
            let isMated = block.mated[index]
            let a = Int(block.subjectA[index])
            let b = isMated ? nil : Int(block.subjectB[index])
            let kind = isMated ? 1 : 0
            totals[kind].add(weights, a, b)
            for column in columns.indices {
                let native = block.scores[column][index]
                guard ScoreTally.isScore(native) else {
                    missing[column][kind].add(weights, a, b)
                    continue
                }
                let similarity = columns[column].direction.similarity(native)
                var passed = 0
                for threshold in columns[column].thresholds where similarity >= threshold { passed += 1 }
                let wrong = isMated ? columns[column].thresholds.count - passed : passed
                if wrong > 0 { errors[column][2 * wrong + kind].add(weights, a, b) }
            }
        }
    }

    /// The percentile intervals of both rates, one each a similarity that the analysis watches.
    mutating func intervals(of column: Int) -> [(fmr: [Double]?, fnmr: [Double]?)] {
        let count = columns[column].thresholds.count
        var results = [(fmr: [Double]?, fnmr: [Double]?)](repeating: (nil, nil), count: count)
        for kind in 0..<2 {
            let all = totals[kind].values
            let without = missing[column][kind].values
            let levels = (0...count).map { errors[column][2 * $0 + kind].values }
            for place in 0..<count {
                // A false match at n thresholds is one at the n lowest; a false non-match is one at the n highest.
                let least = kind == 0 ? place + 1 : count - place
                let rates = (0..<replicates).compactMap { replicate -> Double? in
                    let total = all[replicate] - without[replicate]
                    guard total > 0 else { return nil }
                    return (least...count).reduce(0) { $0 + levels[$1][replicate] } / total
                }
                let interval = Self.percentileInterval(rates)
                if kind == 0 { results[place].fmr = interval } else { results[place].fnmr = interval }
            }
        }
        return columns[column].places.map { results[$0] }
    }

    /// The 2.5 % and 97.5 % quantiles, interpolated between order statistics; nil without values.
    static func percentileInterval(_ values: [Double]) -> [Double]? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return [0.025, 0.975].map { share in
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
        }
    }
}
