import AuditCore
import Evaluation

/// What `auditor evaluate-documents` prints when it is done: the conclusions, and a line a level and kind.
enum DocumentEvaluationText {
    static func text(_ record: DocumentEvaluation) -> String {
        let head = [
            "level", "kind", "documents", "exact lines", "character errors", "proven", "proven wrong", "print right",
            "sure and wrong", "barcodes", "median s",
        ]
        let rows = [head] + record.groups.map(cells)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let table = rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
        return (table + [""] + record.conclusions).joined(separator: "\n")
    }

    private static func cells(_ group: DocumentEvaluation.Group) -> [String] {
        let rates = group.rates
        return [
            group.level, group.kind ?? "all", "\(rates.documents)", share(rates.exactLines),
            rates.characterErrorRate.map(NumberText.percent) ?? "–", share(rates.proven),
            "\(rates.provenRight.of - rates.provenRight.count)", rates.print["all"].map(share) ?? "–",
            share(rates.sureAndWrong), share(rates.barcodes),
            rates.seconds.map { NumberText.fixed($0.p50, digits: 2) } ?? "–",
        ]
    }

    private static func share(_ rate: DocumentRate) -> String { rate.value.map(NumberText.percent) ?? "–" }
}
