public import AuditCore

/// A subject of the gallery, decrypted.
public struct StoredSubject: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The number.
    public var number: Int64
    /// The customer's own key.
    public var subjectID: String
    /// What messages greet by.
    public var name: String?
    /// The address.
    public var email: String?
    /// The account's name.
    public var username: String?
    /// Whether it can be found.
    public var state: State
    /// When it was first enrolled, RFC 3339 UTC.
    public var created: String
    /// When it was revoked, RFC 3339 UTC.
    public var revokedAt: String?
    /// What it can be compared with: the matcher and version of each active template, by id.
    public var templates: [Template]

    /// Whether a subject counts.
    public enum State: String, Sendable {
        /// It can be found.
        case active
        /// It was revoked.
        case revoked
    }

    /// One active template.
    public struct Template: Equatable, Sendable {
        /// The template's number.
        public var id: Int64
        /// The matcher's name.
        public var matcher: String
        /// What it can be compared with.
        public var version: String
        /// SHA-256 of its photo.
        public var imageSHA256: String?
        /// The decision that enrolled it; nil for a command.
        public var decision: Int64?
    }

    /// `<subject n>`: the rest is personal data.
    public var description: String { "<subject \(number)>" }
    /// Hides the fields from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A template of an active subject, decrypted.
public struct StoredTemplate: Equatable, Sendable {
    /// The template's number, which an index knows it by.
    public var id: Int64
    /// The subject's number.
    public var subject: Int64
    /// The decision that enrolled it; nil for a command.
    public var decision: Int64?
    /// The features.
    public var template: FaceTemplate
}

/// A face that an earlier request showed, decrypted.
public struct StoredSeenFace: Equatable, Sendable {
    /// The face's number, which an index knows it by.
    public var id: Int64
    /// The decision's number.
    public var decision: Int64
    /// The decision's run.
    public var run: Int
    /// The decision's request id.
    public var requestID: String
    /// When the run began, RFC 3339 UTC.
    public var time: String
    /// Which photo.
    public var role: ImageRole
    /// The features.
    public var template: FaceTemplate
    /// The photo's perceptual hash.
    public var photoHash: UInt64?
}

/// What there is to be searched.
public struct GalleryCounts: Equatable, Sendable {
    /// Active subjects with a template of the version asked for.
    public var subjects: Int
    /// Their templates.
    public var templates: Int
    /// Active subjects that have templates of this matcher in other versions only: to be enrolled again.
    public var outdated: Int
}
