public import AuditCore
public import Evaluation

/// Turns a finished run into its output folder.
public enum ReportRenderer {
    /// What each report writes, for `--help` and the docs.
    public static var reports: [ReportDescriptor] { BuiltInReports.all.map { $0.descriptor } }

    /// Writes every report beside the target and swaps it in: a reader sees the folder before or the folder after.
    /// The same archive and templates give the same bytes.
    /// - Parameter diff: Of a run that decides stored requests again, what differs from before: `diff.html` and its data.
    /// - Parameter drift: The run among those before it, for `trends.html`; nil for the first one.
    /// - Throws: `output_not_writable`, `disk_full` or `io_error`; nothing remains of what was written.
    public static func render(
        _ archive: any RunArchive, diff: RunDiff? = nil, drift: DriftRecord? = nil, templates: TemplateLibrary,
        into path: String
    ) throws(AuditError) {
        let checkpoint = try reading { try archive.checkpoint() }
        let duplicates = try reading { try archive.duplicates() }
        try render(into: path) {
            var context = ReportContext(archive: archive, templates: templates, folder: $0)
            context.checkpoint = checkpoint
            context.diff = diff
            context.duplicates = duplicates
            context.drift = drift
            return context
        }
    }

    /// Renders with a context of the caller's own.
    static func render(into path: String, _ context: (StagingFolder) -> ReportContext) throws(AuditError) {
        let target = try OutputFolder(path)
        try target.checkReplaceable()
        let folder = try StagingFolder(for: target)
        do throws(AuditError) {
            let context = context(folder)
            try write(context)
            if let diff = context.diff { try DiffRenderer.write(diff, templates: context.templates, to: folder) }
            if let drift = context.drift { try DriftRenderer.write(drift, templates: context.templates, to: folder) }
            if let duplicates = context.duplicates {
                try DuplicatesRenderer.write(
                    duplicates, archive: context.archive, templates: context.templates, to: folder)
            }
            try folder.commit()
        } catch {
            folder.discard()
            throw error
        }
    }

    private static func write(_ context: ReportContext) throws(AuditError) {
        var reports: [any ReportFormat] = []
        for type in BuiltInReports.all { reports.append(try type.init(context)) }
        var statistics = RunStatistics()
        try reading {
            try context.archive.forEachDecision { decision in
                statistics.add(decision)
                for report in reports { try report.add(decision) }
            }
        }
        for report in reports { try report.finish(statistics) }
    }
}

/// Runs a body that reads the archive: its errors that are none of ours become one that names only their type, because
/// their text may hold data.
func reading<Result>(what: String = "the run", _ body: () throws -> Result) throws(AuditError) -> Result {
    do {
        return try body()
    } catch let error as AuditError {
        throw error
    } catch {
        throw AuditError(.internalError, "\(what) could not be read: \(type(of: error))")
    }
}
