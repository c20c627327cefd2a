public import AuditCore
public import Evaluation

/// Turns an evaluation of identification into its output folder: `index.html`, `identification.json` and
/// `identification.csv`.
public enum IdentificationRenderer {
    /// The first bytes of `identification.json`, by which `OutputFolder` knows a folder of ours: never change them.
    static let signature = "{\n  \"schema\" : \"identity-auditor/identification\","

    /// Writes the folder beside the target and swaps it in. The same record gives the same bytes.
    /// - Parameter output: A folder that does not exist, is empty, or holds an earlier evaluation of identification.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func render(
        _ record: IdentificationRecord, templates: TemplateLibrary, into output: String
    ) throws(AuditError) {
        let target = try OutputFolder(output, contents: .identification)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            try folder.write(
                try EvaluationJSON.text(record, schema: record.schema, version: record.schemaVersion),
                to: "identification.json")
            try folder.write(IdentificationCSV.text(record), to: "identification.csv")
            try folder.write(IdentificationPage(record: record, templates: templates).html(), to: "index.html")
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }
}
