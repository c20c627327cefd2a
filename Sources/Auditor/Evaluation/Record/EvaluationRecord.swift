public import AuditCore

/// `evaluation.json`: what one evaluation found (DESIGN.md 4.8). Rates are from 0 to 1, thresholds and scores in the
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

/// What an evaluation found of one matcher.
public struct MatcherEvaluation: Codable, Equatable, Sendable {
    /// What is known of the matcher before any score.
    public struct Subject: Codable, Equatable, Sendable {
        /// The matcher's name.
        public var name: String
        /// Its version; nil for scores from outside and `fused`.
        public var version: String?
        /// What the score is.
        public var metric: ScoreMetric
        /// Its models.
        public var models: [ModelDigest]
        /// Distinct photos; nil for scores from outside.
        public var images: Int?
        /// Photos without a template; nil for scores from outside.
        public var failedImages: Int?
        /// Speed and size; nil for scores from outside and `fused`.
        public var speed: MatcherSpeed?

        /// Creates a subject.
        public init(
            name: String, version: String?, metric: ScoreMetric, models: [ModelDigest], images: Int?,
            failedImages: Int?, speed: MatcherSpeed?
        ) {
            self.name = name
            self.version = version
            self.metric = metric
            self.models = models
            self.images = images
            self.failedImages = failedImages
            self.speed = speed
        }
    }

    public var name: String
    public var version: String?
    public var metric: ScoreMetric
    public var direction: ScoreDirection
    public var models: [ModelDigest]
    public var faceChoice: FaceChoice?
    public var images: Int?
    public var failedImages: Int?
    /// Share of photos without a template; of comparisons without a score when photos are not known.
    public var failureToAcquire: Double
    /// Comparisons with a score.
    public var mated: Int
    public var nonMated: Int
    /// Comparisons without a score.
    public var matedFailed: Int
    public var nonMatedFailed: Int
    public var eer: EqualErrorRate
    public var auc: Double
    /// Nil when neither class varies.
    public var dPrime: Double?
    public var operatingPoints: [OperatingPoint]
    /// Nil without folds.
    public var accuracy10Fold: FoldAccuracy?
    public var accuracy10FoldWithFailures: FoldAccuracy?
    /// Of the cross-validated logistic calibration, in bits.
    public var cllr: Double
    /// Of the PAV calibration, ties pooled, in bits.
    public var minCllr: Double
    public var likelihoodRatio: LogisticMap
    public var verdict: StandardVerdict
    /// Nil without groups.
    public var groups: GroupReport?
    public var imagesPerSecond: Double?
    public var speed: MatcherSpeed?

    public init(
        subject: Subject, faceChoice: FaceChoice?, failureToAcquire: Double, mated: Int, nonMated: Int,
        matedFailed: Int, nonMatedFailed: Int, eer: EqualErrorRate, auc: Double, dPrime: Double?,
        operatingPoints: [OperatingPoint], accuracy10Fold: FoldAccuracy?, accuracy10FoldWithFailures: FoldAccuracy?,
        cllr: Double, minCllr: Double, likelihoodRatio: LogisticMap, verdict: StandardVerdict, groups: GroupReport?
    ) {
        name = subject.name
        version = subject.version
        metric = subject.metric
        direction = subject.metric.direction
        models = subject.models
        images = subject.images
        failedImages = subject.failedImages
        speed = subject.speed
        imagesPerSecond = subject.speed?.imagesPerSecond
        self.faceChoice = faceChoice
        self.failureToAcquire = failureToAcquire
        self.mated = mated
        self.nonMated = nonMated
        self.matedFailed = matedFailed
        self.nonMatedFailed = nonMatedFailed
        self.eer = eer
        self.auc = auc
        self.dPrime = dPrime
        self.operatingPoints = operatingPoints
        self.accuracy10Fold = accuracy10Fold
        self.accuracy10FoldWithFailures = accuracy10FoldWithFailures
        self.cllr = cllr
        self.minCllr = minCllr
        self.likelihoodRatio = likelihoodRatio
        self.verdict = verdict
        self.groups = groups
    }

