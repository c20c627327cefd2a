import AuditCore

/// `checks: duplicates:`, the keys beside `outcome`.
enum DuplicatesSection {
    enum Key: String, CaseIterable {
        case outcome, face, same, photo
        case alertsANight = "alerts_a_night"
        case windowDays = "window_days"
    }

    private enum PhotoKey: String, CaseIterable {
        case nearBits = "near_bits"
    }

    /// Reads what differs from the defaults.
    static func read(_ value: YAMLValue) throws(AuditError) -> DuplicatesSettings {
        let mapping = try value.mapping(Key.self)
        var settings = DuplicatesSettings()
        if let value = mapping[.alertsANight] {
            settings.alertsANight = try value.number(1e-6...1e6, "false alerts a night, above 0")
        }
        if let value = mapping[.face] { settings.face = try value.flag("on or off") }
        if let value = mapping[.same] { settings.same = try fields(value, among: DuplicatesSettings.fields) }
        if let value = mapping[.photo] {
            if value.isMapping {
                settings.nearBits = try value.mapping(PhotoKey.self)[.nearBits]?.integer(0...20, "bits")
            } else if try !value.flag("off, or a mapping with near_bits") {
                settings.nearBits = nil
            }
        }
        if let value = mapping[.windowDays] { settings.windowDays = try value.integer(1...3660, "days") }
        return settings
    }

    /// Reads a list of fields.
    static func fields(
        _ value: YAMLValue, among known: [BlindIndex.Field]
    ) throws(AuditError) -> [BlindIndex.Field] {
        let names = known.map(\.rawValue).joined(separator: ", ")
        var fields: [BlindIndex.Field] = []
        for item in try value.list("a list of \(names)") {
            let name = try item.text("one of \(names)")
            guard let field = BlindIndex.Field(rawValue: name), known.contains(field), !fields.contains(field) else {
                throw item.expected("one of \(names), each once")
            }
            fields.append(field)
        }
        return fields
    }
}

/// `checks: velocity:`, the keys beside `outcome`.
enum VelocitySection {
    enum Key: String, CaseIterable {
        case outcome, by
        case maxADay = "max_a_day"
    }

    /// Reads what differs from the defaults.
    static func read(_ value: YAMLValue) throws(AuditError) -> VelocitySettings {
        let mapping = try value.mapping(Key.self)
        var settings = VelocitySettings()
        if let value = mapping[.maxADay] { settings.maxADay = try value.integer(1...1_000_000, "requests, 1 or more") }
        if let value = mapping[.by] {
            settings.by = try DuplicatesSection.fields(value, among: VelocitySettings.fields)
        }
        return settings
    }
}
