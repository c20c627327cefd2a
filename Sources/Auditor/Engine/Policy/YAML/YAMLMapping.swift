import AuditCore

/// A mapping with a fixed set of keys. The keys are the cases of an enumeration, so a key that the reading code does
/// not know cannot be asked for, and one that the file invents is found here.
struct YAMLMapping<Key: CaseIterable & RawRepresentable<String>> {
    private let owner: YAMLValue
    private var values: [String: YAMLValue] = [:]

    /// Checks the keys before any value is read, so that a misspelt key is not reported as a missing one.
    init(_ value: YAMLValue) throws(AuditError) {
        owner = value
        let known = Key.allCases.map(\.rawValue)
        for (key, name, child) in try value.pairs("a mapping") {
            guard Key(rawValue: name) != nil else {
                throw key.error("unknown key \"\(name)\"\(NearestName.hint(name, among: known))")
            }
            values[name] = child
        }
    }

    /// The value of a key, or nil when the file does not have it.
    subscript(key: Key) -> YAMLValue? { values[key.rawValue] }

    /// The value of a key that the file must have; `what` says what to write.
    func require(_ key: Key, _ what: String) throws(AuditError) -> YAMLValue {
        guard let value = self[key] else {
            throw owner.error("expected the key \"\(key.rawValue)\" with \(what), found none")
        }
        return value
    }

    /// An error at the mapping itself.
    func error(_ message: String) -> AuditError { owner.error(message) }
}
