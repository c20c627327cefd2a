public import AuditCore
public import Evaluation

/// Turns what is known of drift into its output folder: `drift.json` and `index.html`.
public enum DriftRenderer {
    /// The first bytes of `drift.json`, by which `OutputFolder` knows a folder of ours: never change them.
    static let signature = "{\n  \"schema\" : \"identity-auditor/drift\","

    /// The page within a run's report.
    static let trendsPage = "trends.html"

    /// What is written beside a run's own report.
    static let filesInReport: Set<String> = ["drift.json", trendsPage]

    /// Writes the folder beside the target and swaps it in. The same record gives the same bytes.
    /// - Parameter output: A folder that does not exist, is empty, or holds an earlier drift report.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func render(
        _ record: DriftRecord, templates: TemplateLibrary, into output: String
    ) throws(AuditError) {
        let target = try OutputFolder(output, contents: .drift)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            try write(record, templates: templates, to: folder, page: "index.html")
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }

    /// Writes the same files into the run's own report, whose first page is `index.html`.
    static func write(
        _ record: DriftRecord, templates: TemplateLibrary, to folder: StagingFolder
    ) throws(AuditError) {
        try write(record, templates: templates, to: folder, page: trendsPage)
    }

    private static func write(
        _ record: DriftRecord, templates: TemplateLibrary, to folder: StagingFolder, page: String
    ) throws(AuditError) {
        try folder.write(
            try EvaluationJSON.text(record, schema: record.schema, version: record.schemaVersion), to: "drift.json")
        let view = DriftPage(record: record, templates: templates, isInReport: page == trendsPage)
        try folder.write(view.html(), to: page)
    }
}
