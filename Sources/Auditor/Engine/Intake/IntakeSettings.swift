/// What a policy asks of those who hand in manifests and requests: its section `intake:`.
public struct IntakeSettings: Equatable, Codable, Sendable {
    /// The signature beside the manifest; nil: not looked at.
    public var manifestSignature: ManifestSignature?
    /// The token of each request; nil: dropped unread.
    public var token: Token?

    /// Asks for nothing, or for what is given.
    public init(manifestSignature: ManifestSignature? = nil, token: Token? = nil) {
        self.manifestSignature = manifestSignature
        self.token = token
    }

    /// Who may sign a manifest.
    public struct ManifestSignature: Equatable, Codable, Sendable {
        /// Whether a manifest without a signature is refused. One with a bad signature always is.
        public var isRequired: Bool
        /// Verification keys, or paths of files with them, relative to the policy's folder.
        public var keys: [String]

        /// Creates settings.
        public init(isRequired: Bool, keys: [String]) {
            self.isRequired = isRequired
            self.keys = keys
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case isRequired = "required"
            case keys
        }
    }

    /// What a token must say, and who may say it.
    public struct Token: Equatable, Codable, Sendable {
        /// Whether a request without a token is an error. One with a bad token always is.
        public var isRequired: Bool
        /// Path of a JSON Web Key Set or of public keys in PEM, relative to the policy's folder.
        public var keys: String
        /// The algorithms that are accepted; not empty.
        public var algorithms: [TokenAlgorithm]
        /// What `aud` must be or contain.
        public var audience: String
        /// What `iss` must be; nil: not looked at.
        public var issuer: String?
        /// The claim that must equal a field of the row, by `SubjectField`; not empty, or any token would do for any row.
        public var subjectClaims: [String: String]
        /// What `amr` must contain (RFC 8176), all of it.
        public var methods: [String]
        /// Seconds between `iat` and the day on which the request is decided; nil: only `exp` counts.
        public var maxAgeSeconds: Int?
        /// What the header's `typ` must be (RFC 8725 section 3.11), one of these; nil: `JWT`. `JWT` stands for a token without
        /// `typ` too.
        public var types: [String]?

        /// Creates settings.
        public init(
            isRequired: Bool, keys: String, algorithms: [TokenAlgorithm], audience: String, issuer: String? = nil,
            subjectClaims: [String: String], methods: [String] = [], maxAgeSeconds: Int? = nil,
            types: [String]? = nil
        ) {
            self.isRequired = isRequired
            self.keys = keys
            self.algorithms = algorithms
            self.audience = audience
            self.issuer = issuer
            self.subjectClaims = subjectClaims
            self.methods = methods
            self.maxAgeSeconds = maxAgeSeconds
            self.types = types
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case isRequired = "required"
            case keys, algorithms, audience, issuer, types
            case subjectClaims = "subject_claims"
            case methods = "amr"
            case maxAgeSeconds = "max_age_seconds"
        }
    }

    /// The fields of a row that a token can vouch for.
    public enum SubjectField: String, Codable, Sendable, CaseIterable {
        case email, phone
        case subjectID = "subject_id"
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case manifestSignature = "manifest_signature"
        case token
    }
}
