/// What the gallery answered when a request was decided: recorded with the decision, so that it can be decided again
/// without photos and without the gallery. No personal data: subjects and decisions by their numbers only.
public struct GalleryEvidence: Codable, Equatable, Sendable {
    /// Enrolled subjects that could be found.
    public var subjects: Int
    /// Templates that were searched.
    public var templates: Int
    /// The matcher whose templates were searched; nil when none were.
    public var searched: String?
    /// What became of the claimed identity; for `enrol` and `verify`.
    public var claim: Claim?
    /// The best subjects in the order of their ranks; for `identify`.
    public var candidates: [Candidate]
    /// Earlier requests and subjects that this one is tied to.
    public var links: [Link]
    /// How often the same value was seen of late.
    public var velocity: [VelocityCount]
    /// Entries of block and allow lists that apply.
    public var listed: [ListHit]

    /// Creates evidence.
    public init(
        subjects: Int = 0, templates: Int = 0, searched: String? = nil, claim: Claim? = nil,
        candidates: [Candidate] = [], links: [Link] = [], velocity: [VelocityCount] = [], listed: [ListHit] = []
    ) {
        self.subjects = subjects
        self.templates = templates
        self.searched = searched
        self.claim = claim
        self.candidates = candidates
        self.links = links
        self.velocity = velocity
        self.listed = listed
    }

    /// What is known of a claimed identity.
    public enum Claim: String, Codable, Sendable {
        /// Nobody of this id was ever enrolled.
        case unknown
        /// There are templates that can be compared.
        case enrolled
        /// The enrolment was revoked.
        case revoked
        /// There are only templates of other versions.
        case outdated
    }

    /// One subject that may be the person on the photo.
    public struct Candidate: Codable, Equatable, Sendable {
        /// The subject's number.
        public var subject: Int64
        /// From 1, the most alike.
        public var rank: Int
        /// By matcher, in its native units.
        public var scores: [String: Double]
        /// Calibrated probability in percent that it is the same person; nil without a calibration.
        public var confidence: Double?

        /// Creates a candidate.
        public init(subject: Int64, rank: Int, scores: [String: Double], confidence: Double? = nil) {
            self.subject = subject
            self.rank = rank
            self.scores = scores
            self.confidence = confidence
        }
    }

    /// One tie to an earlier request or an enrolled subject.
    public struct Link: Codable, Equatable, Sendable {
        /// What ties them.
        public var kind: Kind
        /// The earlier decision's number.
        public var decision: Int64?
        /// The subject's number.
        public var subject: Int64?
        /// The matcher that scored, for faces.
        public var matcher: String?
        /// Its score in native units, or the distance in bits for photos.
        public var score: Double?

        /// Creates a tie.
        public init(
            kind: Kind, decision: Int64? = nil, subject: Int64? = nil, matcher: String? = nil, score: Double? = nil
        ) {
            self.kind = kind
            self.decision = decision
            self.subject = subject
            self.matcher = matcher
            self.score = score
        }

        /// What ties two requests; stable names.
        public enum Kind: String, Codable, Sendable, CaseIterable {
            /// The same face under another identity.
            case sameFaceOtherIdentity = "same_face_other_identity"
            /// The same identity with another face.
            case sameIdentityOtherFace = "same_identity_other_face"
            /// The same e-mail address.
            case sameEmail = "same_email"
            /// The same phone number.
            case samePhone = "same_phone"
            /// The same IP address.
            case sameIP = "same_ip_address"
            /// The same device.
            case sameDevice = "same_device_id"
            /// The same national id.
            case sameNationalID = "same_national_id"
            /// The same document number.
            case sameDocumentNumber = "same_document_number"
            /// The very same photo file.
            case samePhoto = "same_photo"
            /// A photo that looks the same.
            case nearPhoto = "near_photo"
            /// The selfie is the document's portrait.
            case selfieIsDocument = "selfie_is_document"
        }
    }

    /// How often one value was seen.
    public struct VelocityCount: Codable, Equatable, Sendable {
        /// The field's name.
        public var by: String
        /// Requests with the same value, this one included.
        public var count: Int
        /// In so many hours.
        public var hours: Int

        /// Creates a count.
        public init(by: String, count: Int, hours: Int) {
            self.by = by
            self.count = count
            self.hours = hours
        }
    }

    /// An entry of a list that applies.
    public struct ListHit: Codable, Equatable, Sendable {
        /// Which list.
        public var list: Kind
        /// The entry's number.
        public var entry: Int64
        /// What it was found by: a field's name, or `face`.
        public var field: String
        /// The score in native units, for faces.
        public var score: Double?

        /// Creates a hit.
        public init(list: Kind, entry: Int64, field: String, score: Double? = nil) {
            self.list = list
            self.entry = entry
            self.field = field
            self.score = score
        }

        /// The lists.
        public enum Kind: String, Codable, Sendable {
            /// Who is on it is looked at.
            case block
            /// Who is on it is known, so a block of the same kind does not count.
            case allow
        }
    }
}
