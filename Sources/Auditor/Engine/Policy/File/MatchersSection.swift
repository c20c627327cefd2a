import AuditCore

/// `matchers:` which matchers decide, in which order, and which can veto.
struct MatchersSection {
    let combination: Policy.Combination
    let order: [String]
    let veto: [String]
    /// Where each matcher is named, for errors about it.
    private(set) var places: [String: YAMLValue] = [:]

    init(_ value: YAMLValue) throws(AuditError) {
        let mapping = try value.mapping(Key.self)
        combination = try mapping[.combine]?.choice() ?? .primary
        let orderValue = try mapping.require(.order, "a list of matchers")
        var places: [String: YAMLValue] = [:]
        order = try Self.names(orderValue, &places)
        guard !order.isEmpty else { throw orderValue.error("expected at least one matcher, found none") }
        veto = try mapping[.veto].map { value throws(AuditError) in try Self.names(value, &places) } ?? []
        self.places = places
    }

    private static func names(
        _ value: YAMLValue, _ places: inout [String: YAMLValue]
    ) throws(AuditError) -> [String] {
        var names: [String] = []
        for item in try value.list("a list of matchers, like [opencv]") {
            let name = try item.text("a matcher's name")
            guard isName(name) else {
                throw item.expected("a matcher's name of lower-case letters, digits, \"-\" and \"_\"")
            }
            guard places.updateValue(item, forKey: name) == nil else {
                throw item.error("expected each matcher once in order and veto, found \"\(name)\" again")
            }
            names.append(name)
        }
        return names
    }

    /// Names are columns of `decisions.csv` and keys of JSON.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else {
            return false
        }
        return text.utf8.count <= 64
            && text.utf8.allSatisfy(Set("abcdefghijklmnopqrstuvwxyz0123456789-_".utf8).contains)
    }

    private enum Key: String, CaseIterable {
        case combine, order, veto
    }
}
