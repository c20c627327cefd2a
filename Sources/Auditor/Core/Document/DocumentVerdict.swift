extension DocumentEvidence {
    /// What is to be said of one question.
    public struct Verdict: Codable, Equatable, Sendable {
        /// The answer.
        public var result: Result
        /// Why there is no answer; nil with one.
        public var cause: Cause?
        /// Whether the answer rests on nothing that could have been misread: check digits prove it, or a barcode says it.
        public var proven: Bool

        /// Creates a verdict.
        public init(_ result: Result, proven: Bool) {
            self.result = result
            self.proven = proven
        }

        /// No answer.
        public static func unknown(_ cause: Cause) -> Verdict {
            var verdict = Verdict(.notCompared, proven: false)
            verdict.cause = cause
            return verdict
        }
    }

    /// Two sources of one field against each other.
    public struct Comparison: Codable, Equatable, Sendable {
        /// The field's name, as in a manifest.
        public var field: String
        /// The two sources: `mrz`, `barcode`, `text`, `claim`; the first is the surer one.
        public var sources: [String]
        /// What it gave.
        public var verdict: Verdict
        /// How alike two names are, 0 to 1; nil for what is compared exactly.
        public var similarity: Double?

        /// Creates a comparison.
        public init(_ field: String, _ sources: [String], _ verdict: Verdict, similarity: Double? = nil) {
            self.field = field
            self.sources = sources
            self.verdict = verdict
            self.similarity = similarity
        }
    }

    /// An answer.
    public enum Result: String, Codable, Sendable {
        /// It is as it should be.
        case agrees
        /// It is not.
        case differs
        /// That is not known.
        case notCompared = "not_compared"
    }

    /// Why there is no answer.
    public enum Cause: String, Codable, Sendable, CaseIterable {
        /// It was not read on the document.
        case notRead = "not_read"
        /// The manifest does not say it.
        case notGiven = "not_given"
        /// It was read, and is not sure enough to be held against anything.
        case unsure
        /// A date has an unknown day or month, and it depends on that.
        case partialDate = "partial_date"
        /// Only one part of the document says it.
        case oneSource = "one_source"
    }
}
