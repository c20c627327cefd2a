/// Two matchers on the same comparisons, each at its own threshold for the same false match rate.
public struct MatcherComparison: Codable, Equatable, Sendable {
    /// The first matcher.
    public var a: String
    /// The second matcher.
    public var b: String
    /// The false match rate that was asked for.
    public var fmrTarget: Double
    /// Comparisons that both scored.
    public var comparisons: Int
    /// Decided rightly by `a` alone, by `b` alone.
    public var onlyARight: Int
    /// Decided rightly by `b` alone.
    public var onlyBRight: Int
    /// Exact two-sided McNemar test.
    public var pValue: Double
    /// McNemar's mid-p, beside the exact value for readers who prefer it; it decides nothing.
    public var midPValue: Double?
    /// Error rate of `a` minus that of `b`, with its 95 % interval.
    public var difference: Double
    /// Its 95 % interval: low, high.
    public var differenceCI95: [Double]
    /// The better matcher's name; nil when the sample cannot tell (p >= 0.05).
    public var winner: String?
    /// The conclusion as a sentence.
    public var conclusion: String
    /// How many comparisons of either class they decide differently.
    public var disagreementCount: Int
    /// Some of these, all up to 1,000, in the file's order.
    public var disagreements: [Disagreement]

    /// A comparison on which the two matchers decide differently.
    public struct Disagreement: Codable, Equatable, Sendable {
        /// Path of the first image; empty when not known.
        public var imageA: String
        /// Path of the second image; empty when not known.
        public var imageB: String
        /// Mated comparisons that count.
        public var mated: Bool
        /// Score of matcher `a`.
        public var scoreA: Double
        /// Score of matcher `b`.
        public var scoreB: Double
        /// The name of the matcher that was right.
        public var right: String

        /// Creates a value from its parts.
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

    /// Creates a value from its parts.
    public init(
        a: String, b: String, fmrTarget: Double, comparisons: Int, onlyARight: Int, onlyBRight: Int, pValue: Double,
        midPValue: Double? = nil, difference: Double, differenceCI95: [Double], winner: String?, conclusion: String,
        disagreementCount: Int, disagreements: [Disagreement]
    ) {
        self.a = a
        self.b = b
        self.fmrTarget = fmrTarget
        self.comparisons = comparisons
        self.onlyARight = onlyARight
        self.onlyBRight = onlyBRight
        self.pValue = pValue
        self.midPValue = midPValue
        self.difference = difference
        self.differenceCI95 = differenceCI95
        self.winner = winner
        self.conclusion = conclusion
        self.disagreementCount = disagreementCount
        self.disagreements = disagreements
    }

    enum CodingKeys: String, CodingKey {
        case a, b, comparisons, difference, winner, conclusion, disagreements
        case fmrTarget = "fmr_target"
        case disagreementCount = "disagreement_count"
        case onlyARight = "only_a_right"
        case onlyBRight = "only_b_right"
        case pValue = "p_value"
        case midPValue = "mid_p_value"
        case differenceCI95 = "difference_ci95"
    }
}
