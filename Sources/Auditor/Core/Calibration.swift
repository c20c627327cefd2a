#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// `calibration.json`: how scores of one sample translate into error rates and likelihood ratios. `auditor evaluate`
/// writes it; a policy's `max_false_match_rate` and every comparison's confidence come from it.
public struct Calibration: Codable, Equatable, Sendable {
    /// Name of the JSON format.
    public static let schema = "identity-auditor/calibration"
    /// Version of the JSON format.
    public static let schemaVersion = 1
    /// See `schema`.
    public var schema = Calibration.schema
    /// See `schemaVersion`.
    public var schemaVersion = Calibration.schemaVersion
    /// Version of the program that wrote it.
    public var toolVersion: String
    /// What the sample was.
    public var sample: Sample
    /// Which face of a photo was compared; nil when the scores came from outside.
    public var faceChoice: FaceChoice?
    /// One entry a matcher, `fused` last.
    public var matchers: [MatcherCalibration]
    /// How scores become one; nil when nothing was fused.
    public var fusion: Fusion?

    /// Where the scores came from.
    public struct Sample: Codable, Equatable, Sendable {
        /// The pairs file's name without its folder.
        public var file: String
        /// SHA-256 of the pairs file.
        public var sha256: String
        /// `csv`, `lfw`, `subjects` or `scores`.
        public var format: String
        /// Number of distinct photos; nil for `scores`.
        public var images: Int?
        /// Number of subjects; nil when the file does not tell them apart.
        public var subjects: Int?

        /// Creates a description.
        public init(file: String, sha256: String, format: String, images: Int?, subjects: Int?) {
            self.file = file
            self.sha256 = sha256
            self.format = format
            self.images = images
            self.subjects = subjects
        }
    }

    /// Creates a calibration.
    public init(
        toolVersion: String, sample: Sample, faceChoice: FaceChoice?, matchers: [MatcherCalibration], fusion: Fusion?
    ) {
        self.toolVersion = toolVersion
        self.sample = sample
        self.faceChoice = faceChoice
        self.matchers = matchers
        self.fusion = fusion
    }

    /// The entry of a matcher.
    public func matcher(_ name: String) -> MatcherCalibration? { matchers.first { $0.name == name } }

    enum CodingKeys: String, CodingKey {
        case schema, sample, matchers, fusion
        case schemaVersion = "schema_version"
        case toolVersion = "tool_version"
        case faceChoice = "face_choice"
    }
}

/// One matcher's part of a calibration.
public struct MatcherCalibration: Codable, Equatable, Sendable {
    /// The matcher's name; `fused` for the fusion.
    public var name: String
    /// The matcher's version; nil for scores from outside and for `fused`.
    public var version: String?
    /// What the score is.
    public var metric: ScoreMetric
    /// The models that made the scores: a matcher with other digests may not use this calibration.
    public var models: [ModelDigest]
    /// Mated comparisons that had a score.
    public var mated: Int
    /// Non-mated comparisons that had a score.
    public var nonMated: Int
    /// Share of photos (of comparisons, for scores from outside) for which the matcher has no template.
    public var failureToAcquire: Double
    /// From native score to natural-log likelihood ratio.
    public var likelihoodRatio: LogisticMap
    /// Thresholds at false match rates 1, 2, ... 9 times powers of ten, falling; only rates that the sample supports
    /// (`nonMated` x rate >= 30, the rule of 30).
    public var rates: [RatePoint]

    /// Creates an entry.
    public init(
        name: String, version: String?, metric: ScoreMetric, models: [ModelDigest], mated: Int, nonMated: Int,
        failureToAcquire: Double, likelihoodRatio: LogisticMap, rates: [RatePoint]
    ) {
        self.name = name
        self.version = version
        self.metric = metric
        self.models = models
        self.mated = mated
        self.nonMated = nonMated
        self.failureToAcquire = failureToAcquire
        self.likelihoodRatio = likelihoodRatio
        self.rates = rates
    }

    enum CodingKeys: String, CodingKey {
        case name, version, metric, models, mated, rates
        case nonMated = "non_mated"
        case failureToAcquire = "failure_to_acquire"
        case likelihoodRatio = "likelihood_ratio"
    }
}

