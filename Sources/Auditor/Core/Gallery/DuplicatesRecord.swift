/// Requests and subjects that are tied to each other by faces, photos, contacts, devices or documents: what
/// `duplicates.html`, `duplicates.json` and `auditor duplicates` are made from.
public struct DuplicatesRecord: Codable, Equatable, Sendable {
    /// `identity-auditor/duplicates`.
    public var schema = "identity-auditor/duplicates"
    /// 1.
    public var schemaVersion = 1
    /// Version of this program.
    public var toolVersion = Version.current
    /// The run that was looked at; nil for everything that the database has.
    public var run: Int?
    /// The date from which requests were looked at, `YYYY-MM-DD`; nil for all.
    public var since: String?
    /// Requests that were looked at.
    public var requests: Int
    /// The search for faces; nil when none was made.
    public var search: Search?
    /// The connected groups, riskiest first.
    public var groups: [Group]
    /// What people should know: faces that were not kept, templates of other versions.
    public var notices: [String]

    /// Creates a record.
    public init(
        run: Int? = nil, since: String? = nil, requests: Int, search: Search? = nil, groups: [Group] = [],
        notices: [String] = []
    ) {
        self.run = run
        self.since = since
        self.requests = requests
        self.search = search
        self.groups = groups
        self.notices = notices
    }

    enum CodingKeys: String, CodingKey {
        case schema, run, since, requests, search, groups, notices
        case schemaVersion = "schema_version"
        case toolVersion = "tool_version"
    }

    /// What a search of all faces against all may be expected to give by chance, beside what it gave.
    public struct Search: Codable, Equatable, Sendable {
        /// The matcher whose score decides.
        public var matcher: String
        /// Faces that were compared.
        public var faces: Int
        /// Comparisons: N (N - 1) / 2 for a search of all against all.
        public var comparisons: Double
        /// In native units of `matcher`; from here on two faces are one person's.
        public var threshold: Double
        /// How the rate of the threshold is known: `policy`, `measured`, `bound` or `uncalibrated`.
        public var basis: String
        /// The false match rate at the threshold; nil when it is not known.
        public var falseMatchRate: Double?
        /// False links that are expected: comparisons x rate; nil when the rate is not known.
        public var expectedFalseLinks: Double?
        /// Links between faces of different identities that were found.
        public var links: Int

        /// Creates a value.
        public init(
            matcher: String, faces: Int, comparisons: Double, threshold: Double, basis: String,
            falseMatchRate: Double?, links: Int
        ) {
            self.matcher = matcher
            self.faces = faces
            self.comparisons = comparisons
            self.threshold = threshold
            self.basis = basis
            self.falseMatchRate = falseMatchRate
            self.expectedFalseLinks = falseMatchRate.map { comparisons * $0 }
            self.links = links
        }

        enum CodingKeys: String, CodingKey {
            case matcher, faces, comparisons, threshold, basis, links
            case falseMatchRate = "false_match_rate"
            case expectedFalseLinks = "expected_false_links"
        }
    }

    /// Requests and subjects of which each is tied to another one of the group.
    public struct Group: Codable, Equatable, Sendable {
        /// How much there is to look into: see `RiskWeights`.
        public var risk: Double
        /// People who the members say that they are.
        public var identities: Int
        /// The requests' ids, in the members' order.
        public var requests: [String]
        /// The customer's ids of the subjects that are enrolled or claimed.
        public var subjects: [String]
        /// Requests first, oldest first, then subjects.
        public var members: [Member]
        /// Strongest first.
        public var links: [Link]
        /// The shortest way of evidence between the two members that are farthest apart, in order.
        public var chain: [Link]

        /// Creates a group.
        public init(
            risk: Double, identities: Int, requests: [String], subjects: [String], members: [Member], links: [Link],
            chain: [Link]
        ) {
            self.risk = risk
            self.identities = identities
            self.requests = requests
            self.subjects = subjects
            self.members = members
            self.links = links
            self.chain = chain
        }
    }

    /// A request or an enrolled subject.
    public struct Member: Codable, Equatable, Sendable {
        /// What links name it by, unique in a record: the request's id, with the run's number where several runs have the
        /// id for different people; of a subject its id.
        public var id: String
        /// Whether it is an enrolled subject and no request.
        public var isSubject: Bool
        /// Which person of the group it says to be, from 1; members with one number say the same.
        public var identity: Int
        /// The run of a request.
        public var run: Int?
        /// The row of a request in its run.
        public var row: Int?
        /// How a request ended.
        public var outcome: Outcome?
        /// The photos with faces, of which pictures may be stored.
        public var faces: [Face]

        /// Creates a member.
        public init(
            id: String, isSubject: Bool = false, identity: Int, run: Int? = nil, row: Int? = nil,
            outcome: Outcome? = nil, faces: [Face] = []
        ) {
            self.id = id
            self.isSubject = isSubject
            self.identity = identity
            self.run = run
            self.row = row
            self.outcome = outcome
            self.faces = faces
        }

        enum CodingKeys: String, CodingKey {
            case id, identity, run, row, outcome, faces
            case isSubject = "is_subject"
        }
    }

    /// A photo with a face.
    public struct Face: Codable, Equatable, Sendable {
        /// SHA-256 of the photo.
        public var sha256: String
        /// The matchers that found a face on it.
        public var matchers: [String]

        /// Creates a face.
        public init(sha256: String, matchers: [String]) {
            self.sha256 = sha256
            self.matchers = matchers
        }
    }

    /// What ties two members.
    public struct Link: Codable, Equatable, Sendable {
        /// One member's id.
        public var a: String
        /// The other's; the same as `a` for what a request shows by itself.
        public var b: String
        /// In which way.
        public var kind: GalleryEvidence.Link.Kind
        /// The matcher that found it.
        public var matcher: String?
        /// Its score in native units; for photos the distance of the hashes in bits.
        public var score: Double?

        /// Creates a link.
        public init(
            a: String, b: String, kind: GalleryEvidence.Link.Kind, matcher: String? = nil, score: Double? = nil
        ) {
            self.a = a
            self.b = b
            self.kind = kind
            self.matcher = matcher
            self.score = score
        }

        /// Every key is written: a program that reads it need not guess which are missing.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(a, forKey: .a)
            try container.encode(b, forKey: .b)
            try container.encode(kind, forKey: .kind)
            try container.encode(matcher, forKey: .matcher)
            try container.encode(score, forKey: .score)
        }

        enum CodingKeys: String, CodingKey {
            case a, b, kind, matcher, score
        }
    }
}
