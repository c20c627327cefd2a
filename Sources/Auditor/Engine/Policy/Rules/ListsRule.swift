import AuditCore

/// A place for the watch lists and block lists.
struct ListsRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.lists.rawValue, title: "The person is on no list",
        summary:
            "Watch lists and block lists; a hit never rejects by itself. Not built yet: it never changes an outcome.",
        reasons: [])

    var examples: [RuleExample] { FurtherCheck.lists.examples }

    func evaluate(_ input: RuleInput) -> RuleFinding { FurtherCheck.lists.finding(input.policy) }
}
