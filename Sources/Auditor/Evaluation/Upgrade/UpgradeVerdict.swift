/// Whether another policy or model may take over: every condition has to be shown by the sample, and one that the sample
/// is too small for is never taken as met.
public struct UpgradeVerdict: Codable, Equatable, Sendable {
    /// What a condition, or all together, come to.
    public enum State: String, Codable, Sendable {
        /// Shown by the sample.
        case holds
        /// The sample shows the opposite.
        case fails
        /// The sample is too small to tell.
        case cannotTell = "cannot_tell"
    }

    /// One thing that must be true.
    public struct Condition: Codable, Equatable, Sendable {
        /// Stable name: `false_matches`, `false_non_matches`, `flips`, `processing`.
        public var id: String
        /// What it comes to.
        public var state: State
        /// Measured, limit and interval, in a sentence.
        public var reason: String
    }

    /// The conditions.
    public var conditions: [Condition]

    /// `fails` if one fails, else `cannot_tell` if one cannot be told, else `holds`: only then the switch is safe.
    public var state: State {
        if conditions.contains(where: { $0.state == .fails }) { return .fails }
        return conditions.contains { $0.state == .cannotTell } ? .cannotTell : .holds
    }

    /// How much worse the new one may be.
    public struct Limits: Equatable, Sendable {
        /// Largest false match rate of the new one at its own threshold.
        public var fmr: Double
        /// Largest increase of the false non-match rate, 0 to 1.
        public var fnmrIncrease: Double
        /// Largest share of requests that are decided otherwise.
        public var flipRate: Double

        /// Creates limits.
        public init(fmr: Double, fnmrIncrease: Double, flipRate: Double) {
            self.fmr = fmr
            self.fnmrIncrease = fnmrIncrease
            self.flipRate = flipRate
        }
    }

    /// How both decided the same labelled comparisons, each at its own threshold; without a score is not a match.
    public struct Counts: Equatable, Sendable {
        /// Non-mated comparisons, and those that the new one takes for a match.
        public var nonMated = 0
        /// See `nonMated`.
        public var newFalseMatches = 0
        /// Mated comparisons that both recognise.
        public var bothRight = 0
        /// Mated comparisons that only the old one recognises.
        public var onlyOldRight = 0
        /// Mated comparisons that only the new one recognises.
        public var onlyNewRight = 0
        /// Mated comparisons that neither recognises.
        public var neitherRight = 0

        /// Nothing counted.
        public init() {}
    }

    /// Judges.
    /// - Parameters:
    ///   - counts: On the labelled pairs.
    ///   - flips: Requests decided otherwise, of those compared.
    ///   - newErrors: Requests that were decided before and are not processed now.
    public init(counts: Counts, flips: Int, compared: Int, newErrors: Int, limits: Limits) {
        conditions = [
            Self.falseMatches(counts, limits.fmr), Self.falseNonMatches(counts, limits.fnmrIncrease),
            Self.flips(flips, compared, limits.flipRate),
            Condition(
                id: "processing", state: newErrors == 0 ? .holds : .fails,
                reason: "\(newErrors) requests that were decided before could not be processed."),
        ]
    }

    private static func falseMatches(_ counts: Counts, _ limit: Double) -> Condition {
        let interval = BinomialInterval.clopperPearson(counts.newFalseMatches, of: counts.nonMated)
        var reason =
            "The new one takes \(counts.newFalseMatches) of \(counts.nonMated) non-mated pairs for a match, FMR "
            + Wording.rate(Double(counts.newFalseMatches) / Double(max(1, counts.nonMated)), interval)
            + "; the limit is \(Wording.rate(limit))."
        let state = state(interval, limit: limit)
        if state == .cannotTell, counts.newFalseMatches == 0 {
            // The upper end of a two-sided interval is a one-sided bound at 97.5 %.
            let pairs = RuleOf30.errorFreeComparisons(limit: limit, confidence: 0.975)
            reason += " Without any error it takes \(pairs) pairs to show it."
        }
        return Condition(id: "false_matches", state: state, reason: reason)
    }

    private static func falseNonMatches(_ counts: Counts, _ limit: Double) -> Condition {
        let all = counts.bothRight + counts.onlyOldRight + counts.onlyNewRight + counts.neitherRight
        guard all > 0 else {
            return Condition(id: "false_non_matches", state: .cannotTell, reason: "There are no mated pairs.")
        }
        let interval = PairedDifference.newcombe(
            both: counts.neitherRight, first: counts.onlyOldRight, second: counts.onlyNewRight,
            neither: counts.bothRight)
        let p = McNemar.exactPValue(counts.onlyOldRight, counts.onlyNewRight)
        return Condition(
            id: "false_non_matches", state: state(interval, limit: limit),
            reason: "Of \(all) mated pairs only the old one recognises \(counts.onlyOldRight), only the new one "
                + "\(counts.onlyNewRight) (exact McNemar p = \(Wording.number(p))): the FNMR changes by "
                + "\(points(interval[0])) to \(points(interval[1])) points; the limit is +\(points(limit)).")
    }

    private static func flips(_ flips: Int, _ compared: Int, _ limit: Double) -> Condition {
        let interval = BinomialInterval.clopperPearson(flips, of: compared)
        return Condition(
            id: "flips", state: state(interval, limit: limit),
            reason: "\(flips) of \(compared) stored requests are decided otherwise, "
                + Wording.rate(Double(flips) / Double(max(1, compared)), interval)
                + "; the limit is \(Wording.rate(limit)).")
    }

    private static func state(_ interval: [Double], limit: Double) -> State {
        if interval[1] <= limit { return .holds }
        return interval[0] > limit ? .fails : .cannotTell
    }

    /// Percentage points.
    private static func points(_ share: Double) -> String { Wording.number(100 * share) }
}
