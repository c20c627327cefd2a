import AuditCore

/// `checks:` the further checks, each `on`, `off`, or a mapping that says what a hit does and more.
enum ChecksSection {
    static func read(_ value: YAMLValue, into policy: inout Policy) throws(AuditError) {
        let mapping = try value.mapping(FurtherCheck.self)
        for check in FurtherCheck.allCases {
            guard let value = mapping[check] else { continue }
            if value.isMapping {
                let outcome = try outcome(value, of: check)
                policy.checks[check] = CheckSetting(outcome: try outcome.choice(), location: outcome.location)
                switch check {
                case .duplicates: policy.duplicates = try DuplicatesSection.read(value)
                case .velocity: policy.velocity = try VelocitySection.read(value)
                case .document: policy.document = try DocumentSection.read(value)
                case .lists: break
                }
            } else if try value.flag("on, off, or a mapping with outcome") {
                policy.checks[check] = CheckSetting(outcome: .review, location: value.location)
            }
        }
    }

    private static func outcome(_ value: YAMLValue, of check: FurtherCheck) throws(AuditError) -> YAMLValue {
        switch check {
        case .duplicates: try value.mapping(DuplicatesSection.Key.self).require(.outcome, "info or review")
        case .velocity: try value.mapping(VelocitySection.Key.self).require(.outcome, "info or review")
        case .document: try value.mapping(DocumentSection.Key.self).require(.outcome, "info, review or reject")
        case .lists: try value.mapping(Key.self).require(.outcome, "info or review")
        }
    }

    private enum Key: String, CaseIterable {
        case outcome
    }
}
