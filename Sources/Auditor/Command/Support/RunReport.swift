import AuditCore
import AuditEngine
import Evaluation
import Reports

/// The report of a run: with trends when there are runs before it, and for one that decides another's requests again with
/// what differs. The same files whenever and by whichever command they are written.
enum RunReport {
    /// Writes the folder.
    /// - Returns: what differs from what was decided again; nil for a manifest's run.
    @discardableResult
    static func write(
        _ run: RunRecord, of store: AuditStore, templates: TemplateLibrary, into output: String
    ) throws -> RunDiff? {
        let diff = try RunComparer.compareWithSources(run, in: store)
        // Everything that the checkpoint covers is durable by now.
        if run.replay?.isWhatIf != true { try store.signCheckpoint() }
        let drift = try DriftWindow(store: store).record(run: run.id, window: DriftWindow.defaultSize)
        try ReportRenderer.render(
            StoredRun(store: store, run: run), diff: diff, drift: drift.nights.count > 1 ? drift : nil,
            templates: templates, into: output)
        return diff
    }
}
