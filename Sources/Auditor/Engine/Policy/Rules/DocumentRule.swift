import AuditCore

/// A place for the document checks: what is not checked is as visible as what is.
struct DocumentRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.document.rawValue, title: "The identity document is genuine, valid and the applicant's",
        summary:
            "Machine-readable zone, barcode, dates and claims against each other. Not built yet: it never changes an outcome.",
        reasons: [])

    var examples: [RuleExample] { FurtherCheck.document.examples }

    func evaluate(_ input: RuleInput) -> RuleFinding { FurtherCheck.document.finding(input.policy) }
}
