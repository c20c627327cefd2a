/// The version of Identity Auditor; the newest entry of CHANGELOG.md says the same, which a test checks.
public enum Version {
    /// Semantic version of the program.
    public static let current = "0.1.0"
}
