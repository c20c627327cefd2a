/// Whether the sample shows that a standard's limits are met.
public struct StandardVerdict: Codable, Equatable, Sendable {
    /// How a verdict ends.
    public enum Result: String, Codable, Sendable {
        case passed, failed
        case notDemonstrable = "not_demonstrable"
    }

    /// `NIST SP 800-63A-4`.
    public var standard: String
    /// How it ended.
    public var result: Result
    /// Why, in a sentence with the counts and bounds.
    public var reason: String

    /// Creates a value from its parts.
    public init(standard: String, result: Result, reason: String) {
        self.standard = standard
        self.result = result
        self.reason = reason
    }
}
