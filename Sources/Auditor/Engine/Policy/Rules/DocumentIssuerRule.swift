import AuditCore

/// Whether the issuing state is that of the nationality. It only informs: residence permits, visas and licences are issued
/// to foreigners.
struct DocumentIssuerRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_issuer", title: "The state of the nationality issued the document",
        summary: "The issuing state against the nationality on the document. It informs and changes nothing.",
        reasons: [.documentIssuerDiffers])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.issuer) + [
            .document("it did", .passed) { _ in },
            .document("another state did", .passed, [.documentIssuerDiffers], outcome: .reject) {
                $0.issuer = .init(.differs, proven: false)
            },
            .document("one of the two was not read", .notRun, cause: .notRead) { $0.issuer = .unknown(.notRead) },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.issuer) {
        case .failure(let missing): missing.finding
        case .success(let found):
            switch found.issuer.result {
            case .agrees: .passed()
            case .differs: .passed([Reason(.documentIssuerDiffers)])
            case .notCompared: .notRun(found.issuer.cause?.finding ?? .notRead)
            }
        }
    }
}
