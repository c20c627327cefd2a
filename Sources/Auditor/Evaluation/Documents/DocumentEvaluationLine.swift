public import AuditCore

/// One thing that is printed on a specimen, or was read on it.
public struct DocumentEvaluationLine: Sendable {
    /// What the truth file calls the document.
    public var document: String
    /// How hard it is to read.
    public var level: String
    /// What kind of document it is.
    public var kind: String
    /// What it was read from.
    public var source: DocumentField.Source
    /// `line_1` to `line_3` of a zone, a field's name, or `barcode`.
    public var part: String
    /// What is printed; nil when nothing is.
    public var printed: String?
    /// What was read; nil when nothing was.
    public var read: String?
    /// Whether the two are the same.
    public var isRight: Bool
    /// Edits between the two, for a line of a zone.
    public var edits: Int?
    /// Whether check digits prove what was read, for a field of a zone.
    public var proven: Bool?
    /// How sure the reader is, 0 to 1; nil for lines and barcodes.
    public var confidence: Double?

    /// What one specimen has: the zone's lines and fields, the print, the barcode.
    public static func all(of trial: DocumentTrial, document: String, level: String, kind: String) -> [Self] {
        func line(
            _ source: DocumentField.Source, _ part: String, _ printed: String?, _ read: String?, _ isRight: Bool
        ) -> Self {
            Self(
                document: document, level: level, kind: kind, source: source, part: part, printed: printed, read: read,
                isRight: isRight)
        }
        var result: [Self] = []
        for (index, printed) in trial.printedLines.enumerated() {
            let read = trial.mrz.flatMap { $0.lines.indices.contains(index) ? $0.lines[index] : nil }
            var one = line(.mrz, "line_\(index + 1)", printed, read, read == printed)
            one.edits = EditDistance.levenshtein(read ?? "", printed)
            result.append(one)
        }
        for name in MRZFieldName.allCases.map(\.rawValue) {
            let (printed, field) = (trial.printedFields[name], trial.mrz?.fields[name])
            guard printed != nil || field != nil else { continue }
            var one = line(.mrz, name, printed, field?.value, printed == field?.value)
            one.proven = field?.proven ?? false
            one.confidence = field?.confidence
            result.append(one)
        }
        for name in DocumentTally.readInPrint {
            let (printed, field) = (trial.print.printed[name], trial.print.read[name])
            guard printed != nil || field != nil else { continue }
            var one = line(.text, name.rawValue, printed, field?.value, trial.print.isRight(name))
            one.confidence = field?.confidence
            result.append(one)
        }
        if let printed = trial.printedBarcode {
            let read = trial.barcodes.contains(printed) ? printed : trial.barcodes.first
            result.append(line(.barcode, "barcode", printed, read, read == printed))
        }
        return result
    }
}
