public import AuditCore

/// One matcher's template of one photo.
public struct EnrolledTemplate: Equatable, Sendable {
    /// The matcher's name.
    public var matcher: String
    /// What it can be compared with (`MatcherDescriptor.templateVersion`).
    public var version: String
    /// The features.
    public var template: FaceTemplate

    /// Creates a template.
    public init(matcher: String, version: String, template: FaceTemplate) {
        self.matcher = matcher
        self.version = version
        self.template = template
    }
}

/// One photo that is added to a subject of the gallery, and the subject itself when it is new.
public struct Enrolment: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The subject's number, of `AuditStore.nextSubjectNumber` on; a number is never used again.
    public var subject: Int64
    /// Whether the subject is made by this enrolment.
    public var isNewSubject: Bool
    /// The customer's own key of the subject.
    public var subjectID: String
    /// What messages greet by; nil keeps what is known.
    public var name: String?
    /// The address; nil keeps what is known.
    public var email: String?
    /// The account's name; nil keeps what is known.
    public var username: String?
    /// The photo's templates, one a matcher.
    public var templates: [EnrolledTemplate]
    /// SHA-256 of the photo.
    public var imageSHA256: String?
    /// Whether the templates take the place of all that the subject had.
    public var replaces: Bool

    /// Creates an enrolment.
    public init(
        subject: Int64, isNewSubject: Bool, subjectID: String, name: String? = nil, email: String? = nil,
        username: String? = nil, templates: [EnrolledTemplate], imageSHA256: String? = nil, replaces: Bool = false
    ) {
        self.subject = subject
        self.isNewSubject = isNewSubject
        self.subjectID = subjectID
        self.name = name
        self.email = email
        self.username = username
        self.templates = templates
        self.imageSHA256 = imageSHA256
        self.replaces = replaces
    }

    /// `<enrolment of subject n>`: the rest is personal data.
    public var description: String { "<enrolment of subject \(subject)>" }
    /// Hides the fields from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A face of a request that is kept to be found again behind other identities.
public struct SeenFace: Equatable, Sendable {
    /// Which photo.
    public var role: ImageRole
    /// The matcher's name.
    public var matcher: String
    /// What the template can be compared with (`MatcherDescriptor.templateVersion`).
    public var version: String
    /// The features.
    public var template: FaceTemplate
    /// The perceptual hash of the whole photo, 64 bits.
    public var photoHash: UInt64?

    /// Creates a face.
    public init(role: ImageRole, matcher: String, version: String, template: FaceTemplate, photoHash: UInt64? = nil) {
        self.role = role
        self.matcher = matcher
        self.version = version
        self.template = template
        self.photoHash = photoHash
    }
}
