/// One field of two sources, compared.
public struct DocumentComparison: Codable, Equatable, Sendable {
    /// The field.
    public var field: DocumentFields.Name
    /// The first source.
    public var first: Source
    /// The second source.
    public var second: Source
    /// What came of it.
    public var verdict: Verdict
    /// How they were compared; nil when they were not.
    public var method: Method?
    /// Of names that were compared by likeness: 0 to 1.
    public var similarity: Double?
    /// Why they were not compared.
    public var cause: Cause?

    /// Where a value is from.
    public enum Source: String, Codable, Sendable, CaseIterable {
        /// The machine-readable zone.
        case mrz
        /// A barcode.
        case barcode
        /// The print.
        case text
        /// What the applicant said.
        case claim
    }

    /// What came of a comparison.
    public enum Verdict: String, Codable, Sendable, CaseIterable {
        /// Both say the same.
        case agrees
        /// They contradict each other.
        case differs
        /// One of them is missing, or not sure enough to contradict anybody.
        case notCompared = "not_compared"
    }

    /// How values were compared.
    public enum Method: String, Codable, Sendable, CaseIterable {
        /// Equal or not.
        case exact
        /// By the form of names in machine-readable zones.
        case icao
        /// By likeness.
        case jaroWinkler = "jaro_winkler"
    }

    /// Why values were not compared.
    public enum Cause: String, Codable, Sendable, CaseIterable {
        /// The first source does not say.
        case firstMissing = "first_missing"
        /// The second source does not say.
        case secondMissing = "second_missing"
        /// A date is only known in part.
        case partialDate = "partial_date"
        /// They differ, but one was read too unsurely to say so.
        case lowConfidence = "low_confidence"
    }

    /// Creates a value from its parts.
    public init(
        field: DocumentFields.Name, first: Source, second: Source, verdict: Verdict, method: Method? = nil,
        similarity: Double? = nil, cause: Cause? = nil
    ) {
        self.field = field
        self.first = first
        self.second = second
        self.verdict = verdict
        self.method = method
        self.similarity = similarity
        self.cause = cause
    }
}
