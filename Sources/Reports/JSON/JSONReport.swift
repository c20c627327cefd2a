import AuditCore

/// `report.json`: every fact of the run, one request a line, streamed; the personal ones only where the profile shows them.
/// `samples/schemas/report.schema.json` describes it.
final class JSONReport: ReportFormat {
    static let descriptor = ReportDescriptor(
        id: "json", title: "every fact of the run, for programs", files: ["report.json"])

    static let schema = "identity-auditor/report"
    static let schemaVersion = 1
    /// The first bytes of the file, by which `OutputFolder` knows a report of ours: never change them.
    static let signature = #"{"schema":"\#(schema)","#

    private let file: FileWriter
    private let context: ReportContext
    private let countsOffset: Int
    private var isFirst = true
    private var text = JSONText()

    init(_ context: ReportContext) throws(AuditError) {
        self.context = context
        file = try context.folder.file("report.json")
        try file.write(Self.signature)
        try file.write("\"schema_version\":\(Self.schemaVersion),\n\"run\":")
        text.run(
            context.run, context.profile, checkpoint: context.checkpoint,
            searches: try reading { try context.archive.searches() })
        try file.write(text.bytes)
        // A reader wants the counts before the requests, but they are known after them: space is kept for the most
        // that they can be.
        try file.write(",\n\"counts\":")
        countsOffset = file.length
        try file.write(Self.counts(RunStatistics(), padTo: Self.countsWidth))
        try file.write(",\n\"requests\":[")
    }

    func add(_ decision: DecisionRecord) throws(AuditError) {
        text.removeAll()
        let personal =
            context.profile.shows(.personalInFiles)
            ? try reading { try context.archive.personalData(row: decision.row) } : nil
        text.request(decision, personal: personal)
        try file.write(isFirst ? "\n" : ",\n")
        try file.write(text.bytes)
        isFirst = false
    }

    func finish(_ statistics: RunStatistics) throws(AuditError) {
        try file.write("\n]}\n")
        try file.overwrite(at: countsOffset, Self.counts(statistics, padTo: Self.countsWidth))
        try file.close()
    }

    private static let countsWidth = 140

    private static func counts(_ statistics: RunStatistics, padTo width: Int) -> [UInt8] {
        var text = JSONText()
        text.object { text in
            for outcome in Outcome.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
                text.field(outcome.rawValue, statistics.count(outcome))
            }
        }
        return text.bytes + [UInt8](repeating: UInt8(ascii: " "), count: max(0, width - text.bytes.count))
    }
}
