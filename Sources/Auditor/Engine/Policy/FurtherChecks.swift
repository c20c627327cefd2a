import AuditCore

/// What the rules of checks that are not built yet share; each leaves this file when it is built.
extension FurtherCheck {
    /// Not run, and whether that is the policy's choice or this version's limit.
    func finding(_ policy: Policy) -> RuleFinding {
        .notRun(policy.checks[self] == nil ? .notConfigured : .notBuilt)
    }

    var examples: [RuleExample] {
        [
            RuleExample("switched off", .notRun, cause: .notConfigured),
            RuleExample("switched on", .notRun, cause: .notBuilt) {
                $0.checks[self] = CheckSetting(outcome: .review, location: SourceLocation(file: $0.file))
            } evidence: { _ in
            },
        ]
    }
}
