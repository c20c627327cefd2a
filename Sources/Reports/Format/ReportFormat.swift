import AuditCore
import Evaluation

/// One report: what it writes from a finished run. A report is one file with one type; `BuiltInReports.all` lists them.
///
/// All reports share one pass over the decisions, so that memory does not grow with the run and a decision is read from
/// the store once. Same archive and templates, same bytes: a report reads no clock and names no machine path.
protocol ReportFormat: AnyObject, SendableMetatype {
    /// What the report is.
    static var descriptor: ReportDescriptor { get }

    /// Prepares the report: creates its folders and files.
    init(_ context: ReportContext) throws(AuditError)

    /// Takes one decision; called in manifest order.
    func add(_ decision: DecisionRecord) throws(AuditError)

    /// Writes what remains, once every decision has been counted.
    func finish(_ statistics: RunStatistics) throws(AuditError)
}

/// What a report is, for `--help`, the docs and the tests.
public struct ReportDescriptor: Sendable, Equatable {
    /// Stable name.
    public let id: String
    /// One phrase for people.
    public let title: String
    /// Files and folders that it writes in the output folder.
    public let files: [String]
}

/// What every report works with.
struct ReportContext {
    /// The run.
    let archive: any RunArchive
    /// The texts.
    let templates: TemplateLibrary
    /// Where the report goes.
    let folder: StagingFolder
    /// Whom the report is for; the archive holds nothing that it hides.
    var profile = RedactionProfile.team
    /// Above so many rows, approved requests are in JSON and CSV only.
    var approvedLimit = 20_000
    /// What differs from the run that was decided again; nil for other runs.
    var diff: RunDiff?
    /// The signed checkpoint that covers the run; nil when it is in no log.
    var checkpoint: String?
    /// The run among those before it; nil when there are none.
    var drift: DriftRecord?

    /// Whom the run's requests are tied to; nil when the policy did not ask for it.
    var duplicates: DuplicatesRecord?

    /// The run's record.
    var run: RunRecord { archive.run }
}
