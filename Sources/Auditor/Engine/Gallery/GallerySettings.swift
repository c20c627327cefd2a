public import AuditCore

/// What a policy says of the gallery; without it nobody is enrolled, verified or identified, and no template is kept.
public struct GallerySettings: Codable, Equatable, Sendable {
    /// Candidates of a search that are recorded, 1 to 100.
    public var top = 5
    /// False alerts that the searches of a night may be expected to raise at most, above 0.
    public var alertsANight = 1.0
    /// The matcher whose templates are searched; nil for the first of the policy's that has some.
    public var search: String?

    /// Creates the defaults.
    public init(top: Int = 5, alertsANight: Double = 1, search: String? = nil) {
        self.top = top
        self.alertsANight = alertsANight
        self.search = search
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case top, search
        case alertsANight = "alerts_a_night"
    }
}

extension Policy {
    /// The kinds of request that the policy can decide.
    public var kinds: Set<RequestKind> { gallery == nil ? [.compare] : Set(RequestKind.allCases) }

    /// Whether requests of a kind are decided with what the gallery says.
    func asksGallery(_ kind: RequestKind) -> Bool { gallery != nil && kind != .compare }

    /// The matchers whose templates may be searched, first choice first.
    var searchOrder: [String] {
        // `--matcher` may have left it out.
        guard let search = gallery?.search, workers.contains(search) else { return workers }
        return [search]
    }
}
