import AuditCore

/// The fields that a manifest can have (DESIGN.md 4.2). Every other column is the customer's own.
package enum ManifestField: UInt8, CaseIterable, Sendable {
    case requestID
    case kind
    case subjectID
    case username
    case selfie
    case document
    case documentBack
    case fullName
    case dateOfBirth
    case sex
    case nationality
    case email
    case phone
    case nationalID
    case ipAddress
    case deviceID
    case locale
    case submittedAt
    case documentType
    case documentNumber
    case documentExpiry
    case issuingState
    case token
    case label
    case group

    /// The name in every format.
    var name: String {
        switch self {
        case .requestID: "request_id"
        case .kind: "kind"
        case .subjectID: "subject_id"
        case .username: "username"
        case .selfie: "selfie"
        case .document: "document"
        case .documentBack: "document_back"
        case .fullName: "full_name"
        case .dateOfBirth: "date_of_birth"
        case .sex: "sex"
        case .nationality: "nationality"
        case .email: "email"
        case .phone: "phone"
        case .nationalID: "national_id"
        case .ipAddress: "ip_address"
        case .deviceID: "device_id"
        case .locale: "locale"
        case .submittedAt: "submitted_at"
        case .documentType: "document_type"
        case .documentNumber: "document_number"
        case .documentExpiry: "document_expiry"
        case .issuingState: "issuing_state"
        case .token: "token"
        case .label: "label"
        case .group: "group"
        }
    }

    /// The field of a name.
    static func named(_ name: String) -> ManifestField? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

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
        defer { bits |= 1 << UInt64(field.rawValue) }
        return !contains(field)
    }

    /// Whether a field is in the set.
    func contains(_ field: ManifestField) -> Bool { bits & 1 << UInt64(field.rawValue) != 0 }
}
