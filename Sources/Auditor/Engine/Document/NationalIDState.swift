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
    /// Judges the claimed number by the schemes of the claimed nationality and issuing state: somebody may have the number
    /// of either.
    init(_ claims: PersonalData) {
        guard let number = claims["national_id"] else {
            self = .absent
            return
        }
        let states = Set([claims["nationality"], claims["issuing_state"]].compactMap(\.self))
        let schemes = states.sorted().flatMap { NationalIDScheme.schemes(of: $0) }
        guard !schemes.isEmpty else {
            self = .noScheme
            return
        }
        if let scheme = schemes.first(where: { $0.isValid(number) }) {
            self = .valid(scheme.id)
        } else {
            self = .invalid(schemes.map(\.id).joined(separator: ", "))
        }
    }
}
