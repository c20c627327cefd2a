import AuditCore

/// `retention:` how long personal data is kept; without it, until it is erased on demand.
enum RetentionSection {
    static func read(_ value: YAMLValue) throws(AuditError) -> Int? {
        let mapping = try value.mapping(Key.self)
        return try mapping[.personalDays]?.integer(0...36_500, "whole days")
    }

    private enum Key: String, CaseIterable {
        case personalDays = "personal_days"
    }
}
