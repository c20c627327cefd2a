public import AuditCore

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

    /// The name.
    public var name: String
    /// Its version; nil for scores from outside and for `fused`.
    public var version: String?
    /// What the score is.
    public var metric: ScoreMetric
    /// Which way the scores point.
    public var direction: ScoreDirection
    /// The models that made the scores.
    public var models: [ModelDigest]
    /// Which face of a photo was compared; nil for scores from outside.
    public var faceChoice: FaceChoice?
    /// Distinct photos; nil for scores from outside.
    public var images: Int?
    /// Photos without a template; nil for scores from outside.
    public var failedImages: Int?
    /// Share of photos without a template; of comparisons without a score when photos are not known.
    public var failureToAcquire: Double
    /// Comparisons with a score.
    public var mated: Int
    /// Non-mated comparisons that count.
    public var nonMated: Int
    /// Comparisons without a score.
    public var matedFailed: Int
    /// Non-mated comparisons without a score.
    public var nonMatedFailed: Int
    /// The equal error rate.
    public var eer: EqualErrorRate
    /// Area under the ROC curve, 0 to 1; a tie counts half.
    public var auc: Double
    /// Nil when neither class varies.
    public var dPrime: Double?
    /// Error rates at the thresholds for fixed false match rates, falling.
    public var operatingPoints: [OperatingPoint]
    /// Nil without folds.
    public var accuracy10Fold: FoldAccuracy?
    /// The same with every comparison without a score counted as an error.
    public var accuracy10FoldWithFailures: FoldAccuracy?
    /// Of the cross-validated logistic calibration, in bits.
    public var cllr: Double
    /// Of the PAV calibration, ties pooled, in bits.
    public var minCllr: Double
    /// From native score to natural-log likelihood ratio, fitted on the whole sample.
    public var likelihoodRatio: LogisticMap
    /// Against NIST SP 800-63A-4.
    public var verdict: StandardVerdict
    /// Nil without groups.
    public var groups: GroupReport?
    /// Images a second with all workers; nil without images.
    public var imagesPerSecond: Double?
    /// Speed and size; nil for scores from outside and `fused`.
    public var speed: MatcherSpeed?

    /// Creates a value from its parts.
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
