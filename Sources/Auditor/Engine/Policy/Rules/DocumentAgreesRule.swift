import AuditCore

/// Whether the document's parts say the same.
struct DocumentAgreesRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_agrees", title: "Zone, barcode and print of the document say the same",
        summary: """
            Each field that two parts have: dates and numbers exactly, names by the rules of ICAO and then by Jaro-Winkler \
            similarity, at least `name_similarity`. Only two parts that cannot have been misread (proven by check digits, or \
            from a barcode) can reject.
            """,
        reasons: [.documentRejected, .rejectionNeedsReview, .documentContradictsItself, .documentNoted])

    var examples: [RuleExample] {
        func differs(_ proven: Bool) -> DocumentState {
            .read(
                .example {
                    $0.agreement.append(
                        .init("document_number", ["mrz", "barcode"], .init(.differs, proven: proven)))
                })
        }
        return RuleExample.withoutDocument(.agrees) + [
            .document("they agree", .passed) { _ in },
            .document("print says something else", .review, [.documentContradictsItself], found: differs(false)),
            .document(
                "print says something else, under a policy that rejects", .review, [.documentContradictsItself],
                outcome: .reject, found: differs(false)),
            .document(
                "zone and barcode differ beyond doubt", .failed, [.documentRejected, .documentContradictsItself],
                outcome: .reject, found: differs(true)),
            .document("the same under a policy that only reports", .passed, [.documentNoted], outcome: .info) {
                $0.agreement = [.init("expiry", ["mrz", "text"], .init(.differs, proven: false))]
            },
            .document("only one part could be read", .notRun, cause: .oneSource) { $0.agreement = [] },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.agrees) {
        case .failure(let missing): return missing.finding
        case .success(let found):
            guard found.agreement.hasAnswer else { return .notRun(.oneSource) }
            return input.documentFinding(
                found.agreement.reasons(.documentContradictsItself), isSure: found.agreement.hasSureDifference)
        }
    }
}
