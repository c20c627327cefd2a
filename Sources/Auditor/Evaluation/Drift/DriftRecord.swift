/// What `drift.json` holds (`samples/schemas/drift.schema.json`): whether a run's figures are what the runs before it
/// lead to expect.
public struct DriftRecord: Codable, Equatable, Sendable {
    /// Name of the form.
    public var schema = "identity-auditor/drift"
    /// Version of the form; a field that changes its meaning raises it.
    public var schemaVersion = 1
    /// Version of the program that wrote it.
    public var toolVersion: String
    /// The number of the run that was looked at.
    public var run: Int
    /// Whether any figure is an alarm.
    public var alarm: Bool
    /// What was found, for people, most important first.
    public var conclusions: [String]
    /// At most this chance that a night without any change has an alarm.
    public var alarmRate: Double
    /// How many figures were tested: the chance above holds for all of them together, by Holm's method.
    public var tests: Int
    /// What is known to differ from the runs before: no drift, but a cause.
    public var changes: [DriftChange]
    /// Every figure, alarms first.
    public var figures: [FigureFinding]
    /// The run and those before it, oldest first, for trends.
    public var nights: [NightTrend]

    enum CodingKeys: String, CodingKey {
        case schema, run, alarm, conclusions, tests, changes, figures, nights
        case schemaVersion = "schema_version"
        case toolVersion = "tool_version"
        case alarmRate = "alarm_rate"
    }
}

/// Something that was changed between two runs.
public struct DriftChange: Codable, Equatable, Sendable {
    /// What was changed.
    public enum Kind: String, Codable, Sendable {
        case policy, matcher, calibration
        case toolVersion = "tool_version"
    }

    /// What was changed.
    public var kind: Kind
    /// The first run after the change.
    public var run: Int
    /// The matcher, for a change of one.
    public var matcher: String?
    /// What was changed into what.
    public var sentence: String
}

/// What is found of one figure.
public struct FigureFinding: Codable, Equatable, Sendable {
    /// What is said of a figure.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// It has changed: beyond chance, and by as much as matters.
        case alarm
        /// It has changed beyond chance, by less than matters.
        case small
        /// Too few values to tell.
        case notEnough = "not_enough"
        /// Every run before it had another policy, model or calibration: it cannot be compared.
        case knownCause = "known_cause"
        /// No change that chance does not explain.
        case steady
    }

    /// How it was tested.
    public enum Method: String, Codable, Sendable {
        /// All requests of the window as one sample; assumes that nights differ by chance alone.
        case pooled
        /// Also the nights as a sample of nights; the larger of the two p-values counts.
        case pooledAndNights = "pooled_and_nights"
    }

    /// The stable name (`DriftFigure.id`).
    public var id: String
    /// The kind.
    public var kind: DriftFigure.Kind
    /// The matcher that it comes from.
    public var matcher: String?
    /// What is said of it.
    public var state: State
    /// The finding in words.
    public var sentence: String
    /// Values in the run, or requests for shares.
    public var count: Int
    /// The same in the runs that it is compared with.
    public var referenceCount: Int
    /// How many runs those are.
    public var referenceNights: Int
    /// The run's median in native units, or its share from 0 to 1; nil without values.
    public var value: Double?
    /// The same of the runs that it is compared with.
    public var referenceValue: Double?
    /// The largest gap between the distribution functions, or the difference of the shares: 0 to 1.
    public var effect: Double?
    /// The population stability index, for measured figures.
    public var stabilityIndex: Double?
    /// How it was tested; nil when it was not.
    public var method: Method?
    /// The p-value of this test alone.
    public var pValue: Double?
    /// The p-value adjusted for all tests of the night.
    public var adjustedPValue: Double?

    enum CodingKeys: String, CodingKey {
        case id, kind, matcher, state, sentence, count, value, effect, method
        case referenceCount = "reference_count"
        case referenceNights = "reference_nights"
        case referenceValue = "reference_value"
        case stabilityIndex = "stability_index"
        case pValue = "p_value"
        case adjustedPValue = "adjusted_p_value"
    }
}

/// What a trend shows of one run.
public struct NightTrend: Codable, Equatable, Sendable {
    /// The run's number.
    public var run: Int
    /// When it was started, RFC 3339 UTC.
    public var started: String
    /// The manifest's file name.
    public var manifest: String
    /// The policy's name.
    public var policy: String
    /// Number of requests.
    public var requests: Int
    /// Requests by outcome.
    public var outcomes: [String: Int]
    /// Requests by reason code.
    public var reasons: [String: Int]
    /// Scores by matcher.
    public var scores: [String: Quartiles]
    /// Whether it had the run's policy, matchers and calibrations.
    public var comparable: Bool

    /// The middle half of some values.
    public struct Quartiles: Codable, Equatable, Sendable {
        /// A quarter of the values does not exceed it; native units.
        public var lower: Double
        /// Half of them.
        public var median: Double
        /// Three quarters.
        public var upper: Double
        /// The number of values.
        public var count: Int
    }
}
