import AuditCore

/// A second opinion that can only make a decision more careful.
struct MatcherVetoRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "matcher_veto", title: "No other matcher contradicts the approval",
        summary: """
            When the deciding matchers approve and a matcher under `matchers.veto` has a score in its own reject band, \
            the request goes to review.
            """,
        reasons: [.matchersDisagree], kinds: [.compare, .verify, .identify])

    var examples: [RuleExample] {
        [
            RuleExample("the veto matcher approves too", .passed),
            RuleExample("the veto matcher's distance is just beyond its reject threshold", .review, [.matchersDisagree])
            {
                $0.scores["beta"] = 0.7501
            },
            RuleExample("the veto matcher's distance ties with its reject threshold", .passed) {
                $0.scores["beta"] = 0.75
            },
            RuleExample("the veto matcher has no score", .notRun, cause: .noScore) {
                $0.see([], by: "beta", on: .selfie)
            },
            RuleExample("the deciding matcher does not approve", .notRun, cause: .notApproved) {
                $0.scores["alpha"] = 0.1
                $0.scores["beta"] = 0.9
            },
            RuleExample("a policy without a veto matcher", .notRun, cause: .notConfigured) {
                $0.veto = []
            } evidence: { _ in
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let vetoes = input.ballot.vetoes
        guard !vetoes.isEmpty else { return .notRun(.notConfigured) }
        guard input.ballot.verdict == .approved else { return .notRun(.notApproved) }
        guard vetoes.contains(where: { $0.verdict != nil }) else { return .notRun(.noScore) }
        return .passedUnless(
            vetoes.filter { $0.verdict == .rejected }.map {
                Reason(.matchersDisagree, matcher: $0.matcher, detail: $0.detail)
            })
    }
}
