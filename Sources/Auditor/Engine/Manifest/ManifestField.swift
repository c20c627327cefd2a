import AuditCore

/// The fields that a manifest can have (DESIGN.md 4.2). Every other column is the customer's own.
enum ManifestField: String, CaseIterable, Sendable {
    case requestID = "request_id"
    case kind
    case subjectID = "subject_id"
    case username
    case selfie
    case document
    case documentBack = "document_back"
    case fullName = "full_name"
    case dateOfBirth = "date_of_birth"
    case sex
    case nationality
    case email
    case phone
    case nationalID = "national_id"
    case ipAddress = "ip_address"
    case deviceID = "device_id"
    case locale
    case submittedAt = "submitted_at"
    case documentType = "document_type"
    case documentNumber = "document_number"
    case documentExpiry = "document_expiry"
    case issuingState = "issuing_state"
    case token
    case label
    case group

    /// The field of a name.
    static func named(_ name: String) -> ManifestField? { byName[name] }

    // A dictionary, because the synthesised initialiser compares the names one after the other for every cell.
    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The photo that the field refers to.
    var imageRole: ImageRole? {
        switch self {
        case .selfie: .selfie
        case .document: .document
        case .documentBack: .documentBack
        default: nil
        }
    }
}

/// A set of fields.
struct ManifestFieldSet {
    private var bits: UInt64 = 0

    /// Adds a field.
    /// - Returns: Whether it was not yet in the set.
    mutating func insert(_ field: ManifestField) -> Bool {
        let bit: UInt64 = 1 << Self.index(of: field)
        defer { bits |= bit }
        return bits & bit == 0
    }

    /// Whether a field is in the set.
    func contains(_ field: ManifestField) -> Bool { bits & (1 << Self.index(of: field)) != 0 }

    // Enumerations without associated values are numbered in their order.
    private static func index(of field: ManifestField) -> UInt64 {
        UInt64(indices[field] ?? 63)
    }

    private static let indices = Dictionary(
        uniqueKeysWithValues: ManifestField.allCases.enumerated().map { ($1, $0) })
}
