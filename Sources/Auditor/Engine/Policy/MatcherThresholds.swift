public import AuditCore

/// What one matcher's score is held against, in the matcher's native units.
public struct MatcherThresholds: Equatable, Sendable {
    /// At or on the alike side of it, the matcher approves.
    public var approve: Double
    /// Beyond it on the other side, the matcher rejects; a score between the two, or on this one, is for review.
    public var reject: Double
    /// What the score is: the known matcher's metric, or what the order of the two thresholds implies.
    public var metric: ScoreMetric
    /// Where the policy says it.
    public var location: SourceLocation
    /// How the policy gives `approve`.
    public var approveSource: ThresholdSource = .score
    /// How the policy gives `reject`.
    public var rejectSource: ThresholdSource = .score
    /// The calibration that turns rates into scores and scores into confidence; nil without one.
    public var calibration: BandCalibration?

    /// Creates a band; with a calibration, its entry's metric must be `metric`.
    init(
        approve: Double, reject: Double, metric: ScoreMetric, location: SourceLocation,
        approveSource: ThresholdSource = .score, rejectSource: ThresholdSource = .score,
        calibration: BandCalibration? = nil
    ) {
        self.approve = approve
        self.reject = reject
        self.metric = metric
        self.location = location
        self.approveSource = approveSource
        self.rejectSource = rejectSource
        self.calibration = calibration
    }

    /// What the matcher says by itself of a score, in the metric's direction; nil when the score is not a number.
    public func verdict(score: Double) -> Outcome? {
        guard score.isFinite else { return nil }
        if metric.direction.isMatch(score: score, threshold: approve) { return .approved }
        if metric.direction.isMatch(score: score, threshold: reject) { return .review }
        return .rejected
    }

    /// Whether the reject threshold is not on the alike side of the approve threshold.
    var isPossible: Bool { metric.direction.isMatch(score: approve, threshold: reject) }
}

/// How a policy gives a threshold.
public enum ThresholdSource: Equatable, Sendable {
    /// As a score.
    case score
    /// As a false match rate: the asked one, and the point of the calibration that it resolved to.
    case rate(asked: Double, point: RatePoint)

    /// The rate that was asked for; nil for a score.
    public var asked: Double? {
        guard case .rate(let asked, _) = self else { return nil }
        return asked
    }

    /// The point that the rate resolved to; nil for a score.
    public var point: RatePoint? {
        guard case .rate(_, let point) = self else { return nil }
        return point
    }
}

/// A matcher's entry in a calibration.
public struct BandCalibration: Equatable, Sendable {
    /// The file.
    public var file: CalibrationFile
    /// The entry; its name differs from the matcher's when another matcher with the same models was calibrated.
    public var entry: MatcherCalibration
}

extension ScoreMetric {
    /// The matchers that come with this program; a policy's band is checked against their direction when it is read.
    public static let ofBuiltInMatchers: [String: ScoreMetric] = [
        "dlib": .euclidean, "opencv": .cosine, "openvino": .cosine,
    ]

    /// The metric whose direction makes this band possible; cosine when both thresholds are equal.
    static func implied(approve: Double, reject: Double) -> ScoreMetric { approve < reject ? .euclidean : .cosine }

    /// `higher is more similar` or `lower is more similar`.
    var inWords: String {
        switch direction {
        case .similarity: "higher is more similar"
        case .distance: "lower is more similar"
        }
    }
}
