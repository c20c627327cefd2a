/// The token with which an onboarding service vouches for a request: a secret. Prints without its text, so that it cannot
/// reach a log, an error or a dump by accident.
public struct RequestToken: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The text as the manifest gives it; for the check of it and nothing else.
    public let secret: String

    /// Keeps a token.
    public init(_ secret: String) { self.secret = secret }

    /// `<token>`, never the text.
    public var description: String { "<token>" }
    /// Same as `description`.
    public var debugDescription: String { description }
    /// Hides the text from `dump` and from test failure output.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
