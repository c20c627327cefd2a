import AuditCore

/// Whether the check digits of the machine-readable zone hold.
struct DocumentCheckDigitsRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "document_check_digits", title: "Every check digit of the machine-readable zone holds",
        summary: """
            ICAO Doc 9303: number, birth date, expiry, personal number and the composite digit. A wrong digit is far more \
            often a misread character than a changed one, so it is for review at most. Of a driving licence there is none.
            """,
        reasons: [.documentCheckDigitWrong, .documentNoted])

    var examples: [RuleExample] {
        RuleExample.withoutDocument(.checkDigits) + [
            .document("all hold", .passed) { _ in },
            .document("the composite digit does not", .review, [.documentCheckDigitWrong]) {
                $0.zone?.checkDigits["composite"] = false
            },
            .document(
                "two do not, under a policy that rejects", .review, [.documentCheckDigitWrong], outcome: .reject
            ) {
                $0.zone?.checkDigits["expiry"] = false
                $0.zone?.checkDigits["composite"] = false
            },
            .document("no zone was found on a passport", .notRun, cause: .noZone) { $0.zone = nil },
            .document("a driving licence, which has none", .notApplicable) {
                $0.zone = nil
                $0.type = "driving_licence"
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.document(.checkDigits) {
        case .failure(let missing): return missing.finding
        case .success(let found):
            guard let zone = found.zone else {
                let hasNone = found.type == DocumentType.drivingLicence.rawValue
                return hasNone ? RuleFinding(state: .notApplicable) : .notRun(.noZone)
            }
            let wrong = zone.checkDigits.filter { !$0.value }.map(\.key).sorted()
            guard !wrong.isEmpty else { return .passed() }
            return input.documentFinding(
                [Reason(.documentCheckDigitWrong, detail: wrong.joined(separator: ", "))], isSure: false)
        }
    }
}
