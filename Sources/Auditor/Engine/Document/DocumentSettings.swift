import AuditCore

/// What a policy says of identity documents.
public struct DocumentSettings: Codable, Equatable, Sendable {
    /// The kinds of document that are accepted.
    public var types = DocumentType.allCases
    /// Full years that the holder must have reached; nil: the age is not checked.
    public var minAge: Int? = 18
    /// Jaro-Winkler similarity from which two names agree that differ by the rules of ICAO, 0 to 1.
    public var nameSimilarity = 0.92
    /// Cosine from which a further portrait is the same person's, -1 to 1. A ghost image is faint and small: SFace's
    /// threshold at a false match rate of 5 % (DESIGN.md 5).
    public var ghostSimilarity = 0.231
    /// Tesseract's names of the languages that print may be in.
    public var languages = ["eng"]
    /// The checks that are switched off.
    public var off: [DocumentCheck] = []

    /// Creates the defaults.
    public init() {}

    /// Whether a check is on.
    func has(_ check: DocumentCheck) -> Bool { !off.contains(check) && (check != .age || minAge != nil) }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case types, languages, off
        case minAge = "min_age"
        case nameSimilarity = "name_similarity"
        case ghostSimilarity = "ghost_similarity"
    }
}

/// The kinds of identity document that are told apart.
public enum DocumentType: String, Codable, Sendable, CaseIterable {
    case passport
    case idCard = "id_card"
    case drivingLicence = "driving_licence"
    case residencePermit = "residence_permit"
    case visa
}

/// The checks of an identity document. The raw value is the policy's switch.
public enum DocumentCheck: String, Codable, Sendable, CaseIterable {
    case legible
    case checkDigits = "check_digits"
    case expiry
    case age
    case type
    case agrees
    case matchesClaim = "matches_claim"
    case issuer
    case nationalID = "national_id"
    case ghost
}
