import AuditCore

/// Whether the holder is old enough.
struct DocumentAgeRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_age", title: "The holder has reached the policy's age",
        summary: """
            Full years from the birth date on the document to `--as-of`, at least `min_age`; of a date with an unknown day \
            or month only what holds for every one. Only a date that check digits prove, or that a barcode says, can reject.
            """,
        reasons: [.documentRejected, .rejectionNeedsReview, .documentHolderTooYoung, .documentNoted])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.age) + [
            .document("old enough", .passed) { _ in },
            .document("younger, proven by a check digit", .review, [.documentHolderTooYoung]) {
                $0.age = .init(.differs, proven: true)
            },
            .document(
                "the same under a policy that rejects", .failed, [.documentRejected, .documentHolderTooYoung],
                outcome: .reject
            ) {
                $0.age = .init(.differs, proven: true)
            },
            .document(
                "the same as far as print can be read", .review, [.documentHolderTooYoung], outcome: .reject
            ) {
                $0.age = .init(.differs, proven: false)
            },
            .document(
                "a policy that rejects, and leaves rejections to people", .failed,
                [.rejectionNeedsReview, .documentHolderTooYoung],
                outcome: .reject, policy: { $0.rejects = false },
                found: .read(.example { $0.age = .init(.differs, proven: true) })),
            .document("the same under a policy that only reports", .passed, [.documentNoted], outcome: .info) {
                $0.age = .init(.differs, proven: true)
            },
            .document("no birth date was read", .notRun, cause: .notRead) { $0.age = .unknown(.notRead) },
            .document("old enough or not, by the unknown month", .notRun, cause: .partialDate) {
                $0.age = .unknown(.partialDate)
            },
            .document(
                "a policy without an age", .notRun, cause: .notConfigured, policy: { $0.document.minAge = nil },
                found: .read(.example())),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.age) {
        case .failure(let missing): missing.finding
        case .success(let found):
            input.documentFinding(
                found.age,
                Reason(
                    .documentHolderTooYoung, detail: input.policy.document.minAge.map { "younger than \($0)" }))
        }
    }
}
