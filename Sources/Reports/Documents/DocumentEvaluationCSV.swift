import AuditCore
import Evaluation

/// `documents.csv`: one line for each line of a zone, field and barcode that is printed or was read.
enum DocumentEvaluationCSV {
    private static let header = [
        "document", "level", "kind", "source", "part", "printed", "read", "right", "edits", "proven", "confidence",
    ]

    static func text(_ lines: [DocumentEvaluationLine], showsValues: Bool) -> String {
        let rows = [header] + lines.map { cells($0, showsValues: showsValues) }
        return rows.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    private static func cells(_ line: DocumentEvaluationLine, showsValues: Bool) -> [String] {
        func value(_ text: String?) -> String { showsValues ? CSVText.cell(text ?? "") : "" }
        func plain(_ fact: (some CustomStringConvertible)?) -> String { fact?.description ?? "" }
        var cells = [line.document, line.level, line.kind].map { CSVText.cell($0) }
        cells += [line.source.rawValue, CSVText.cell(line.part), value(line.printed), value(line.read)]
        cells += [line.isRight.description, plain(line.edits), plain(line.proven), CSVText.exact(line.confidence)]
        return cells
    }
}
