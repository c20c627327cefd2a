import AuditCore

/// A place for the search of the gallery for the same face.
struct DuplicatesRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.duplicates.rawValue, title: "The face is under no other identity",
        summary:
            "One face against the gallery; a hit never rejects by itself. Not built yet: it never changes an outcome.",
        reasons: [])

    var examples: [RuleExample] { FurtherCheck.duplicates.examples }

    func evaluate(_ input: RuleInput) -> RuleFinding { FurtherCheck.duplicates.finding(input.policy) }
}
