import AuditCore

/// Whether the national id that the request claims can exist. It needs no photo.
struct NationalIDCheckDigitRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "national_id_check_digit", title: "The national id meets its scheme",
        summary: """
            `national_id` of the manifest by the scheme of its `issuing_state` or `nationality`: length, characters, date \
            and check digits. It needs no photo. A number that meets its scheme may still belong to somebody else.
            """,
        reasons: [.documentRejected, .rejectionNeedsReview, .nationalIDCheckDigitWrong, .documentNoted])

    var examples: [RuleExample] {
        func claimed(
            _ title: String, _ state: CheckState, _ reasons: [ReasonCode] = [], cause: RuleFinding.Cause? = nil,
            outcome: CheckSetting.HitOutcome = .review, _ found: NationalIDState
        ) -> RuleExample {
            RuleExample(title, state, reasons, cause: cause) {
                $0.checks[.document] = CheckSetting(outcome: outcome, location: SourceLocation(file: $0.file))
            } evidence: {
                $0.nationalID = found
            }
        }
        return [
            RuleExample("switched off", .notRun, cause: .notConfigured),
            claimed("the row has none", .notRun, [], cause: .notGiven, .absent),
            claimed("a state whose scheme is not known", .notRun, [], cause: .noScheme, .noScheme),
            claimed("it meets the scheme", .passed, [], .valid("es-dni")),
            claimed("it does not", .review, [.nationalIDCheckDigitWrong], .invalid("es-dni")),
            claimed(
                "the same under a policy that rejects", .failed, [.documentRejected, .nationalIDCheckDigitWrong],
                outcome: .reject, .invalid("es-dni")),
            claimed(
                "the same under a policy that only reports", .passed, [.documentNoted], outcome: .info,
                .invalid("es-dni")),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard input.settings(.nationalID) != nil else { return .notRun(.notConfigured) }
        return switch input.evidence.nationalID {
        case .absent: .notRun(.notGiven)
        case .noScheme: .notRun(.noScheme)
        case .valid: .passed()
        case .invalid(let scheme):
            input.documentFinding(
                [Reason(.nationalIDCheckDigitWrong, field: "national_id", detail: scheme)], isSure: true)
        }
    }
}
