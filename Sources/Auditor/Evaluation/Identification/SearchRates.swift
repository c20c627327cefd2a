import AuditCore

/// Turns the searches of one gallery size into rates with intervals.
struct SearchRates: Sendable {
    /// The searches of all draws.
    let pooled: OpenSetSearches
    private let draws: Int
    private let mated: ProbeBootstrap?
    private let nonMated: ProbeBootstrap?

    /// - Parameters:
    ///   - searches: One element a draw.
    ///   - matedWeights: How often each subject is drawn in each replicate; nil without a bootstrap.
    init(_ searches: [OpenSetSearches], matedWeights: SubjectWeights?, nonMatedWeights: SubjectWeights?) {
        pooled = OpenSetSearches(mated: searches.flatMap(\.mated), nonMated: searches.flatMap(\.nonMated))
        draws = searches.count
        mated = matedWeights.map { ProbeBootstrap($0, trials: searches.flatMap { $0.mated.map(\.subject) }) }
        nonMated = nonMatedWeights.map { ProbeBootstrap($0, trials: searches.flatMap { $0.nonMated.map(\.subject) }) }
    }

    func falseNegative(rank: Int, threshold: Double) -> OpenSetRate {
        let missed = pooled.mated.lazy.filter { !$0.isHit(rank: rank, threshold: threshold) }.map(\.subject)
        return rate(Array(missed), of: pooled.mated.count, mated)
    }

    func falsePositive(threshold: Double) -> OpenSetRate {
        let wrong = pooled.nonMated.lazy.filter { $0.isFalsePositive(threshold: threshold) }.map(\.subject)
        return rate(Array(wrong), of: pooled.nonMated.count, nonMated)
    }

    private func rate(_ errors: [Int], of searches: Int, _ bootstrap: ProbeBootstrap?) -> OpenSetRate {
        let probes = searches / max(draws, 1)
        let mean = Double(errors.count) / Double(max(draws, 1))
        // A mean between two counts takes the wider of their bounds.
        let low = BinomialInterval.clopperPearson(Int(mean.rounded(.down)), of: probes)[0]
        let high = BinomialInterval.clopperPearson(min(probes, Int(mean.rounded(.up))), of: probes)[1]
        return OpenSetRate(
            value: searches > 0 ? Double(errors.count) / Double(searches) : 0, errors: errors.count,
            searches: searches, ci95: [low, high],
            ci95Subjects: errors.isEmpty || errors.count == searches ? nil : bootstrap?.interval(errors: errors))
    }
}

/// How often each of some subjects is drawn in each replicate.
struct SubjectWeights: Sendable {
    private let places: [Int: Int]
    private let table: WeightTable

    /// Nil without subjects, or when so many are there that fewer than 100 replicates could be held.
    init?(_ subjects: [Int], replicates: Int, seed: UInt64) {
        guard !subjects.isEmpty else { return nil }
        let held = min(replicates, SubjectBootstrap.largestTable / subjects.count)
        guard held > 0, held >= min(replicates, SubjectBootstrap.fewestReplicates) else { return nil }
        places = Dictionary(uniqueKeysWithValues: subjects.enumerated().map { ($0.element, $0.offset) })
        table = WeightTable(
            subjects: Array(subjects.indices), count: subjects.count, replicates: held, seed: seed)
    }

    var replicates: Int { table.replicates }

    /// The weighted count of a list of subjects, in which one may be several times, in every replicate.
    func sums(_ subjects: [Int]) -> [Double] {
        var sums = ReplicateSums(table.replicates)
        for subject in subjects {
            if let place = places[subject] { sums.add(table, place, nil) }
        }
        return sums.values
    }
}

/// Intervals over the subjects of probes. The gallery stays as it is in every replicate.
struct ProbeBootstrap: Sendable {
    private let weights: SubjectWeights
    private let totals: [Double]

    /// - Parameter trials: The subject of every search.
    init(_ weights: SubjectWeights, trials: [Int]) {
        self.weights = weights
        totals = weights.sums(trials)
    }

    /// The percentile interval of a rate, from the subject of every error.
    func interval(errors: [Int]) -> [Double]? {
        let rates = zip(weights.sums(errors), totals).compactMap { $1 > 0 ? $0 / $1 : nil }
        return SubjectBootstrap.percentileInterval(rates)
    }
}
