import AuditCore

/// Says which of the policy's matchers had no part in the decision, and why.
struct MatchersCompleteRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "matchers_complete", title: "Every matcher of the policy could be used",
        summary: """
            A matcher that the run cannot use turns an approval into a review; a rejection stays. A matcher that found \
            no face while another one decided is only reported.
            """,
        reasons: [.matcherUnavailable, .matcherMissing], kinds: [.compare])

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
        let votes = input.ballot.votes + input.ballot.vetoes
        let unavailable = votes.filter { !$0.isAvailable }.map {
            Reason(.matcherUnavailable, matcher: $0.matcher, detail: "see the run's notices")
        }
        let missing = votes.filter {
            $0.isAvailable && $0.score == nil && !input.ballot.judged.contains($0.matcher)
        }.map { vote in
            let photos = input.evidence.kind.facePhotos.filter { input.evidence.face(vote.matcher, on: $0) == nil }
            return Reason(
                .matcherMissing, matcher: vote.matcher,
                detail: "no face on the \(photos.map(\.rawValue).joined(separator: " and the "))")
        }
        return RuleFinding(state: unavailable.isEmpty ? .passed : .review, reasons: unavailable + missing)
    }
}
