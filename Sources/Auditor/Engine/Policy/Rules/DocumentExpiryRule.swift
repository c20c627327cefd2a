import AuditCore

/// Whether the document was valid on the run's date.
struct DocumentExpiryRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_expiry", title: "The document has not expired",
        summary: """
            The last day of validity against `--as-of`; the document is valid on that day itself. Only a date that check \
            digits prove, or that a barcode says, can reject.
            """,
        reasons: [.documentRejected, .rejectionNeedsReview, .documentExpired, .documentNoted])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.expiry) + [
            .document("valid on the date", .passed) { _ in },
            .document("expired, proven by a check digit", .review, [.documentExpired]) {
                $0.expiry = .init(.differs, proven: true)
            },
            .document(
                "the same under a policy that rejects", .failed, [.documentRejected, .documentExpired], outcome: .reject
            ) {
                $0.expiry = .init(.differs, proven: true)
            },
            .document(
                "the same as far as print can be read", .review, [.documentExpired], outcome: .reject
            ) {
                $0.expiry = .init(.differs, proven: false)
            },
            .document(
                "a policy that rejects, and leaves rejections to people", .failed,
                [.rejectionNeedsReview, .documentExpired],
                outcome: .reject, policy: { $0.rejects = false },
                found: .read(.example { $0.expiry = .init(.differs, proven: true) })),
            .document("the same under a policy that only reports", .passed, [.documentNoted], outcome: .info) {
                $0.expiry = .init(.differs, proven: true)
            },
            .document("no expiry was read", .notRun, cause: .notRead) { $0.expiry = .unknown(.notRead) },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.expiry) {
        case .failure(let missing): missing.finding
        case .success(let found): input.documentFinding(found.expiry, Reason(.documentExpired))
        }
    }
}
