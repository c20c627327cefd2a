public import AuditCore

/// Turns the difference of two runs into files: `diff.json`, `diff.csv`, `findings.csv` and a page for people.
public enum DiffRenderer {
    /// What is written beside a run's own report.
    static let filesInReport: Set<String> = ["diff.json", "diff.csv", "findings.csv", "diff.html"]

    /// Writes a folder of its own, with the page as `index.html`, beside the target and swaps it in: a reader sees the
    /// folder before or the folder after. The same value and templates give the same bytes.
    /// - Parameters:
    ///   - redaction: Whom the folder is for.
    ///   - path: A folder that does not exist, is empty, or holds an earlier difference.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func render(
        _ diff: RunDiff, redaction: Redaction = .team, templates: TemplateLibrary, into path: String
    ) throws(AuditError) {
        let target = try OutputFolder(path, contents: .diff)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            try write(
                diff.redacted(redaction), redaction.profile, templates: templates, to: folder, page: "index.html")
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }

    /// Writes the same files into the report of the later run, whose first page is `index.html`.
    /// - Parameter diff: As the profile shows it.
    static func write(
        _ diff: RunDiff, _ profile: RedactionProfile, templates: TemplateLibrary, to folder: StagingFolder
    ) throws(AuditError) {
        try write(diff, profile, templates: templates, to: folder, page: "diff.html")
    }

    private static func write(
        _ diff: RunDiff, _ profile: RedactionProfile, templates: TemplateLibrary, to folder: StagingFolder,
        page: String
    ) throws(AuditError) {
        try DiffJSON.write(diff, profile, to: folder)
        try DiffCSV.write(diff, to: folder)
        try FindingsCSV.write(diff, to: folder)
        let view = DiffPage(diff: diff, profile: profile, templates: templates, isInReport: page != "index.html")
        try folder.write(view.html(), to: page)
    }
}
