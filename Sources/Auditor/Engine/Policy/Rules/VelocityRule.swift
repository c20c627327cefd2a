import AuditCore

/// A place for the counts over time.
struct VelocityRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.velocity.rawValue, title: "Requests do not come in unusual numbers",
        summary:
            "Requests by person, device and address over time; a hit never rejects by itself. Not built yet: it never changes an outcome.",
        reasons: [])

    var examples: [RuleExample] { FurtherCheck.velocity.examples }

    func evaluate(_ input: RuleInput) -> RuleFinding { FurtherCheck.velocity.finding(input.policy) }
}
