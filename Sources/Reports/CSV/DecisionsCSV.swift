import AuditCore

/// `decisions.csv` (DESIGN.md 4.8): one row a manifest row, in manifest order. Lines end in LF: scripts read the last
/// column too, and every CSV reader takes it.
final class DecisionsCSV: ReportFormat {
    static let descriptor = ReportDescriptor(
        id: "csv", title: "one line a decision, for scripts and spreadsheets", files: ["decisions.csv"])

    private let file: FileWriter
    private let matchers: [String]

    init(_ context: ReportContext) throws(AuditError) {
        matchers = context.run.matchers.map(\.name)
        file = try context.folder.file("decisions.csv")
        var columns = ["request_id", "kind", "outcome", "reasons", "confidence", "subject_id"]
        for matcher in matchers { columns += ["\(matcher)_score", "\(matcher)_threshold"] }
        try file.write(columns.map(CSVText.cell).joined(separator: ",") + "\n")
    }

    func add(_ decision: DecisionRecord) throws(AuditError) {
        var line = CSVText.cell(decision.requestID)
        line += ","
        line += CSVText.cell(decision.kind)
        line += ","
        line += decision.outcome.rawValue
        line += ","
        line += decision.reasons.lazy.map(\.code.rawValue).uniqued().joined(separator: ";")
        line += ","
        line += CSVText.cell(decision.confidence)
        line += ","
        line += CSVText.cell(decision.subjectID)
        for matcher in matchers {
            let comparison = decision.comparisons.first { $0.matcher == matcher }
            line += ","
            line += CSVText.cell(comparison?.score)
            line += ","
            line += CSVText.cell(comparison?.approveThreshold)
        }
        line += "\n"
        try file.write(line)
    }

    func finish(_ statistics: RunStatistics) throws(AuditError) {
        try file.close()
    }
}

extension Sequence where Element: Hashable {
    /// The elements in order, each once.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
