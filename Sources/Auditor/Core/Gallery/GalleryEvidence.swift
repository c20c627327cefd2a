/// What the gallery answered about one request, as it was then. Recorded with the decision, so that the request can be
/// decided again without photos and without the gallery. Holds no personal data: subjects are numbers of the store.
public struct GalleryEvidence: Codable, Equatable, Sendable {
    /// Enrolled subjects that could be found.
    public var subjects: Int
    /// Templates that were searched.
    public var templates: Int
    /// The matcher whose templates were searched; nil when none were.
    public var searched: String?
    /// Searches of the night that share the budget of alerts: rows of the run, and of those begun in the 24 hours before it,
    /// that ask whose face of many it is; nil when the run makes none.
    public var probes: Int?
    /// False alerts that the night's searches are expected to raise at this size and threshold; nil when that is not known.
    public var expectedFalseAlerts: Double?
    /// How the rate of the search's threshold is known: `policy`, `measured`, `bound` or `uncalibrated`; nil without a
    /// search.
    public var thresholdBasis: String?
    /// What is known of the claimed subject; nil for a request without a claim.
    public var claim: Claim?
    /// The claimed subject's number; nil while nobody of that name is enrolled.
    public var subject: Int64?
    /// Subjects that the face was compared with: of a search the best, in rank order.
    public var candidates: [Candidate]
    /// Earlier requests and subjects that this one is tied to.
    public var links: [Link]
    /// Requests that share a value with this one, by field.
    public var velocity: [VelocityCount]
    /// Entries of block and allow lists that the request meets.
    public var listed: [ListHit]
    /// How signs of fraud were looked for; nil when they were not.
    public var watch: Watch?

    /// Creates evidence; what is left out was not found, or not looked for.
    public init(
        subjects: Int = 0, templates: Int = 0, searched: String? = nil, probes: Int? = nil, claim: Claim? = nil,
        subject: Int64? = nil, candidates: [Candidate] = [], links: [Link] = [], velocity: [VelocityCount] = [],
        listed: [ListHit] = []
    ) {
        self.subjects = subjects
        self.templates = templates
        self.searched = searched
        self.probes = probes
        self.claim = claim
        self.subject = subject
        self.candidates = candidates
        self.links = links
        self.velocity = velocity
        self.listed = listed
    }

    /// How signs of fraud were looked for.
    public struct Watch: Codable, Equatable, Sendable {
        /// Of `duplicates`, `velocity` and `lists` those that were looked for.
        public var checks: [String]
        /// The matcher whose score says that a face was seen before; nil when no faces were searched.
        public var matcher: String?
        /// Earlier faces that this request's were compared with.
        public var faces: Int
        /// The threshold in native units.
        public var threshold: Double?
        /// How its rate is known: `policy`, `measured`, `bound` or `uncalibrated`.
        public var basis: String?
        /// The false match rate at the threshold; nil when it is not known.
        public var falseMatchRate: Double?
        /// The matcher's reject threshold: beyond it two faces are two people's.
        public var rejectThreshold: Double?

        /// Creates a value.
        public init(
            checks: [String], matcher: String? = nil, faces: Int = 0, threshold: Double? = nil, basis: String? = nil,
            falseMatchRate: Double? = nil, rejectThreshold: Double? = nil
        ) {
            self.checks = checks
            self.matcher = matcher
            self.faces = faces
            self.threshold = threshold
            self.basis = basis
            self.falseMatchRate = falseMatchRate
            self.rejectThreshold = rejectThreshold
        }

        enum CodingKeys: String, CodingKey {
            case checks, matcher, faces, threshold, basis
            case falseMatchRate = "false_match_rate"
            case rejectThreshold = "reject_threshold"
        }
    }

    enum CodingKeys: String, CodingKey {
        case subjects, templates, searched, probes, claim, subject, candidates, links, velocity, listed, watch
        case expectedFalseAlerts = "expected_false_alerts"
        case thresholdBasis = "threshold_basis"
    }

    /// What is known of a claimed subject.
    public enum Claim: String, Codable, Sendable {
        /// Nobody of that name was ever enrolled.
        case unknown
        /// Enrolled, with templates that can be compared.
        case enrolled
        /// Enrolled once, and revoked.
        case revoked
        /// Enrolled, but every template is of another version of its matcher.
        case outdated
    }

    /// A subject that the face was compared with.
    public struct Candidate: Codable, Equatable, Sendable {
        /// The subject's number.
        public var subject: Int64
        /// Its place in the search, from 1.
        public var rank: Int
        /// The best score of each matcher over the subject's photos, in native units.
        public var scores: [String: Double]
        /// Calibrated probability in percent that it is the same person, at prior 0.5; nil without a calibration.
        public var confidence: Double?

        /// Creates a candidate.
        public init(subject: Int64, rank: Int, scores: [String: Double], confidence: Double? = nil) {
            self.subject = subject
            self.rank = rank
            self.scores = scores
            self.confidence = confidence
        }
    }

    /// What ties this request to an earlier one, or to a subject.
    public struct Link: Codable, Equatable, Sendable {
        /// In which way.
        public var kind: Kind
        /// The earlier request's decision.
        public var decision: Int64?
        /// The subject's number.
        public var subject: Int64?
        /// The matcher that found it.
        public var matcher: String?
        /// Its score in native units; for photos the distance of the hashes in bits.
        public var score: Double?

        /// Creates a link.
        public init(
            kind: Kind, decision: Int64? = nil, subject: Int64? = nil, matcher: String? = nil, score: Double? = nil
        ) {
            self.kind = kind
            self.decision = decision
            self.subject = subject
            self.matcher = matcher
            self.score = score
        }

        /// The ways in which requests can be tied.
        public enum Kind: String, Codable, Sendable, CaseIterable {
            case sameFaceOtherIdentity = "same_face_other_identity"
            case sameIdentityOtherFace = "same_identity_other_face"
            case sameEmail = "same_email"
            case samePhone = "same_phone"
            case sameIP = "same_ip_address"
            case sameDevice = "same_device_id"
            case sameNationalID = "same_national_id"
            case sameDocumentNumber = "same_document_number"
            case samePhoto = "same_photo"
            case nearPhoto = "near_photo"
            case selfieIsDocument = "selfie_is_document"
        }
    }

    /// How many requests share a value.
    public struct VelocityCount: Codable, Equatable, Sendable {
        /// The field whose value they share.
        public var by: String
        /// How many they are, this one included.
        public var count: Int
        /// Within how many hours.
        public var hours: Int

        /// Creates a count.
        public init(by: String, count: Int, hours: Int) {
            self.by = by
            self.count = count
            self.hours = hours
        }
    }

    /// An entry of a list that the request meets.
    public struct ListHit: Codable, Equatable, Sendable {
        /// Which list.
        public var list: Kind
        /// The entry's number.
        public var entry: Int64
        /// The field that is listed, or `face`.
        public var field: String
        /// The score of a listed face in native units; nil for a field.
        public var score: Double?

        /// Creates a hit.
        public init(list: Kind, entry: Int64, field: String, score: Double? = nil) {
            self.list = list
            self.entry = entry
            self.field = field
            self.score = score
        }

        /// The lists that there are.
        public enum Kind: String, Codable, Sendable {
            case block, allow
        }
    }
}
