import AuditCore

/// Says which of the policy's matchers had no part in the decision, and why.
struct MatchersCompleteRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "matchers_complete", title: "Every matcher of the policy could be used",
        summary: """
            A matcher that the run cannot use turns an approval into a review; a rejection stays. A matcher that found \
            no face while another one decided is only reported. For a fusion this \
            holds for each of its matchers.
            """,
        reasons: [.matcherUnavailable, .matcherMissing])

    var examples: [RuleExample] {
        [
            RuleExample("both matchers have a score", .passed),
            RuleExample("the veto matcher found no face", .passed, [.matcherMissing]) {
                $0.see([], by: "beta", on: .selfie)
            },
            RuleExample("the deciding matcher found no face, which face_found reports", .passed) {
                $0.see([], by: "alpha", on: .selfie)
            },
            RuleExample("the first primary found no face, the second one decides", .passed, [.matcherMissing]) {
                $0.order = ["alpha", "gamma"]
            } evidence: {
                $0.use("gamma", .cosine, .unit, score: 0.75)
                $0.see([], by: "alpha", on: .selfie)
            },
            RuleExample("the run cannot use the veto matcher", .review, [.matcherUnavailable]) { $0.remove("beta") },
            RuleExample("the run cannot use the first primary", .review, [.matcherUnavailable]) {
                $0.order = ["alpha", "gamma"]
            } evidence: {
                $0.use("gamma", .cosine, .unit, score: 0.75)
                $0.remove("alpha")
            },
            RuleExample("the run can use none", .review, [.matcherUnavailable, .matcherUnavailable]) {
                $0.remove("alpha")
                $0.remove("beta")
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let workers = input.policy.workers
        let unavailable = workers.filter { input.evidence.descriptor($0) == nil }.map {
            Reason(.matcherUnavailable, matcher: $0, detail: "see the run's notices")
        }
        let missing = workers.filter {
            input.evidence.descriptor($0) != nil && input.evidence.score($0) == nil
                && !input.ballot.judged.contains($0)
        }.compactMap { matcher -> Reason? in
            let photos = input.evidence.kind.facePhotos.filter { input.evidence.face(matcher, on: $0) == nil }
            // Whoever is enrolled needs no score, and whoever is not found among others has none.
            guard input.evidence.kind == .compare || !photos.isEmpty || input.hasScores else { return nil }
            return Reason(
                .matcherMissing, matcher: matcher,
                detail: photos.isEmpty
                    ? "no template of the subject"
                    : "no face on the \(photos.map(\.rawValue).joined(separator: " and the "))")
        }
        return RuleFinding(state: unavailable.isEmpty ? .passed : .review, reasons: unavailable + missing)
    }
}

extension RuleInput {
    /// Whether any matcher has a score.
    fileprivate var hasScores: Bool { policy.workers.contains { evidence.score($0) != nil } }
}
