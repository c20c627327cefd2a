import AuditCore

/// The heart of the decision: the scores against the policy's bands.
struct FaceComparisonRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "face_comparison", title: "The faces match",
        summary: """
            A score at or on the alike side of the approve threshold is a match, one beyond the reject threshold a \
            mismatch, anything between is for review. `matchers.combine` makes one verdict of several matchers'.
            """,
        reasons: [.faceMatch, .faceMismatch, .scoreInReviewBand, .noMajority, .rejectionNeedsReview],
        kinds: [.compare, .verify])

    var examples: [RuleExample] { bandExamples + combinationExamples }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let ballot = input.ballot
        guard let verdict = ballot.verdict else { return .notRun(.noScore) }
        let carrying = ballot.carrying
        switch verdict {
        case .approved:
            return .passed(reasons(.faceMatch, carrying))
        case .rejected:
            let code: ReasonCode = input.policy.rejects ? .faceMismatch : .rejectionNeedsReview
            return RuleFinding(state: .failed, reasons: reasons(code, carrying))
        case .review, .error:
            if carrying.isEmpty { return RuleFinding(state: .review, reasons: undecided(input)) }
            let isSplit = input.policy.combination == .majority && 2 * carrying.count <= ballot.votes.count
            return RuleFinding(
                state: .review, reasons: isSplit ? undecided(input) : reasons(.scoreInReviewBand, carrying))
        }
    }

    private func reasons(_ code: ReasonCode, _ votes: [Ballot.Vote]) -> [Reason] {
        votes.map { Reason(code, matcher: $0.matcher, detail: $0.detail) }
    }

    /// Under `all` the missing score has its own reason already, and what was scored matches.
    private func undecided(_ input: RuleInput) -> [Reason] {
        let votes = input.ballot.votes
        guard input.policy.combination == .majority else {
            return reasons(.faceMatch, votes.filter { $0.verdict == .approved })
        }
        let tally = [Outcome.approved, .review, .rejected].map { outcome in
            "\(votes.count { $0.verdict == outcome }) \(outcome.rawValue)"
        }
        let missing = votes.count { $0.verdict == nil }
        return [Reason(.noMajority, detail: "\(tally.joined(separator: ", ")), \(missing) without a score")]
    }

    private var bandExamples: [RuleExample] {
        [
            RuleExample("a tie with the approve threshold is a match", .passed, [.faceMatch]) {
                $0.scores["alpha"] = 0.5
            },
            RuleExample("just below the approve threshold", .review, [.scoreInReviewBand]) {
                $0.scores["alpha"] = 0.4999
            },
            RuleExample("a tie with the reject threshold is not yet a mismatch", .review, [.scoreInReviewBand]) {
                $0.scores["alpha"] = 0.25
            },
            RuleExample("just below the reject threshold", .failed, [.faceMismatch]) { $0.scores["alpha"] = 0.2499 },
            RuleExample("a policy that does not reject by itself", .failed, [.rejectionNeedsReview]) {
                $0.rejects = false
            } evidence: {
                $0.scores["alpha"] = 0.1
            },
            RuleExample("a distance: a tie with the approve threshold", .passed, [.faceMatch]) {
                $0.order = ["beta"]
                $0.veto = []
            } evidence: {
                $0.scores["beta"] = 0.5
            },
            RuleExample("a distance: just above the reject threshold", .failed, [.faceMismatch]) {
                $0.order = ["beta"]
                $0.veto = []
            } evidence: {
                $0.scores["beta"] = 0.7501
            },
            RuleExample("no face, so no score", .notRun, cause: .noScore) { $0.see([], by: "alpha", on: .selfie) },
        ]
    }

    private var combinationExamples: [RuleExample] {
        let three: [(Policy.Combination, [String: Double], String, CheckState, [ReasonCode])] = [
            (.primary, ["alpha": 0.9, "gamma": 0.1], "the first that has a score decides", .passed, [.faceMatch]),
            (.all, ["alpha": 0.9, "gamma": 0.9], "both approve", .passed, [.faceMatch, .faceMatch]),
            (.all, ["alpha": 0.9, "gamma": 0.3], "one is in its review band", .review, [.scoreInReviewBand]),
            (.all, ["alpha": 0.9, "gamma": 0.1], "one rejects", .failed, [.faceMismatch]),
            (.all, ["alpha": 0.9], "one has no score", .review, [.faceMatch]),
            (.any, ["alpha": 0.1, "gamma": 0.9], "one approves", .passed, [.faceMatch]),
            (.any, ["alpha": 0.1, "gamma": 0.1], "all reject", .failed, [.faceMismatch]),
            (.majority, ["alpha": 0.9, "gamma": 0.9], "both approve", .passed, [.faceMatch, .faceMatch]),
            (.majority, ["alpha": 0.9, "gamma": 0.1], "one against one", .review, [.noMajority]),
            (.majority, ["alpha": 0.9], "one of two has no score", .review, [.noMajority]),
        ]
        return three.map { combination, scores, title, state, reasons in
            RuleExample("`\(combination.rawValue)` of two: \(title)", state, reasons) {
                $0.combination = combination
                $0.order = ["alpha", "gamma"]
            } evidence: {
                $0.use("gamma", .cosine, .unit, score: scores["gamma"] ?? 0)
                $0.scores["alpha"] = scores["alpha"]
                if scores["gamma"] == nil { $0.see([], by: "gamma", on: .selfie) }
            }
        }
    }
}
