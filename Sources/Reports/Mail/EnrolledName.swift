import AuditCore

/// The name in the gallery of whoever was verified, identified or enrolled. Somebody who only claims to be a subject, or
/// only resembles one, is not told its name.
enum EnrolledName {
    /// The name of an approved request's subject; nil when there is none.
    static func of(_ decision: DecisionRecord, in archive: any RunArchive) throws -> String? {
        guard decision.outcome == .approved, let gallery = decision.gallery,
            let kind = RequestKind(rawValue: decision.kind)
        else { return nil }
        let number: Int64? =
            switch kind {
            case .compare: nil
            case .verify, .enrol: gallery.subject
            case .identify: gallery.candidates.first?.subject
            }
        return try number.flatMap { try archive.subject(number: $0)?.name }
    }
}
