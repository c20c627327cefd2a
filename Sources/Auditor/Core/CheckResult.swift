/// The state of a check. What was not checked is as visible as what was (DESIGN.md 4.3).
public enum CheckState: String, Codable, Sendable, CaseIterable {
    /// Checked, and met.
    case passed
    /// Checked, and speaks against the claim.
    case failed
    /// Checked, and a person must look.
    case review
    /// Has no meaning for this kind of request.
    case notApplicable = "not_applicable"
    /// Not checked; the cause says why.
    case notRun = "not_run"
}

/// What one policy rule found.
public struct CheckResult: Codable, Equatable, Sendable {
    /// The rule's stable id, snake_case.
    public var id: String
    /// What was found.
    public var state: CheckState
    /// Why it was not run, or what it is about; stable snake_case for `not_run`.
    public var cause: String?

    /// Creates a result.
    public init(id: String, state: CheckState, cause: String? = nil) {
        self.id = id
        self.state = state
        self.cause = cause
    }
}
