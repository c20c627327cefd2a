/// What became of the question whether a request comes from who it says it comes from.
public enum IntakeVerdict: Equatable, Sendable {
    /// The policy does not ask.
    case notConfigured
    /// The token vouches for the row.
    case passed
    /// The row has no token, and the policy does not require one.
    case absent
    /// The request is decided again, and its token, which nobody keeps, had not been checked the first time.
    case notKept
    /// The row is not vouched for, and why; every reason has severity `error`.
    case failed([Reason])
}