    enum CodingKeys: String, CodingKey {
        case name, version, metric, direction, models, images, mated, eer, auc, cllr, verdict, groups, speed
        case faceChoice = "face_choice"
        case failedImages = "failed_images"
        case failureToAcquire = "failure_to_acquire"
        case nonMated = "non_mated"
        case matedFailed = "mated_failed"
        case nonMatedFailed = "non_mated_failed"
        case dPrime = "d_prime"
        case operatingPoints = "operating_points"
        case accuracy10Fold = "accuracy_10fold"
        case accuracy10FoldWithFailures = "accuracy_10fold_with_failures"
        case minCllr = "min_cllr"
        case likelihoodRatio = "likelihood_ratio"
        case imagesPerSecond = "images_per_second"
    }
}

public struct EqualErrorRate: Codable, Equatable, Sendable {
    public var value: Double
    /// `rocch`: where the ROC convex hull crosses FMR = FNMR.
    public var convention: String
    /// The observed threshold nearest to it, native units.
    public var threshold: Double

    public init(value: Double, convention: String, threshold: Double) {
        self.value = value
        self.convention = convention
        self.threshold = threshold
    }
}

/// Error rates at the threshold for one false match rate.
public struct OperatingPoint: Codable, Equatable, Sendable {
    public var fmrTarget: Double
    /// Reached; never above the target.
    public var fmr: Double
    public var fmrCI95: [Double]
    public var fnmr: Double
    public var fnmrCI95: [Double]
    /// By bootstrap over subjects; nil when subjects are not known.
    public var fmrCI95Subjects: [Double]?
    public var fnmrCI95Subjects: [Double]?
    /// FMR (1 - FTA) and FTA + FNMR (1 - FTA).
    public var far: Double
    public var frr: Double
    public var threshold: Double
    public var falseMatches: Int
    public var falseNonMatches: Int
    /// Whether `non_mated x fmr_target >= 30` (rule of 30).
    public var supported: Bool

    public init(
        fmrTarget: Double, fmr: Double, fmrCI95: [Double], fnmr: Double, fnmrCI95: [Double],
        fmrCI95Subjects: [Double]?, fnmrCI95Subjects: [Double]?, far: Double, frr: Double, threshold: Double,
        falseMatches: Int, falseNonMatches: Int, supported: Bool
    ) {
        self.fmrTarget = fmrTarget
        self.fmr = fmr
        self.fmrCI95 = fmrCI95
        self.fnmr = fnmr
        self.fnmrCI95 = fnmrCI95
        self.fmrCI95Subjects = fmrCI95Subjects
        self.fnmrCI95Subjects = fnmrCI95Subjects
        self.far = far
        self.frr = frr
        self.threshold = threshold
        self.falseMatches = falseMatches
        self.falseNonMatches = falseNonMatches
        self.supported = supported
    }

    enum CodingKeys: String, CodingKey {
        case fmr, fnmr, far, frr, threshold, supported
        case fmrTarget = "fmr_target"
        case fmrCI95 = "fmr_ci95"
        case fnmrCI95 = "fnmr_ci95"
        case fmrCI95Subjects = "fmr_ci95_subjects"
        case fnmrCI95Subjects = "fnmr_ci95_subjects"
        case falseMatches = "false_matches"
        case falseNonMatches = "false_non_matches"
    }
}

/// LFW's ten-fold accuracy.
public struct FoldAccuracy: Codable, Equatable, Sendable {
    public var mean: Double
    public var standardError: Double

    public init(mean: Double, standardError: Double) {
        self.mean = mean
        self.standardError = standardError
    }

    enum CodingKeys: String, CodingKey {
        case mean
        case standardError = "standard_error"
    }
}

/// Whether the sample shows that a standard's limits are met.
public struct StandardVerdict: Codable, Equatable, Sendable {
    public enum Result: String, Codable, Sendable {
        case passed, failed
        case notDemonstrable = "not_demonstrable"
    }

