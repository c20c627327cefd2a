import AuditCore

/// How the policy's matchers voted on one request: each one's verdict, whose verdict counts, and the result.
struct Ballot {
    /// One matcher's vote.
    struct Vote {
        let matcher: String
        /// Whether this run can use the matcher.
        let isAvailable: Bool
        let thresholds: MatcherThresholds
        let score: Double?
        let verdict: Outcome?
    }

    /// The votes of the matchers that decide, in the policy's order.
    let votes: [Vote]
    /// The votes of the matchers that can veto.
    let vetoes: [Vote]
    /// The votes of a fusion's matchers that have no part of their own: they only inform.
    let components: [Vote]
    /// The matchers whose verdict the result rests on, or without any score the one that should have decided.
    let deciding: [String]
    /// The matchers whose faces are judged: those that decide; for a fusion those of its matchers that scored, or
    /// without any score the first that the run can use. Poor evidence of the others changes nothing.
    let judged: [String]
    /// The combined verdict before any veto; nil when no matcher of the order has a score.
    let verdict: Outcome?

    init(_ evidence: Evidence, _ policy: Policy) {
        let votes = policy.order.compactMap { Vote($0, evidence, policy) }
        vetoes = policy.veto.compactMap { Vote($0, evidence, policy) }
        components = policy.components.compactMap { Vote($0, evidence, policy) }
        let scored = votes.filter { $0.verdict != nil }
        var deciding: [Vote]
        switch policy.combination {
        case .primary:
            deciding = Array(scored.prefix(1))
            verdict = deciding.first?.verdict
        case .all:
            // A matcher without a score counts as judged: its missing face makes the evidence insufficient.
            deciding = votes.filter(\.isAvailable)
            let worst = scored.compactMap(\.verdict).max(by: Self.isBetter)
            verdict = worst == .approved && scored.count < votes.count ? .review : worst
        case .any:
            verdict = scored.compactMap(\.verdict).min(by: Self.isBetter)
            deciding = Array(scored.filter { [verdict] in $0.verdict == verdict }.prefix(1))
        case .majority:
            let winner = [Outcome.approved, .review, .rejected].first { candidate in
                2 * scored.count { $0.verdict == candidate } > votes.count
            }
            verdict = scored.isEmpty ? nil : winner ?? .review
            deciding = winner == nil ? scored : scored.filter { $0.verdict == winner }
        }
        if deciding.isEmpty {
            deciding = Array((votes + vetoes).filter(\.isAvailable).prefix(1))
        }
        self.deciding = deciding.map(\.matcher)
        judged = deciding.flatMap { vote in
            let matchers = policy.faceMatchers(vote.matcher)
            let scored = matchers.filter { evidence.score($0) != nil }
            return scored.isEmpty ? Array(matchers.filter { evidence.descriptor($0) != nil }.prefix(1)) : scored
        }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        self.votes = votes
    }

    /// The votes that the combined verdict repeats; empty when it is the combination's own.
    var carrying: [Vote] { votes.filter { deciding.contains($0.matcher) && $0.verdict == verdict } }

    private static func isBetter(_ a: Outcome, _ b: Outcome) -> Bool { rank(a) < rank(b) }

    private static func rank(_ outcome: Outcome) -> Int {
        switch outcome {
        case .approved: 0
        case .review: 1
        case .rejected: 2
        case .error: 3
        }
    }
}

extension Ballot.Vote {
    /// Nil for a matcher without thresholds, which `PolicyFile` does not let through.
    fileprivate init?(_ matcher: String, _ evidence: Evidence, _ policy: Policy) {
        guard var thresholds = policy.thresholds[matcher] else { return nil }
        let descriptor = evidence.descriptor(matcher)
        // What the running matcher says of its scores counts, should a caller have skipped `check(against:)`.
        if let metric = descriptor?.metric { thresholds.metric = metric }
        let faceMatchers = policy.faceMatchers(matcher)
        let score =
            matcher == Fusion.matcherName
            ? policy.fusion?.score(
                faceMatchers.reduce(into: [:]) { scores, name in scores[name] = evidence.score(name) })
            : evidence.score(matcher)
        self.init(
            matcher: matcher, isAvailable: faceMatchers.contains { evidence.descriptor($0) != nil },
            thresholds: thresholds, score: score, verdict: score.flatMap(thresholds.verdict))
    }

    /// `0.6120, approve at 0.5, reject below 0.3`; the reason names the matcher.
    var detail: String {
        let beyond = thresholds.metric.direction == .similarity ? "below" : "above"
        let score = score.map { NumberText.fixed($0, digits: 4) } ?? "no score"
        return "\(score), approve at \(thresholds.approve), reject \(beyond) \(thresholds.reject)"
    }

    /// The calibrated natural-log likelihood ratio that the faces are the same person's; nil without a calibration.
    var logLikelihoodRatio: Double? {
        guard let score, let calibration = thresholds.calibration else { return nil }
        // The score of a fusion is such a ratio already.
        return matcher == Fusion.matcherName ? score : calibration.entry.likelihoodRatio.logLikelihoodRatio([score])
    }

    /// The vote as it is stored and reported.
    func record(_ part: ComparisonRecord.Part) -> ComparisonRecord {
        ComparisonRecord(
            matcher: matcher, metric: thresholds.metric, score: score, approveThreshold: thresholds.approve,
            rejectThreshold: thresholds.reject, verdict: verdict, part: part)
    }
}
