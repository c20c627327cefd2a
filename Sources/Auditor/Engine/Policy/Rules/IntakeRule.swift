import AuditCore

/// A request that is not vouched for is an error: neither somebody's rejection nor anybody's approval.
struct IntakeRule: PolicyRule {
    static let id = "intake"

    let descriptor = RuleDescriptor(
        id: IntakeRule.id, title: "The onboarding service vouches for the request",
        summary: """
            With `intake.token` in the policy: the row's token has a good signature by a key of the policy, is for this \
            audience and day, and names the applicant whom the row names. A request that fails is an error, and nobody \
            looks at its photos. When requests are decided again the stored answer stands.
            """,
        reasons: [.tokenMissing, .tokenInvalid, .tokenExpired, .tokenMismatch, .tokenReused, .tokenMethodMissing])

    var examples: [RuleExample] {
        [
            RuleExample("the policy does not ask", .notRun, cause: .notConfigured),
            RuleExample("a good token", .passed) { $0.intake = .passed },
            RuleExample("no token, and none is required", .notRun, cause: .notGiven) { $0.intake = .absent },
            RuleExample("decided again, never checked before", .notRun, cause: .notKept) { $0.intake = .notKept },
        ]
            + descriptor.reasons.map { code in
                RuleExample(Self.titles[code] ?? code.rawValue, .failed, [code]) {
                    $0.intake = .failed([Reason(code, field: "token")])
                }
            }
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.evidence.intake {
        case .notConfigured: .notRun(.notConfigured)
        case .absent: .notRun(.notGiven)
        case .notKept: .notRun(.notKept)
        case .passed: .passed()
        case .failed(let reasons): RuleFinding(state: .failed, reasons: reasons)
        }
    }

    private static let titles: [ReasonCode: String] = [
        .tokenMissing: "no token, and one is required",
        .tokenInvalid: "a token that another key signed",
        .tokenExpired: "a token of last week",
        .tokenMismatch: "somebody else's token",
        .tokenReused: "a token that an earlier row had",
        .tokenMethodMissing: "a token without the one-time password that the policy asks for",
    ]
}

extension DecisionRecord {
    /// What a decision says of its intake; for a replay, which has no token to ask again.
    var intakeVerdict: IntakeVerdict {
        guard let check = checks.first(where: { $0.id == IntakeRule.id }) else { return .notConfigured }
        switch check.state {
        case .passed: return .passed
        case .failed:
            let codes = IntakeRule().descriptor.reasons
            return .failed(reasons.filter { codes.contains($0.code) })
        case .review, .notApplicable, .notRun:
            switch check.cause {
            case RuleFinding.Cause.notGiven.rawValue: return .absent
            case RuleFinding.Cause.notKept.rawValue: return .notKept
            default: return .notConfigured
            }
        }
    }
}
