import AuditCore

/// One photographed side of a document with what identifies the photo.
struct DocumentPhoto: Sendable {
    /// SHA-256 of the photo's bytes.
    var imageSHA256: String
    /// What was read on it.
    var side: DocumentSide
}

/// The parts of a document that say the same things, each on its own.
struct DocumentSources {
    /// A part by the name that it has in comparisons, the surest first.
    let parts: [(name: String, fields: DocumentFields)]

    init(_ reading: DocumentReading) {
        let all: [(String, DocumentFields)] = [
            (DocumentField.Source.barcode.rawValue, reading.licence.map(DocumentFields.init) ?? DocumentFields()),
            (DocumentField.Source.mrz.rawValue, reading.mrz.map(DocumentFields.init) ?? DocumentFields()),
            (DocumentField.Source.text.rawValue, reading.text),
        ]
        parts = all.filter { !$0.1.values.isEmpty }
    }

    /// A field of the part that says it most surely: one that cannot have been misread before any other.
    func surest(_ name: DocumentFields.Name) -> (source: String, field: DocumentField)? {
        let found = parts.compactMap { part in part.fields[name].map { (source: part.name, field: $0) } }
            .filter { !$0.field.value.isEmpty }
        return found.first(where: \.field.isSure) ?? found.first
    }
}