    /// `NIST SP 800-63A-4`.
    public var standard: String
    public var result: Result
    /// Why, in a sentence with the counts and bounds.
    public var reason: String

    public init(standard: String, result: Result, reason: String) {
        self.standard = standard
        self.result = result
        self.reason = reason
    }
}

/// Speed and size of one matcher on this machine; figures of a machine, not of a sample.
public struct MatcherSpeed: Codable, Equatable, Sendable {
    public var imagesPerSecond: Double
    public var comparisonsPerSecond: Double?
    public var workers: Int
    /// By stage (`decode`, `detect`, `align`, `embed`): p50, p95, p99 in seconds.
    public var stages: [String: Percentiles]
    public var templateBytes: Int
    /// Largest resident memory of a worker, bytes; nil when it could not be read.
    public var workerMemoryBytes: Int?
    /// From start to the answer to `hello`, seconds.
    public var startSeconds: Double

    public struct Percentiles: Codable, Equatable, Sendable {
        public var p50: Double
        public var p95: Double
        public var p99: Double

        public init(p50: Double, p95: Double, p99: Double) {
            self.p50 = p50
            self.p95 = p95
            self.p99 = p99
        }
    }

    public init(
        imagesPerSecond: Double, comparisonsPerSecond: Double?, workers: Int, stages: [String: Percentiles],
        templateBytes: Int, workerMemoryBytes: Int?, startSeconds: Double
    ) {
        self.imagesPerSecond = imagesPerSecond
        self.comparisonsPerSecond = comparisonsPerSecond
        self.workers = workers
        self.stages = stages
        self.templateBytes = templateBytes
        self.workerMemoryBytes = workerMemoryBytes
        self.startSeconds = startSeconds
    }

    enum CodingKeys: String, CodingKey {
        case workers, stages
        case imagesPerSecond = "images_per_second"
        case comparisonsPerSecond = "comparisons_per_second"
        case templateBytes = "template_bytes"
        case workerMemoryBytes = "worker_memory_bytes"
        case startSeconds = "start_seconds"
    }
}

/// Two matchers on the same comparisons, each at its own threshold for the same false match rate.
public struct MatcherComparison: Codable, Equatable, Sendable {
    public var a: String
    public var b: String
    public var fmrTarget: Double
    /// Comparisons that both scored.
    public var comparisons: Int
    /// Decided rightly by `a` alone, by `b` alone.
    public var onlyARight: Int
    public var onlyBRight: Int
    /// Exact two-sided McNemar test.
    public var pValue: Double
    /// Error rate of `a` minus that of `b`, with its 95 % interval.
    public var difference: Double
    public var differenceCI95: [Double]
    /// The better matcher's name; nil when the sample cannot tell (p >= 0.05).
    public var winner: String?
    /// The conclusion as a sentence.
    public var conclusion: String
    /// Comparisons on which they disagree, at most 100, in the file's order.
    public var disagreements: [Disagreement]

    public struct Disagreement: Codable, Equatable, Sendable {
        public var imageA: String
        public var imageB: String
        public var mated: Bool
        public var scoreA: Double
        public var scoreB: Double
        /// The name of the matcher that was right.
        public var right: String

        public init(imageA: String, imageB: String, mated: Bool, scoreA: Double, scoreB: Double, right: String) {
            self.imageA = imageA
            self.imageB = imageB
            self.mated = mated
            self.scoreA = scoreA
            self.scoreB = scoreB
            self.right = right
        }

        enum CodingKeys: String, CodingKey {
            case mated, right
            case imageA = "image_a"
            case imageB = "image_b"
            case scoreA = "score_a"
            case scoreB = "score_b"
        }
    }

