import AuditCore

/// A name as one source has it: in its two parts, or as a whole.
struct DocumentName {
    let surname: String?
    let givenNames: String?
    /// All of it, given names first.
    let text: String
    let isLegible: Bool

    /// What a manifest claims.
    init(claim: String) {
        surname = nil
        givenNames = nil
        text = claim
        isLegible = true
    }

    /// What a part of a document says; nil when it says no name.
    init?(_ fields: DocumentFields) {
        let found = [fields[.surname], fields[.givenNames], fields[.fullName]].compactMap(\.self)
        surname = fields[.surname]?.value
        givenNames = fields[.givenNames]?.value
        let parts = [givenNames, surname].compactMap(\.self).filter { !$0.isEmpty }
        text = parts.isEmpty ? fields[.fullName]?.value ?? "" : parts.joined(separator: " ")
        isLegible = found.allSatisfy { $0.source != .text || $0.confidence >= FieldComparison.leastConfidence }
        guard !text.isEmpty else { return nil }
    }

    /// How alike two names are, 0 to 1.
    func similarity(to other: DocumentName) -> Double { text.uppercased() == other.text.uppercased() ? 1 : 0 }
}
