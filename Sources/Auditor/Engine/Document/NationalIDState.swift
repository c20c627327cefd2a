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
    /// of either, so it is wrong only where both states' schemes are known and it meets none.
    init(_ claims: PersonalData) {
        guard let number = claims["national_id"] else {
            self = .absent
            return
        }
        let states = Set([claims["nationality"], claims["issuing_state"]].compactMap(\.self)).sorted()
        let schemes = states.map { NationalIDScheme.schemes(of: $0) }
        if let scheme = schemes.joined().first(where: { $0.isValid(number) }) {
            self = .valid(scheme.id)
        } else if schemes.isEmpty || schemes.contains(where: \.isEmpty) {
            self = .noScheme
        } else {
            self = .invalid(schemes.joined().map(\.id).joined(separator: ", "))
        }
    }
}
