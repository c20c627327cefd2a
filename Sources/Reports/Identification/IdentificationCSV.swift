import AuditCore
import Evaluation

/// `identification.csv`: one line a matcher, gallery size and point of either table.
enum IdentificationCSV {
    private static let header = [
        "matcher", "gallery", "table", "rank", "fpir_target", "threshold", "fpir", "fpir_low", "fpir_high", "fnir",
        "fnir_low", "fnir_high", "fmr", "independence_bound", "supported",
    ]

    static func text(_ record: IdentificationRecord) -> String {
        var lines = [header]
        for matcher in record.matchers {
            for gallery in matcher.galleries {
                let start = [CSVText.cell(matcher.name), "\(gallery.subjects)"]
                lines += gallery.identification.map { start + cells($0) }
                lines += gallery.investigation.map { start + cells($0) }
            }
        }
        return lines.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    private static func cells(_ point: IdentificationPoint) -> [String] {
        ["identification", "1", CSVText.exact(point.fpirTarget), CSVText.exact(point.threshold)]
            + cells(point.fpir) + cells(point.fnir)
            + [CSVText.exact(point.fmr), CSVText.exact(point.independenceBound), "\(point.supported)"]
    }

    private static func cells(_ point: InvestigationPoint) -> [String] {
        ["investigation", "\(point.rank)", "", "", "", "", ""] + cells(point.fnir) + ["", "", "\(point.supported)"]
    }

    private static func cells(_ rate: OpenSetRate) -> [String] {
        ([rate.value] + rate.ci95).map { CSVText.exact($0) }
    }
}
