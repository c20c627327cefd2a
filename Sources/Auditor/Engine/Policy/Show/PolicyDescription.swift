public import AuditCore

/// What a policy means in effect, for `auditor policy show`: the same facts as text and as JSON.
public struct PolicyDescription: Encodable, Equatable, Sendable {
    /// Name of the JSON format.
    public let schema = "identity-auditor/policy"
    /// Version of the JSON format.
    public let schemaVersion = 1
    /// The policy's name.
    public let name: String
    /// What the policy is for.
    public let summary: String
    /// The file's path as the user gave it.
    public let file: String
    /// SHA-256 of the file.
    public let sha256: String
    /// Which face of a photo is compared.
    public let faceChoice: FaceChoice
    /// How verdicts become one.
    public let combine: Policy.Combination
    /// Each matcher of the policy with its band, those that decide first.
    public let matchers: [Band]
    /// Whether a mismatch rejects by itself.
    public let rejects: Bool
    /// What a face must meet; absent measures only inform.
    public let quality: Policy.QualityLimits
    /// When a second face counts; absent: never.
    public let multipleFaces: Policy.MultipleFaces?
    /// What a photo and a worker may use.
    public let limits: Policy.ResourceLimits
    /// For each further check `off`, or what a hit does.
    public let checks: [String: String]
    /// Who sends mail; absent: nobody.
    public let notifications: MailSettings?
    /// What someone should know before the policy is used.
    public let warnings: [String]

    /// One matcher's part and its thresholds in native units.
    public struct Band: Encodable, Equatable, Sendable {
        /// The matcher's name.
        public let matcher: String
        /// `deciding` or `veto`.
        public let part: String
        /// What the score is.
        public let metric: ScoreMetric
        /// Which way it points.
        public let direction: ScoreDirection
        /// At or on the alike side of it, the matcher approves.
        public let approve: Double
        /// Beyond it, the matcher rejects.
        public let reject: Double
        /// Where the thresholds come from.
        public let source: String
        /// `not_calibrated`: no error rates are known for thresholds that are given as scores.
        public let rates: String
    }

    /// Describes a policy.
    public init(_ policy: Policy) {
        name = policy.name
        summary = policy.summary
        file = policy.file
        sha256 = policy.sha256
        faceChoice = policy.faceChoice
        combine = policy.combination
        rejects = policy.rejects
        quality = policy.quality
        multipleFaces = policy.multipleFaces
        limits = policy.limits
        notifications = policy.mail
        checks = Dictionary(
            uniqueKeysWithValues: FurtherCheck.allCases.map {
                ($0.rawValue, policy.checks[$0]?.outcome.rawValue ?? "off")
            })
        matchers = policy.matchers.compactMap { name in
            policy.thresholds[name].map { band in
                Band(
                    matcher: name, part: policy.order.contains(name) ? "deciding" : "veto", metric: band.metric,
                    direction: band.metric.direction, approve: band.approve, reject: band.reject,
                    source: "score in \(SourceLocation(file: band.location.file, line: band.location.line))",
                    rates: "not_calibrated")
            }
        }
        warnings = PolicyLinter.findings(in: policy).map { finding in
            (finding.location.map { "\($0): " } ?? "") + finding.message
        }
    }

    enum CodingKeys: String, CodingKey {
        case schema, name, file, sha256, combine, matchers, rejects, quality, limits, checks, notifications, warnings
        case schemaVersion = "schema_version"
        case summary = "description"
        case faceChoice = "face_choice"
        case multipleFaces = "multiple_faces"
    }
}
