/// What reading an identity document showed of one request, at the run's date and by the policy's settings. Recorded with
/// the decision. Holds no personal data: no value that was read, only which agree, which check digits hold and how alike
/// names are.
public struct DocumentEvidence: Codable, Equatable, Sendable {
    /// What read the document: name and version.
    public var reader: String
    /// What was found on each side.
    public var sides: [Side]
    /// What kept something from being read, as stable codes.
    public var problems: [String]
    /// `passport`, `id_card`, `driving_licence`, `residence_permit` or `visa`; nil when that is not known.
    public var type: String?
    /// The machine-readable zone; nil without one.
    public var zone: Zone?
    /// Whether a driving licence's barcode was read.
    public var hasLicence: Bool
    /// Which fields were read, from where, and whether check digits prove them.
    public var fields: [Field]
    /// Whether the document was valid on the run's date.
    public var expiry: Verdict
    /// Whether the holder had reached the policy's age on that date.
    public var age: Verdict
    /// The document's parts against each other.
    public var agreement: [Comparison]
    /// The document against the manifest.
    public var claims: [Comparison]
    /// The issuing state against the nationality.
    public var issuer: Verdict
    /// Cosines of further portraits and the largest one, by side.
    public var ghosts: [Ghost]

    /// Creates evidence; what is left out was not found.
    public init(
        reader: String, sides: [Side] = [], problems: [String] = [], type: String? = nil, zone: Zone? = nil,
        hasLicence: Bool = false, fields: [Field] = [], expiry: Verdict = .unknown(.notRead),
        age: Verdict = .unknown(.notRead), agreement: [Comparison] = [], claims: [Comparison] = [],
        issuer: Verdict = .unknown(.notRead), ghosts: [Ghost] = []
    ) {
        self.reader = reader
        self.sides = sides
        self.problems = problems
        self.type = type
        self.zone = zone
        self.hasLicence = hasLicence
        self.fields = fields
        self.expiry = expiry
        self.age = age
        self.agreement = agreement
        self.claims = claims
        self.issuer = issuer
        self.ghosts = ghosts
    }

    enum CodingKeys: String, CodingKey {
        case reader, sides, problems, type, zone, fields, expiry, age, agreement, claims, issuer, ghosts
        case hasLicence = "has_licence"
    }

    /// What was found on one side.
    public struct Side: Codable, Equatable, Sendable {
        /// Which photo.
        public var role: ImageRole
        /// Lines of a machine-readable zone.
        public var zoneLines: Int
        /// Portraits.
        public var faces: Int

        /// Creates a value from its parts.
        public init(role: ImageRole, zoneLines: Int = 0, faces: Int = 0) {
            self.role = role
            self.zoneLines = zoneLines
            self.faces = faces
        }

        enum CodingKeys: String, CodingKey {
            case role, faces
            case zoneLines = "mrz_lines"
        }
    }

    /// A machine-readable zone.
    public struct Zone: Codable, Equatable, Sendable {
        /// The layout: `TD1`, `TD2`, `TD3`, `MRV-A`, `MRV-B`.
        public var format: String
        /// Whether each check digit holds.
        public var checkDigits: [String: Bool]
        /// Characters that were changed from what was read best.
        public var repairs: Int

        /// Creates a value from its parts.
        public init(format: String, checkDigits: [String: Bool], repairs: Int = 0) {
            self.format = format
            self.checkDigits = checkDigits
            self.repairs = repairs
        }

        enum CodingKeys: String, CodingKey {
            case format, repairs
            case checkDigits = "check_digits"
        }
    }

    /// That a field was read.
    public struct Field: Codable, Equatable, Sendable {
        /// The field's name.
        public var name: String
        /// `mrz`, `barcode` or `text`.
        public var source: String
        /// Whether check digits show that it was read right.
        public var proven: Bool

        /// Creates a value from its parts.
        public init(name: String, source: String, proven: Bool) {
            self.name = name
            self.source = source
            self.proven = proven
        }
    }

    /// A further portrait.
    public struct Ghost: Codable, Equatable, Sendable {
        /// Which photo.
        public var role: ImageRole
        /// Cosine of its template and the largest portrait's, -1 to 1.
        public var similarity: Double

        /// Creates a value from its parts.
        public init(role: ImageRole, similarity: Double) {
            self.role = role
            self.similarity = similarity
        }
    }
}
