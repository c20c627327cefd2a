import AuditCore
import AuditEngine
import Reports

/// The report of a run, and for one that decides another's requests again what differs: the same files whenever and by
/// whichever command they are written.
enum RunReport {
    /// Writes the folder.
    /// - Returns: what differs from the run that was decided again; nil for a manifest's run, and for several at once,
    ///   which have no one run to be held against.
    @discardableResult
    static func write(
        _ run: RunRecord, of store: AuditStore, templates: TemplateLibrary, into output: String
    ) throws(AuditError) -> RunDiff? {
        var diff: RunDiff?
        if let replay = run.replay, replay.sources.count == 1, let parent = try store.run(id: replay.parent) {
            diff = try RunComparer.compare(parent, run, in: store)
        }
        try ReportRenderer.render(StoredRun(store: store, run: run), diff: diff, templates: templates, into: output)
        return diff
    }
}
