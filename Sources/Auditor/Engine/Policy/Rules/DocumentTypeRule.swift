import AuditCore

/// Whether the policy accepts this kind of document.
struct DocumentTypeRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_type", title: "The policy accepts this kind of document",
        summary: """
            Passport, identity card, driving licence, residence permit or visa, by the machine-readable zone or the barcode, \
            against `types`. For review at most, because one character tells some kinds apart.
            """,
        reasons: [.documentTypeNotAllowed, .documentNoted])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.type) + [
            .document("a passport", .passed) { _ in },
            .document("a visa, under a policy that takes all kinds", .passed) { $0.type = "visa" },
            .document(
                "a visa, under a policy that takes passports", .review, [.documentTypeNotAllowed],
                policy: { $0.document.types = [.passport] }, found: .read(.example { $0.type = "visa" })),
            .document(
                "the same under a policy that rejects", .review, [.documentTypeNotAllowed], outcome: .reject,
                policy: { $0.document.types = [.passport] }, found: .read(.example { $0.type = "visa" })),
            .document("a kind that is not known", .notRun, cause: .notRead) { $0.type = nil },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.type) {
        case .failure(let missing): return missing.finding
        case .success(let found):
            guard let type = found.type else { return .notRun(.notRead) }
            guard !input.policy.document.types.contains(where: { $0.rawValue == type }) else { return .passed() }
            return input.documentFinding([Reason(.documentTypeNotAllowed, detail: type)], isSure: false)
        }
    }
}