    public init(
        a: String, b: String, fmrTarget: Double, comparisons: Int, onlyARight: Int, onlyBRight: Int, pValue: Double,
        difference: Double, differenceCI95: [Double], winner: String?, conclusion: String,
        disagreements: [Disagreement]
    ) {
        self.a = a
        self.b = b
        self.fmrTarget = fmrTarget
        self.comparisons = comparisons
        self.onlyARight = onlyARight
        self.onlyBRight = onlyBRight
        self.pValue = pValue
        self.difference = difference
        self.differenceCI95 = differenceCI95
        self.winner = winner
        self.conclusion = conclusion
        self.disagreements = disagreements
    }

    enum CodingKeys: String, CodingKey {
        case a, b, comparisons, difference, winner, conclusion, disagreements
        case fmrTarget = "fmr_target"
        case onlyARight = "only_a_right"
        case onlyBRight = "only_b_right"
        case pValue = "p_value"
        case differenceCI95 = "difference_ci95"
    }
}

/// Error rates by group, at one global threshold.
public struct GroupReport: Codable, Equatable, Sendable {
    public var fmrTarget: Double
    public var threshold: Double
    /// Groups with fewer comparisons than this in either class show no rate of that class.
    public var minimum: Int
    public var groups: [Group]
    /// Over the groups that are shown; nil with fewer than two, or where a rate is 0 and the figure has no value.
    public var fmr: Spread?
    public var fnmr: Spread?

    public struct Group: Codable, Equatable, Sendable {
        public var name: String
        public var mated: Int
        public var nonMated: Int
        /// Nil when suppressed.
        public var fmr: Double?
        public var fmrCI95: [Double]?
        public var fnmr: Double?
        public var fnmrCI95: [Double]?

        public init(
            name: String, mated: Int, nonMated: Int, fmr: Double?, fmrCI95: [Double]?, fnmr: Double?,
            fnmrCI95: [Double]?
        ) {
            self.name = name
            self.mated = mated
            self.nonMated = nonMated
            self.fmr = fmr
            self.fmrCI95 = fmrCI95
            self.fnmr = fnmr
            self.fnmrCI95 = fnmrCI95
        }

        enum CodingKeys: String, CodingKey {
            case name, mated, fmr, fnmr
            case nonMated = "non_mated"
            case fmrCI95 = "fmr_ci95"
            case fnmrCI95 = "fnmr_ci95"
        }
    }

    /// How far groups differ.
    public struct Spread: Codable, Equatable, Sendable {
        public var maxOverMin: Double?
        public var maxOverGeometricMean: Double?
        /// Gini coefficient with the small-sample factor n / (n - 1).
        public var gini: Double?

        public init(maxOverMin: Double?, maxOverGeometricMean: Double?, gini: Double?) {
            self.maxOverMin = maxOverMin
            self.maxOverGeometricMean = maxOverGeometricMean
            self.gini = gini
        }

        enum CodingKeys: String, CodingKey {
            case gini
            case maxOverMin = "max_over_min"
            case maxOverGeometricMean = "max_over_geometric_mean"
        }
    }

    public init(
        fmrTarget: Double, threshold: Double, minimum: Int, groups: [Group], fmr: Spread?, fnmr: Spread?
    ) {
        self.fmrTarget = fmrTarget
        self.threshold = threshold
        self.minimum = minimum
        self.groups = groups
        self.fmr = fmr
        self.fnmr = fnmr
    }

    enum CodingKeys: String, CodingKey {
        case threshold, minimum, groups, fmr, fnmr
        case fmrTarget = "fmr_target"
    }
}

/// How one `--gate` ended.
public struct GateResult: Codable, Equatable, Sendable {
    /// The claim as given.
    public var claim: String
    /// Whether the interval supports it.
    public var holds: Bool
    /// Measured value; nil when there is none.
    public var value: Double?
    public var interval: [Double]?
    /// Why, in a sentence.
    public var reason: String

    public init(claim: String, holds: Bool, value: Double?, interval: [Double]?, reason: String) {
        self.claim = claim
        self.holds = holds
        self.value = value
        self.interval = interval
        self.reason = reason
    }
}
