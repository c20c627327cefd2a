import AuditCore

/// Whom a message goes to, and by which name it greets. Whoever was verified or enrolled is greeted by the name in the
/// gallery; somebody who only claims to be a subject, or only resembles one, is not told its name.
struct Recipient: Equatable {
    let address: MailAddress
    /// Nil for the neutral greeting.
    let name: String?

    /// Nil when there is nobody to write to: the row's address is missing or invalid; its decision says so.
    init?(_ decision: DecisionRecord, _ personal: PersonalData, in archive: any RunArchive) throws {
        let own = personal["email"].flatMap(MailAddress.init)
        let enrolled = try Self.subject(decision).flatMap { try archive.subject(number: $0) }
        guard decision.kind == RequestKind.identify.rawValue, let enrolled else {
            guard let own else { return nil }
            (address, name) = (own, Greeting.name(enrolled?.name ?? personal["full_name"]))
            return
        }
        // A search can be wrong: what is known of the one who was found goes to their own address alone.
        let known = enrolled.email.flatMap(MailAddress.init)
        guard let address = personal["email"] == nil ? known : own else { return nil }
        self.address = address
        name = address.isSame(as: known) ? Greeting.name(enrolled.name) : nil
    }

    /// The subject of an approved request.
    private static func subject(_ decision: DecisionRecord) -> Int64? {
        guard decision.outcome == .approved, let gallery = decision.gallery,
            let kind = RequestKind(rawValue: decision.kind)
        else { return nil }
        return switch kind {
        case .compare: nil
        case .verify, .enrol: gallery.subject
        case .identify: gallery.candidates.first?.subject
        }
    }
}
