/// What a manifest reader yields for one row: a request, or why the row is not one.
public struct ManifestRow: Equatable, Sendable {
    /// 1-based position among the manifest's rows; the key of a decision within a run.
    public var row: Int
    /// 1-based line of the manifest on which the row begins.
    public var line: Int
    /// The request, or the problem that makes the row an `error`.
    public var content: Content

    /// A row is a request or a list of problems, never both.
    public enum Content: Equatable, Sendable {
        /// A valid request.
        case request(VerificationRequest)
        /// An invalid row: what could be read of it, and every problem found.
        case invalid(requestID: String, kind: String, problems: [RowProblem])
    }

    /// Creates a row.
    public init(row: Int, line: Int, content: Content) {
        self.row = row
        self.line = line
        self.content = content
    }

    /// The caller's identifier; empty when the row has none.
    public var requestID: String {
        switch content {
        case .request(let request): request.requestID
        case .invalid(let requestID, _, _): requestID
        }
    }
}

/// One thing that is wrong with a manifest row.
public struct RowProblem: Equatable, Sendable {
    /// The stable code.
    public var code: ReasonCode
    /// The field's name.
    public var field: String
    /// What is wrong, without the value: values are personal data.
    public var detail: String

    /// Creates a problem.
    public init(_ code: ReasonCode, field: String, detail: String) {
        self.code = code
        self.field = field
        self.detail = detail
    }
}
