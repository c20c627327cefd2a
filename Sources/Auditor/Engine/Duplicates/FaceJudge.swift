import AuditCore

/// The score and the thresholds by which two faces are one person's or two people's: those of the matcher that decides
/// first, as strict as a budget of false links asks.
struct FaceJudge {
    /// The matcher whose score decides; `fused` for a fusion.
    let matcher: String
    let band: MatcherThresholds
    private let fusion: Fusion?

    /// Nil for a policy without a matcher that can score templates.
    init?(_ policy: Policy) {
        guard let name = policy.order.first, let band = policy.thresholds[name] else { return nil }
        matcher = name
        self.band = band
        fusion = name == Fusion.matcherName ? policy.fusion : nil
    }

    var direction: ScoreDirection { band.metric.direction }

    /// The deciding score of native scores by matcher; nil when what it needs is missing.
    func score(_ scores: [String: Double]) -> Double? { fusion.map { $0.score(scores) } ?? scores[matcher] }

    /// The threshold within a budget.
    func threshold(_ budget: AlertBudget) -> SearchThreshold {
        SearchThreshold(band, within: budget, isFusion: fusion != nil)
    }

    /// Whether a score is beyond the reject threshold.
    func isOther(_ score: Double) -> Bool { !direction.isMatch(score: score, threshold: band.reject) }
}
