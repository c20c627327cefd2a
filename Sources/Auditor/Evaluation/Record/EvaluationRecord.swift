public import AuditCore

/// matcher's native units, intervals are `[low, high]` at 95 %.
public struct EvaluationRecord: Codable, Equatable, Sendable {
    /// Name of the JSON format.
    public var schema = "identity-auditor/evaluation"
    /// Version of the JSON format.
    public var schemaVersion = 1
    /// Version of this program.
    public var toolVersion: String
    /// What was evaluated.
    public var sample: Calibration.Sample
    /// Which face of a photo was compared; nil for scores from outside.
    public var faceChoice: FaceChoice?
    /// The seed of the bootstrap.
    public var seed: UInt64
    /// The number of bootstrap replicates.
    public var replicates: Int
    /// How each figure is defined: a sentence by its field's name.
    public var conventions: [String: String]
    /// What the figures say, in words, most important first.
    public var conclusions: [String]
    /// One entry a matcher, `fused` last.
    public var matchers: [MatcherEvaluation]
    /// One entry a pair of matchers; empty when they have no comparisons in common.
    public var comparisons: [MatcherComparison]
    /// One entry a `--gate`.
    public var gates: [GateResult]

    /// Creates a record.
    public init(
        toolVersion: String, sample: Calibration.Sample, faceChoice: FaceChoice?, seed: UInt64, replicates: Int,
        conventions: [String: String], conclusions: [String], matchers: [MatcherEvaluation],
        comparisons: [MatcherComparison], gates: [GateResult]
    ) {
        self.toolVersion = toolVersion
        self.sample = sample
        self.faceChoice = faceChoice
        self.seed = seed
        self.replicates = replicates
        self.conventions = conventions
        self.conclusions = conclusions
        self.matchers = matchers
        self.comparisons = comparisons
        self.gates = gates
    }

    enum CodingKeys: String, CodingKey {
        case schema, sample, seed, replicates, conventions, conclusions, matchers, comparisons, gates
        case schemaVersion = "schema_version"
        case toolVersion = "tool_version"
        case faceChoice = "face_choice"
    }
}
