public import AuditCore

/// `identification.json`: how matchers search a gallery in which not everybody is enrolled. Rates are from 0 to 1,
/// thresholds in a matcher's native units, intervals are `[low, high]` at 95 %.
public struct IdentificationRecord: Codable, Equatable, Sendable {
    /// How the photos were divided.
    public struct Division: Codable, Equatable, Sendable {
        /// Subjects with two or more photos: all are enrolled and searched for.
        public var enrolledSubjects: Int
        /// Their photos but one each.
        public var enrolledImages: Int
        /// Mated probes of one draw: one photo a subject.
        public var matedProbes: Int
        /// Non-mated probes of one draw: the photos of all others.
        public var nonMatedProbes: Int

        enum CodingKeys: String, CodingKey {
            case enrolledSubjects = "enrolled_subjects"
            case enrolledImages = "enrolled_images"
            case matedProbes = "mated_probes"
            case nonMatedProbes = "non_mated_probes"
        }
    }

    /// Name of the JSON format.
    public var schema = "identity-auditor/identification"
    /// Version of the JSON format.
    public var schemaVersion = 1
    /// Version of this program.
    public var toolVersion: String
    /// What was evaluated.
    public var sample: Calibration.Sample
    /// Which face of a photo was compared.
    public var faceChoice: FaceChoice
    /// The seed of draws and bootstrap.
    public var seed: UInt64
    /// How often probes and small galleries were drawn.
    public var draws: Int
    /// The number of bootstrap replicates; 0 when there are too many subjects for it.
    public var replicates: Int
    /// How the photos were divided.
    public var division: Division
    /// How each figure is defined: a sentence by its field's name.
    public var conventions: [String: String]
    /// What the figures say, in words, most important first.
    public var conclusions: [String]
    /// One entry a matcher, `fused` last.
    public var matchers: [MatcherIdentification]

    enum CodingKeys: String, CodingKey {
        case schema, sample, seed, draws, replicates, division, conventions, conclusions, matchers
        case schemaVersion = "schema_version"
        case toolVersion = "tool_version"
        case faceChoice = "face_choice"
    }
}

/// How one matcher searches.
public struct MatcherIdentification: Codable, Equatable, Sendable {
    /// The name.
    public var name: String
    /// Its version; nil for `fused`.
    public var version: String?
    /// What the score is.
    public var metric: ScoreMetric
    /// Which way the scores point.
    public var direction: ScoreDirection
    /// The models that made the scores.
    public var models: [ModelDigest]
    /// Photos without a template; nil for `fused`.
    public var failedImages: Int?
    /// One entry a gallery size, rising; the last has every subject.
    public var galleries: [GalleryFigures]

    /// The figures of the largest gallery.
    public var whole: GalleryFigures? { galleries.last }

    enum CodingKeys: String, CodingKey {
        case name, version, metric, direction, models, galleries
        case failedImages = "failed_images"
    }
}
