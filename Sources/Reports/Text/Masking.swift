import AuditCore

/// Personal fields on pages for people. The `team` profile masks them, so that a reviewer can tell two people apart without
/// learning who they are.
struct Masking {
    private let profile: RedactionProfile

    /// Masking as a profile asks for it.
    init(_ profile: RedactionProfile) { self.profile = profile }

    /// A field as the profile shows it.
    func claim(_ field: PersonalData.Field) -> String {
        profile.shows(.personal) ? field.value : Self.mask(field)
    }

    /// Whether everything is shown as it is.
    var isClear: Bool { profile.shows(.documents) }

    /// What was read on a document, as the profile shows it; masked like the claim of the same kind.
    func document(_ name: DocumentFields.Name, _ value: String) -> String {
        if isClear { return value }
        let claim: String
        switch name {
        case .documentType: return value
        case .surname, .givenNames, .fullName: claim = "full_name"
        case .expiry: claim = "document_expiry"
        case .personalNumber: claim = "national_id"
        case .dateOfBirth, .documentNumber, .issuingState, .nationality, .sex: claim = name.rawValue
        }
        var fields = PersonalData()
        fields.append(name: claim, value: value)
        return fields.fields.first.map(Self.mask) ?? ""
    }

    /// The claimed identity as the profile shows it.
    func subject(_ id: String) -> String { profile.shows(.subject) ? id : Self.lastTwo(id) }

    /// A field as it may be shown.
    static func mask(_ field: PersonalData.Field) -> String {
        switch field.name {
        case "email": email(field.value)
        case "full_name", "username": initials(field.value)
        case "national_id", "document_number", "phone", "device_id": lastTwo(field.value)
        case "date_of_birth", "document_expiry": String(field.value.prefix(4)) + "-••-••"
        default: "•••"
        }
    }

    /// `a…@example.org`.
    static func email(_ value: String) -> String {
        guard let at = value.lastIndex(of: "@"), let first = value.first, at != value.startIndex else { return "•••" }
        return "\(first)…\(value[at...])"
    }

    /// The last two letters or digits, when enough others remain hidden.
    static func lastTwo(_ value: String) -> String {
        let characters = value.filter { $0.isLetter || $0.isNumber }
        return characters.count >= 6 ? "•••\(characters.suffix(2))" : "•••"
    }

    /// `A… O…`.
    static func initials(_ value: String) -> String {
        let parts = value.split(whereSeparator: \.isWhitespace).prefix(4)
        return parts.compactMap { part in part.first.map { "\($0)…" } }.joined(separator: " ")
    }
}
