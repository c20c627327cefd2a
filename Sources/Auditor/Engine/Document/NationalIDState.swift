import AuditCore

/// What there is to say of the national id that a request claims; without the number.
public enum NationalIDState: Equatable, Sendable {
    /// The row has none.
    case absent
    /// How the state makes its numbers is not known.
    case noScheme
    /// It meets the scheme of this name.
    case valid(String)
    /// It does not.
    case invalid(String)
}

extension NationalIDState {
    init(_ claims: PersonalData) { self = claims["national_id"] == nil ? .absent : .noScheme }
}
