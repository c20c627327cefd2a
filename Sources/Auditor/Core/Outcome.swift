/// How a request ended (DESIGN.md 4.3).
public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// The evidence meets the policy.
    case approved
    /// The evidence was sufficient and speaks against the claim.
    case rejected
    /// Processed, but the evidence is insufficient or conflicting: a person decides.
    case review
    /// Not processed: nothing is known about the person's claim.
    case error

    /// The order in which a report shows outcomes: what needs a human first.
    public static let humanFirst: [Outcome] = [.review, .error, .rejected, .approved]
}

/// What a reason does to the outcome. The raw value orders the worst-of aggregation: the highest wins.
///
/// `insufficient` stands above `reject`, because a mismatch that was measured on evidence too poor to judge must reach
/// a person: only sufficient evidence rejects (DESIGN.md 4.3).
public enum Severity: Int, Codable, Sendable, Comparable, CaseIterable {
    /// Informs; changes nothing.
    case info = 0
    /// Conflicting or doubtful evidence.
    case review = 1
    /// Sufficient evidence against the claim.
    case reject = 2
    /// Evidence too poor to judge.
    case insufficient = 3
    /// Not processed.
    case error = 4

    /// Ordered by effect.
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

    /// The outcome of a request whose worst reason has this severity.
    public var outcome: Outcome {
        switch self {
        case .info: .approved
        case .review, .insufficient: .review
        case .reject: .rejected
        case .error: .error
        }
    }

    /// The stable name in JSON and in the docs.
    public var name: String {
        switch self {
        case .info: "info"
        case .review: "review"
        case .reject: "reject"
        case .insufficient: "insufficient"
        case .error: "error"
        }
    }
}
