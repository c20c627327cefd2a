import AuditCore

/// `decision:` what a mismatch does.
enum DecisionSection {
    static func readRejects(_ value: YAMLValue) throws(AuditError) -> Bool {
        try value.mapping(Key.self).require(.rejects, "true or false").flag()
    }

    private enum Key: String, CaseIterable {
        case rejects
    }
}
