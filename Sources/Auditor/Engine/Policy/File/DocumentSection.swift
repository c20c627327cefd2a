import AuditCore

/// `checks: document:`, the keys beside `outcome`.
enum DocumentSection {
    enum Key: String, CaseIterable {
        case outcome, types, languages
        case minAge = "min_age"
        case nameSimilarity = "name_similarity"
        case ghostSimilarity = "ghost_similarity"
        case legible, expiry, age, type, agrees, issuer, ghost
        case checkDigits = "check_digits"
        case matchesClaim = "matches_claim"
        case nationalID = "national_id"
    }

    /// Reads what differs from the defaults.
    static func read(_ value: YAMLValue) throws(AuditError) -> DocumentSettings {
        let mapping = try value.mapping(Key.self)
        var settings = DocumentSettings()
        if let value = mapping[.types] { settings.types = try types(value) }
        if let value = mapping[.minAge] { settings.minAge = try value.integer(0...120, "full years, 0 to 120") }
        if let value = mapping[.nameSimilarity] {
            settings.nameSimilarity = try value.number(0.5...1, "a similarity of names, 0.5 to 1")
        }
        if let value = mapping[.ghostSimilarity] {
            settings.ghostSimilarity = try value.number(-1...1, "a cosine, -1 to 1")
        }
        if let value = mapping[.languages] { settings.languages = try languages(value) }
        for check in DocumentCheck.allCases {
            guard let key = Key(rawValue: check.rawValue), let value = mapping[key] else { continue }
            if try !value.flag("on or off") { settings.off.append(check) }
        }
        return settings
    }

    private static func types(_ value: YAMLValue) throws(AuditError) -> [DocumentType] {
        let names = DocumentType.allCases.map(\.rawValue).joined(separator: ", ")
        var types: [DocumentType] = []
        for item in try value.list("a list of \(names)") {
            guard let type = DocumentType(rawValue: try item.text("one of \(names)")), !types.contains(type) else {
                throw item.expected("one of \(names), each once")
            }
            types.append(type)
        }
        guard !types.isEmpty else { throw value.expected("at least one of \(names)") }
        return types
    }

    /// The names go to a worker that opens files by them, so they may hold nothing but letters, digits and `_`.
    private static func languages(_ value: YAMLValue) throws(AuditError) -> [String] {
        var languages: [String] = []
        for item in try value.list("a list of Tesseract's languages, such as eng, deu, chi_sim") {
            let name = try item.text("a language of Tesseract, such as eng")
            guard (2...24).contains(name.utf8.count), !languages.contains(name),
                name.utf8.allSatisfy({
                    (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                        || $0 == 0x5F
                })
            else { throw item.expected("a language of Tesseract, such as eng, each once") }
            languages.append(name)
        }
        guard (1...8).contains(languages.count) else { throw value.expected("one to eight languages") }
        return languages
    }
}
