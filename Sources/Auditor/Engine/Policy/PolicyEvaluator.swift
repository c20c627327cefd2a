public import AuditCore

/// What a policy makes of one request.
public struct PolicyEvaluation: Equatable, Sendable {
    /// How the request ended: the worst reason's outcome, approved without one.
    public var outcome: Outcome
    /// Why, worst first; equally bad ones in the order of the checks.
    public var reasons: [Reason]
    /// What every rule found, in the rules' fixed order.
    public var checks: [CheckResult]
    /// One for each matcher of the policy, in the policy's order, then the matchers of a fusion that have no part of
    /// their own; empty when the row never reached a matcher.
    public var comparisons: [ComparisonRecord]
    /// Probability in percent that the faces are the same person's, from the deciding matcher's calibration at prior
    /// 0.5, 0.01 to 99.99; nil without a calibration or score.
    public var confidence: Double?
}

/// Decides requests by a policy: runs every rule and lets the worst reason win. Pure: the same evidence gives the same
/// evaluation.
public struct PolicyEvaluator: Sendable {
    private let policy: Policy
    private let rules: [any PolicyRule]

    /// Creates an evaluator with the built-in rules.
    public init(_ policy: Policy) { self.init(policy, rules: PolicyRules.builtIn) }

    init(_ policy: Policy, rules: [any PolicyRule]) {
        self.policy = policy
        self.rules = rules
    }

    /// Decides one request.
    public func evaluate(_ evidence: Evidence) -> PolicyEvaluation {
        let input = RuleInput(evidence, policy)
        if case .failed = evidence.intake { return refused(input) }
        var reasons: [Reason] = []
        var checks: [CheckResult] = []
        var wasProcessed = true
        for rule in rules {
            var finding =
                rule.descriptor.kinds.contains(evidence.kind)
                ? rule.evaluate(input) : RuleFinding(state: .notApplicable)
            // What a half-processed request seems to show is not evidence of anything.
            if !wasProcessed, ![.notRun, .notApplicable].contains(finding.state) { finding = .notRun(.notProcessed) }
            wasProcessed = wasProcessed && !finding.reasons.contains { $0.severity == .error }
            checks.append(CheckResult(id: rule.descriptor.id, state: finding.state, cause: finding.cause))
            reasons += finding.reasons
        }
        return PolicyEvaluation(
            outcome: Self.outcome(of: reasons), reasons: Self.worstFirst(reasons), checks: checks,
            comparisons: comparisons(input.ballot),
            confidence: input.ballot.confidence)
    }

    /// The evaluation of a row that never became a request, as when a field is invalid. Without a reason of severity
    /// `error` it still is an error: nothing was processed.
    public func notProcessed(_ reasons: [Reason]) -> PolicyEvaluation {
        let checks = rules.map { rule in
            CheckResult(id: rule.descriptor.id, state: .notRun, cause: RuleFinding.Cause.notProcessed.rawValue)
        }
        return PolicyEvaluation(
            outcome: .error, reasons: Self.worstFirst(reasons), checks: checks, comparisons: [])
    }

    /// The evaluation of a request that nobody vouches for: its photos are no evidence of anything.
    private func refused(_ input: RuleInput) -> PolicyEvaluation {
        var evaluation = notProcessed([])
        for (index, rule) in rules.enumerated() where rule is IntakeRule {
            let finding = rule.evaluate(input)
            evaluation.checks[index] = CheckResult(id: rule.descriptor.id, state: finding.state, cause: finding.cause)
            evaluation.reasons += finding.reasons
        }
        return evaluation
    }

    private static func outcome(of reasons: [Reason]) -> Outcome {
        (reasons.map(\.severity).max() ?? .info).outcome
    }

    private static func worstFirst(_ reasons: [Reason]) -> [Reason] {
        Severity.allCases.sorted(by: >).flatMap { severity in reasons.filter { $0.severity == severity } }
    }

    private func comparisons(_ ballot: Ballot) -> [ComparisonRecord] {
        ballot.votes.map { vote in
            let decides = policy.combination != .primary || ballot.deciding.contains(vote.matcher)
            return vote.record(decides ? .deciding : .standby)
        } + ballot.vetoes.map { $0.record(.veto) } + ballot.components.map { $0.record(.standby) }
    }
}
