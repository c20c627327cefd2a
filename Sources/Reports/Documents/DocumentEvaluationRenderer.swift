public import AuditCore
public import Evaluation

/// Turns an evaluation of document readers into its output folder: `document-evaluation.json` and `documents.csv`.
public enum DocumentEvaluationRenderer {
    /// The first bytes of `document-evaluation.json`, by which `OutputFolder` knows a folder of ours: never change them.
    static let signature = "{\n  \"schema\" : \"identity-auditor/document-evaluation\","

    /// Writes the folder beside the target and swaps it in. The same readings give the same bytes.
    /// - Parameters:
    ///   - lines: What was read beside what is printed.
    ///   - profile: Whether `documents.csv` says what is printed and read, or only whether it is right.
    ///   - output: A folder that does not exist, is empty, or holds an earlier evaluation of document readers.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func render(
        _ record: DocumentEvaluation, lines: [DocumentEvaluationLine], profile: RedactionProfile, into output: String
    ) throws(AuditError) {
        let target = try OutputFolder(output, contents: .documentEvaluation)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            try folder.write(
                try EvaluationJSON.text(record, schema: record.schema, version: record.schemaVersion),
                to: "document-evaluation.json")
            try folder.write(
                DocumentEvaluationCSV.text(lines, showsValues: profile.shows(.documents)), to: "documents.csv")
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }
}
