import AuditCore
import AuditEngine
import Evaluation
import Foundation
import Reports

/// The report of a run: with trends when there are runs before it, and for one that decides another's requests again with
/// what differs. The same files whenever and by whichever command they are written.
enum RunReport {
    /// Writes the folder; one with personal data in clear is logged first.
    /// - Returns: what differs from what was decided again, as the profile shows it; nil for a manifest's run.
    @discardableResult
    static func write(
        _ run: RunRecord, of store: AuditStore, _ option: RedactionOption, templates: TemplateLibrary,
        into output: String
    ) throws -> RunDiff? {
        let redaction = try option.of(run, in: store)
        let diff = try RunComparer.compareWithSources(run, in: store)
        // Everything that the checkpoint covers is durable by now.
        if run.replay?.isWhatIf != true { try store.signCheckpoint() }
        let drift = try DriftWindow(store: store).record(run: run.id, window: DriftWindow.defaultSize)
        // After the run's own checkpoint, which the report shows whoever it is for.
        if redaction.profile.shows(.personal) {
            try store.recordDisclosure(of: run, profile: redaction.profile, at: UTCTime.text(Date()))
        }
        try ReportRenderer.render(
            StoredRun(store: store, run: run), diff: diff, drift: drift.nights.count > 1 ? drift : nil,
            redaction: redaction, templates: templates, into: output)
        return diff?.redacted(redaction)
    }
}
