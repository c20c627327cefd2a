/// How one `--gate` ended.
public struct GateResult: Codable, Equatable, Sendable {
    /// The claim as given.
    public var claim: String
    /// Whether the interval supports it.
    public var holds: Bool
    /// Measured value; nil when there is none.
    public var value: Double?
    /// Its 95 % interval; nil when there is none.
    public var interval: [Double]?
    /// Why, in a sentence.
    public var reason: String

    /// Creates a value from its parts.
    public init(claim: String, holds: Bool, value: Double?, interval: [Double]?, reason: String) {
        self.claim = claim
        self.holds = holds
        self.value = value
        self.interval = interval
        self.reason = reason
    }
}
