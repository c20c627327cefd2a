/// What a claim must look like that comes from elsewhere than a manifest: the manifest's own rules.
public enum ClaimRules: Sendable {
    /// The customer's id of a subject.
    case subjectID
    /// A name.
    case fullName
    /// An address.
    case email
    /// An account's name.
    case username

    /// What is wrong with a value, as "must ..."; nil when nothing is. Never repeats the value.
    public func problem(of value: String) -> String? {
        switch self {
        case .subjectID, .username, .fullName: FieldRules.text(value, limit: 256)
        case .email: ContactRules.email(value)
        }
    }
}
