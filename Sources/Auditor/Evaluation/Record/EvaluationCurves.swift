/// What the diagrams of one matcher are drawn from; beside each diagram the same numbers are written as CSV.
public struct EvaluationCurves: Equatable, Sendable {
    /// The matcher's name.
    public var matcher: String
    /// Points of the ROC and DET, falling threshold, thinned to at most 1,000 without moving any.
    public var rates: [RateAtThreshold]
    /// Bins of equal width over the scores' range, native units, rising.
    public var histogram: [HistogramBin]
    /// Likelihood ratios by score, native units, more alike last: at most 1,000.
    public var calibration: [CalibrationPoint]
    /// Reliability of the cross-validated probability at the sample's own share of mated comparisons set to 0.5.
    public var reliability: [ReliabilityBin]
    /// Most similar non-mated comparisons, worst first, at most 12.
    public var worstFalseMatches: [ScoredPair]
    /// Least similar mated comparisons, worst first, at most 12.
    public var worstFalseNonMatches: [ScoredPair]

    /// The rates at one threshold.
    public struct RateAtThreshold: Equatable, Sendable {
        /// The threshold in native units.
        public var threshold: Double
        /// False match rate, 0 to 1.
        public var fmr: Double
        /// False non-match rate, 0 to 1.
        public var fnmr: Double
        /// Creates a value from its parts.
        public init(threshold: Double, fmr: Double, fnmr: Double) {
            self.threshold = threshold
            self.fmr = fmr
            self.fnmr = fnmr
        }
    }

    /// One bin of the histogram.
    public struct HistogramBin: Equatable, Sendable {
        /// Lower edge, included.
        public var low: Double
        /// Upper edge, excluded but for the last bin.
        public var high: Double
        /// Mated comparisons that count.
        public var mated: Int
        /// Non-mated comparisons that count.
        public var nonMated: Int
        /// Creates a value from its parts.
        public init(low: Double, high: Double, mated: Int, nonMated: Int) {
            self.low = low
            self.high = high
            self.mated = mated
            self.nonMated = nonMated
        }
    }

    /// What a score says, as natural-log likelihood ratios.
    public struct CalibrationPoint: Equatable, Sendable {
        /// The score in native units.
        public var score: Double
        /// By logistic regression over the whole sample: what a policy's confidence comes from.
        public var logistic: Double
        /// By pool-adjacent-violators: the sample's own, infinite where it holds one class only.
        public var monotone: Double
        /// Creates a value from its parts.
        public init(score: Double, logistic: Double, monotone: Double) {
            self.score = score
            self.logistic = logistic
            self.monotone = monotone
        }
    }

    /// One bin of the reliability diagram.
    public struct ReliabilityBin: Equatable, Sendable {
        /// Mean predicted probability in the bin, 0 to 1.
        public var predicted: Double
        /// Observed share of mated comparisons, both classes weighted to prior 0.5.
        public var observed: Double
        /// Comparisons in the bin.
        public var count: Int
        /// Creates a value from its parts.
        public init(predicted: Double, observed: Double, count: Int) {
            self.predicted = predicted
            self.observed = observed
            self.count = count
        }
    }

    /// Two images with their score.
    public struct ScoredPair: Equatable, Sendable {
        /// Image paths as in the pairs file; empty for scores without images.
        public var imageA: String
        /// Path of the second image; empty when not known.
        public var imageB: String
        /// The score in native units.
        public var score: Double
        /// Creates a value from its parts.
        public init(imageA: String, imageB: String, score: Double) {
            self.imageA = imageA
            self.imageB = imageB
            self.score = score
        }
    }

    /// Creates a value from its parts.
    public init(
        matcher: String, rates: [RateAtThreshold], histogram: [HistogramBin], calibration: [CalibrationPoint],
        reliability: [ReliabilityBin], worstFalseMatches: [ScoredPair], worstFalseNonMatches: [ScoredPair]
    ) {
        self.matcher = matcher
        self.rates = rates
        self.histogram = histogram
        self.calibration = calibration
        self.reliability = reliability
        self.worstFalseMatches = worstFalseMatches
        self.worstFalseNonMatches = worstFalseNonMatches
    }
}
