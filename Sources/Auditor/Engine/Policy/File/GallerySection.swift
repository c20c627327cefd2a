import AuditCore

/// `gallery:` that people are enrolled, verified and identified, and how; `on` for the defaults.
enum GallerySection {
    /// Reads the section; nil when it is switched off.
    static func read(_ value: YAMLValue) throws(AuditError) -> GallerySettings? {
        guard value.isMapping else { return try value.flag("on, off, or a mapping") ? GallerySettings() : nil }
        let mapping = try value.mapping(GallerySettings.CodingKeys.self)
        var settings = GallerySettings()
        if let value = mapping[.top] { settings.top = try value.integer(1...100, "candidates") }
        if let value = mapping[.alertsANight] {
            settings.alertsANight = try value.number(1e-6...1e6, "false alerts a night, above 0")
        }
        settings.search = try mapping[.search]?.text("the name of a matcher of the policy")
        return settings
    }
}
