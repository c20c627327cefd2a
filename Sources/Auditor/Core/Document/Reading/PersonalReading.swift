/// A value that was read from a person's document. Prints as the name of its type, so that it cannot reach a log or an
/// error by accident.
public protocol PersonalReading: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension PersonalReading {
    /// `<Type>`, never the values.
    public var description: String { "<\(Self.self)>" }
    /// Same as `description`.
    public var debugDescription: String { description }
    /// Hides the values from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
