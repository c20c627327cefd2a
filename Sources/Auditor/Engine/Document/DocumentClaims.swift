import AuditCore

/// What a manifest claims of a document.
enum DocumentClaims {
    /// The fields of a manifest by what a document calls them.
    private static let fields: [(claim: String, name: DocumentFields.Name)] = [
        ("full_name", .fullName), ("date_of_birth", .dateOfBirth), ("sex", .sex), ("nationality", .nationality),
        ("document_type", .documentType), ("document_number", .documentNumber), ("document_expiry", .expiry),
        ("issuing_state", .issuingState),
    ]

    /// The manifest's name of a field; the document's where a manifest has none.
    static func field(_ name: DocumentFields.Name) -> String {
        fields.first { $0.name == name }?.claim ?? name.rawValue
    }

    /// The claims that can be held against a document.
    static func values(_ claims: PersonalData) -> [DocumentFields.Name: String] {
        var values: [DocumentFields.Name: String] = [:]
        for (claim, name) in fields {
            guard let value = claims[claim] else { continue }
            values[name] = name == .documentType ? type(value) : value
        }
        return values
    }

    /// A kind of document in our words; nil when the manifest names it in words of its own, which say nothing here.
    private static func type(_ text: String) -> String? {
        let word = String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
        return DocumentType(rawValue: word)?.rawValue
    }
}
