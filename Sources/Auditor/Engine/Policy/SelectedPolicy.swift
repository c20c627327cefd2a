/// A policy as a command selects it, with what is needed to select it again.
public struct SelectedPolicy: Sendable {
    /// The policy, with only the matchers that were selected.
    public var policy: Policy
    /// The policy file's text.
    public var text: String
    /// The policy file's path: calibrations are looked for beside it.
    public var path: String
    /// The matchers that were selected on the command line; empty for the policy's.
    public var selection: [String]

    /// Creates a selection.
    public init(policy: Policy, text: String, path: String, selection: [String]) {
        self.policy = policy
        self.text = text
        self.path = path
        self.selection = selection
    }
}
