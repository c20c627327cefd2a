import AuditCore

/// What a policy says of duplicates.
public struct DuplicatesSettings: Codable, Equatable, Sendable {
    /// False face links that a night may be expected to raise at most, above 0; the threshold rises with what was seen.
    public var alertsANight = 1.0
    /// Whether faces are searched, and kept to be found.
    public var face = true
    /// The fields whose values tie people together.
    public var same: [BlindIndex.Field] = [.email, .phone, .ipAddress, .deviceID, .nationalID, .documentNumber]
    /// Bits, of 64, in which the perceptual hashes of two photos may differ to be nearly the same; nil: not compared.
    public var nearBits: Int? = 6
    /// Days back to which earlier requests count.
    public var windowDays = 365

    /// Creates the defaults.
    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case face, same
        case alertsANight = "alerts_a_night"
        case nearBits = "near_bits"
        case windowDays = "window_days"
    }

    /// The fields that people can share.
    static let fields: [BlindIndex.Field] = [.email, .phone, .ipAddress, .deviceID, .nationalID, .documentNumber]
}

/// What a policy says of velocity.
public struct VelocitySettings: Codable, Equatable, Sendable {
    /// Requests that may share a value within 24 hours, this one included.
    public var maxADay = 3
    /// The fields.
    public var by: [BlindIndex.Field] = [.email, .phone, .ipAddress, .deviceID, .subjectID]

    /// Creates the defaults.
    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case by
        case maxADay = "max_a_day"
    }

    /// The fields that requests can be counted by.
    static let fields: [BlindIndex.Field] = DuplicatesSettings.fields + [.subjectID]
}

extension BlindIndex.Field: Codable {}

extension Policy {
    /// The checks that look at earlier requests and lists, as far as the policy asks for them.
    var watched: [FurtherCheck] { [.duplicates, .velocity, .lists].filter { checks[$0] != nil } }

    /// Whether photos are compared by their perceptual hashes.
    var comparesPhotos: Bool { checks[.duplicates] != nil && duplicates.nearBits != nil }

    /// Whether faces are kept to be found behind other identities.
    var keepsFaces: Bool { checks[.duplicates] != nil && duplicates.face }
}

extension BlindIndex.Field {
    /// The link that says that two people share it; nil for what is no sign.
    var link: GalleryEvidence.Link.Kind? {
        switch self {
        case .email: .sameEmail
        case .phone: .samePhone
        case .ipAddress: .sameIP
        case .deviceID: .sameDevice
        case .nationalID: .sameNationalID
        case .documentNumber: .sameDocumentNumber
        case .photo: .samePhoto
        case .subjectID: nil
        }
    }
}
