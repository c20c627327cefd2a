import AuditCore

/// Whether anything can be read on the document. A failure to read never rejects.
struct DocumentLegibleRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_legible", title: "The document can be read",
        summary: """
            A machine-readable zone, a driving licence's barcode, or at least two printed fields were read. What was \
            not read is what the other checks name. A failure to read is for review at most, whatever the policy says.
            """,
        reasons: [.documentReaderMissing, .documentUnreadable, .documentNoted])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.legible) + [
            .document("a machine-readable zone", .passed) { _ in },
            .document("only a barcode", .passed) {
                $0.zone = nil
                $0.hasLicence = true
            },
            .document("two printed fields", .passed) {
                $0.zone = nil
                $0.fields = ["full_name", "date_of_birth"].map { .init(name: $0, source: "text", proven: false) }
            },
            .document("one printed field", .review, [.documentUnreadable]) {
                $0.zone = nil
                $0.fields = [.init(name: "full_name", source: "text", proven: false)]
            },
            .document("nothing, under a policy that rejects", .review, [.documentUnreadable], outcome: .reject) {
                $0.zone = nil
                $0.fields = []
            },
            .document("nothing, under a policy that only reports", .passed, [.documentNoted], outcome: .info) {
                $0.zone = nil
                $0.fields = []
            },
            .document(
                "the run has no reader", .notRun, [.documentReaderMissing], cause: .noReader, found: .noReader),
            .document(
                "the run has no reader, under a policy that only reports", .notRun, [.documentNoted], cause: .noReader,
                outcome: .info, found: .noReader),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.legible) {
        case .failure(var missing):
            // Nothing was looked at, and nobody should take that for an approval.
            guard missing.finding.cause == RuleFinding.Cause.noReader.rawValue else { return missing.finding }
            missing.finding.reasons =
                input.documentFinding([Reason(.documentReaderMissing, detail: "see the run's notices")], isSure: false)
                .reasons
            return missing.finding
        case .success(let found):
            guard found.zone == nil, !found.hasLicence, Set(found.fields.map(\.name)).count < 2 else {
                return .passed()
            }
            let problems = found.problems.joined(separator: ", ")
            return input.documentFinding(
                [Reason(.documentUnreadable, image: .document, detail: problems.isEmpty ? nil : problems)],
                isSure: false)
        }
    }
}
