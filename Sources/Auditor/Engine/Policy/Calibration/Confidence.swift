import AuditCore

/// The confidence that people see: a probability as a percentage.
enum Confidence {
    /// Percent with two decimals, 0.01 to 99.99: no comparison of two photos makes it certain, and no sample shows more.
    static func percent(logLikelihoodRatio value: Double) -> Double? {
        guard !value.isNaN else { return nil }
        let percent = 100 * LogisticMap.probability(logLikelihoodRatio: value)
        return min(max((percent * 100).rounded() / 100, 0.01), 99.99)
    }
}

extension Ballot {
    /// The confidence of the first deciding matcher that has a score and a calibration, which is the one whose verdict is
    /// carried where several decide.
    var confidence: Double? {
        let candidates = carrying + votes.filter { deciding.contains($0.matcher) }
        return candidates.lazy.compactMap(\.logLikelihoodRatio).first.flatMap(Confidence.percent)
    }
}
