import AuditCore

/// What was read on a document as the personal record holds it: as JSON, within a limit. What is too long is left out
/// before anything is judged by it, so that a request that is decided again is judged by the very same.
struct StoredReading: Equatable, Sendable {
    /// The reading, as the judge sees it.
    let reading: DocumentReading
    /// What read it, for people: name and version.
    let reader: String
    /// The key of `DocumentStation`: under this name the straightened images stand beside the faces.
    let key: String
    /// All of it as JSON.
    let text: String

    /// Bytes of the text: an honest document has some ten thousand, its photo a hundred times as many.
    static let mostBytes = 131_072

    private struct Layout: Codable {
        var reader: String
        var key: String
        var reading: DocumentReading
    }

    /// Takes a reading up.
    /// - Throws: `internal_error` when it has a number that is none.
    init(_ reading: DocumentReading, reader: String, key: String) throws(AuditError) {
        var layout = Layout(reader: reader, key: key, reading: reading)
        var text = try Self.text(layout)
        if text.utf8.count > Self.mostBytes {
            layout.reading.barcodes = []
            layout.reading.problems = Array(reading.problems.prefix(16)) + ["reading_truncated"]
            text = try Self.text(layout)
        }
        if text.utf8.count > Self.mostBytes {
            layout.reading = DocumentReading(
                sides: reading.sides.mapValues(Self.bare), problems: ["reading_too_long"])
            text = try Self.text(layout)
        }
        self.reading = layout.reading
        self.reader = reader
        self.key = key
        self.text = text
    }

    /// Reads the JSON.
    /// - Throws: `database_invalid`.
    init(text: String) throws(AuditError) {
        guard let layout = try? JSONText.decode(Layout.self, text) else {
            throw AuditError(.databaseInvalid, "what was read on a document is not in its form")
        }
        reading = layout.reading
        reader = layout.reader
        key = layout.key
        self.text = text
    }

    private static func text(_ layout: Layout) throws(AuditError) -> String {
        guard let text = try? JSONText.encode(layout) else {
            throw AuditError(.internalError, "what was read on a document cannot be written down")
        }
        return text
    }

    private static func bare(_ side: DocumentReading.Side) -> DocumentReading.Side {
        DocumentReading.Side(imageSHA256: side.imageSHA256, width: side.width, height: side.height)
    }
}

extension DocumentReading {
    /// The document's number, if nothing of it can have been misread: check digits prove it, or a barcode says it.
    var sureNumber: String? {
        guard let number = fields[.documentNumber], number.isSure, !number.value.isEmpty else { return nil }
        return number.value
    }
}

extension DocumentField {
    /// Whether it cannot have been misread: check digits prove it, or it stands in a barcode, which corrects errors.
    var isSure: Bool { proven || source == .barcode }
}

extension PersonalData {
    /// With the number that was read on the document, where the manifest names none.
    func completed(by reading: DocumentReading?) -> PersonalData {
        guard self["document_number"] == nil, let number = reading?.sureNumber else { return self }
        var completed = self
        completed.append(name: "document_number", value: number)
        return completed
    }
}