/// What is known of a matcher at one threshold.
public struct RatePoint: Codable, Equatable, Sendable {
    /// The false match rate that was asked for.
    public var fmrTarget: Double
    /// The false match rate that the sample has at the threshold; never above the asked one.
    public var fmr: Double
    /// Clopper-Pearson 95 % interval of `fmr`: low, high.
    public var fmrCI95: [Double]
    /// The false non-match rate at the threshold.
    public var fnmr: Double
    /// Clopper-Pearson 95 % interval of `fnmr`: low, high.
    public var fnmrCI95: [Double]
    /// 95 % interval of `fmr` by bootstrap over subjects, which comparisons of the same people do not narrow; nil when
    /// subjects are not known.
    public var fmrCI95Subjects: [Double]?
    /// As `fmrCI95Subjects`, of `fnmr`.
    public var fnmrCI95Subjects: [Double]?
    /// The threshold in native units.
    public var threshold: Double

    /// Creates a point.
    public init(
        fmrTarget: Double, fmr: Double, fmrCI95: [Double], fnmr: Double, fnmrCI95: [Double],
        fmrCI95Subjects: [Double]? = nil, fnmrCI95Subjects: [Double]? = nil, threshold: Double
    ) {
        self.fmrTarget = fmrTarget
        self.fmr = fmr
        self.fmrCI95 = fmrCI95
        self.fnmr = fnmr
        self.fnmrCI95 = fnmrCI95
        self.fmrCI95Subjects = fmrCI95Subjects
        self.fnmrCI95Subjects = fnmrCI95Subjects
        self.threshold = threshold
    }

    enum CodingKeys: String, CodingKey {
        case fmr, fnmr, threshold
        case fmrTarget = "fmr_target"
        case fmrCI95 = "fmr_ci95"
        case fnmrCI95 = "fnmr_ci95"
        case fmrCI95Subjects = "fmr_ci95_subjects"
        case fnmrCI95Subjects = "fnmr_ci95_subjects"
    }
}

/// A logistic calibration: natural-log likelihood ratio = intercept + sum of weight x native score (Brummer & du Preez,
/// Computer Speech & Language 20, 2006: affine calibration by prior-weighted logistic regression).
public struct LogisticMap: Codable, Equatable, Sendable {
    /// Added to the weighted scores.
    public var intercept: Double
    /// One weight a matcher, in native units: negative for a distance.
    public var weights: [Double]

    /// Creates a map.
    public init(intercept: Double, weights: [Double]) {
        self.intercept = intercept
        self.weights = weights
    }

    /// The natural-log likelihood ratio of native scores, in the weights' order.
    public func logLikelihoodRatio(_ scores: [Double]) -> Double {
        zip(weights, scores).reduce(intercept) { $0 + $1.0 * $1.1 }
    }

    /// The probability that the faces are the same person's at prior 0.5, 0 to 1.
    public static func probability(logLikelihoodRatio value: Double) -> Double {
        value >= 0 ? 1 / (1 + exp(-value)) : exp(value) / (1 + exp(value))
    }
}

/// How the scores of several matchers become one natural-log likelihood ratio: the matcher named `fused`.
public struct Fusion: Codable, Equatable, Sendable {
    /// One map for every set of matchers that may have scored; those of single matchers are their own calibrations.
    public var combinations: [Combination]

    /// The map of one set of matchers.
    public struct Combination: Codable, Equatable, Sendable {
        /// The matchers' names, in the weights' order.
        public var matchers: [String]
        /// From their scores to the likelihood ratio.
        public var map: LogisticMap

        /// Creates a combination.
        public init(matchers: [String], map: LogisticMap) {
            self.matchers = matchers
            self.map = map
        }
    }

    /// Creates a fusion.
    public init(combinations: [Combination]) { self.combinations = combinations }

    /// Every matcher that takes part, in the order of the largest combination.
    public var matchers: [String] { combinations.max { $0.matchers.count < $1.matchers.count }?.matchers ?? [] }

    /// The fused score: the joint map of exactly those matchers that scored; nil when none did.
    public func score(_ scores: [String: Double]) -> Double? {
        let present = Set(matchers.filter { scores[$0]?.isFinite == true })
        guard let combination = combinations.first(where: { Set($0.matchers) == present }) else { return nil }
        return combination.map.logLikelihoodRatio(combination.matchers.compactMap { scores[$0] })
    }
}
