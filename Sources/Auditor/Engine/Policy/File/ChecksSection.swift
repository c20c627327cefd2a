import AuditCore

/// `checks:` the further checks, each `on`, `off`, or a mapping that says what a hit does.
enum ChecksSection {
    static func read(_ value: YAMLValue) throws(AuditError) -> [FurtherCheck: CheckSetting] {
        let mapping = try value.mapping(FurtherCheck.self)
        var checks: [FurtherCheck: CheckSetting] = [:]
        for check in FurtherCheck.allCases {
            guard let value = mapping[check] else { continue }
            if value.isMapping {
                let outcome = try value.mapping(Key.self).require(.outcome, "info or review")
                checks[check] = CheckSetting(outcome: try outcome.choice(), location: outcome.location)
            } else if try value.flag("on, off, or a mapping with outcome") {
                checks[check] = CheckSetting(outcome: .review, location: value.location)
            }
        }
        return checks
    }

    private enum Key: String, CaseIterable {
        case outcome
    }
}
