/// What the diagrams of one matcher are drawn from; beside each diagram the same numbers are written as CSV.
public struct EvaluationCurves: Equatable, Sendable {
    public var matcher: String
    /// Points of the ROC and DET, falling threshold, thinned to at most 1,000 without moving any.
    public var rates: [RateAtThreshold]
    /// Bins of equal width over the scores' range, native units, rising.
    public var histogram: [HistogramBin]
    /// Reliability of the cross-validated probability at the sample's own share of mated comparisons set to 0.5.
    public var reliability: [ReliabilityBin]
    /// Most similar non-mated comparisons, worst first, at most 12.
    public var worstFalseMatches: [ScoredPair]
    /// Least similar mated comparisons, worst first, at most 12.
    public var worstFalseNonMatches: [ScoredPair]

    public struct RateAtThreshold: Equatable, Sendable {
        public var threshold: Double
        public var fmr: Double
        public var fnmr: Double
        public init(threshold: Double, fmr: Double, fnmr: Double) {
            self.threshold = threshold
            self.fmr = fmr
            self.fnmr = fnmr
        }
    }

    public struct HistogramBin: Equatable, Sendable {
        public var low: Double
        public var high: Double
        public var mated: Int
        public var nonMated: Int
        public init(low: Double, high: Double, mated: Int, nonMated: Int) {
            self.low = low
            self.high = high
            self.mated = mated
            self.nonMated = nonMated
        }
    }

    public struct ReliabilityBin: Equatable, Sendable {
        /// Mean predicted probability in the bin, 0 to 1.
        public var predicted: Double
        /// Observed share of mated comparisons, both classes weighted to prior 0.5.
        public var observed: Double
        public var count: Int
        public init(predicted: Double, observed: Double, count: Int) {
            self.predicted = predicted
            self.observed = observed
            self.count = count
        }
    }

    public struct ScoredPair: Equatable, Sendable {
        /// Image paths as in the pairs file; empty for scores without images.
        public var imageA: String
        public var imageB: String
        public var score: Double
        public init(imageA: String, imageB: String, score: Double) {
            self.imageA = imageA
            self.imageB = imageB
            self.score = score
        }
    }

    public init(
        matcher: String, rates: [RateAtThreshold], histogram: [HistogramBin], reliability: [ReliabilityBin],
        worstFalseMatches: [ScoredPair], worstFalseNonMatches: [ScoredPair]
    ) {
        self.matcher = matcher
        self.rates = rates
        self.histogram = histogram
        self.reliability = reliability
        self.worstFalseMatches = worstFalseMatches
        self.worstFalseNonMatches = worstFalseNonMatches
    }
}
