import AuditCore

/// Stops what this version cannot decide before a rule without an objection could approve it.
struct RequestKindRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "request_kind", title: "The kind of request is supported",
        summary: "This version decides `compare`; any other kind is an error, never an approval.",
        reasons: [.kindNotSupported])

    var examples: [RuleExample] {
        [
            RuleExample("a comparison", .passed),
            RuleExample("a claimed identity", .notRun, [.kindNotSupported], cause: .notProcessed) { $0.kind = .verify },
            RuleExample("an enrolment", .notRun, [.kindNotSupported], cause: .notProcessed) { $0.kind = .enrol },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard input.evidence.kind != .compare else { return .passed() }
        var finding = RuleFinding.notRun(.notProcessed)
        finding.reasons = [Reason(.kindNotSupported, field: "kind", detail: input.evidence.kind.rawValue)]
        return finding
    }
}
