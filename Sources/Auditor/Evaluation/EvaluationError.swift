/// Why an evaluation cannot be made.
public struct EvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A sentence: what was found and what was expected.
    public var message: String

    /// Creates an error.
    public init(message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
