import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit
import Reports

/// `auditor rerun`: last night's requests under another policy, calibration or model.
struct RerunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun",
        abstract: "Decide stored requests again as a new run, and say what is decided otherwise.",
        discussion:
            "Scores that still hold are reused; a photo is opened only for a matcher or model that has not seen "
            + "it. Nobody gets a message. Without --policy the policy that the run recorded is used, not the default one."
    )

    @Argument(help: ArgumentHelp("The run's number, as `auditor runs` lists it.", valueName: "run"))
    var number: Int?

    @Option(help: "Instead of one run: the newest decision of each request of every run since this date, YYYY-MM-DD.")
    var since: AsOfDate?

    @Option(name: .shortAndLong, help: "The report's folder; replaced only if it holds an earlier report.")
    var output: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @OptionGroup var matching: MatcherOptions
    @OptionGroup var limits: FlipLimits
    @OptionGroup var redaction: RedactionOption

    @Flag(help: "Write the report and record no decision.")
    var whatIf = false

    @Option(help: "A folder of photos instead of the recorded one.")
    var imagesRoot: String?

    @Option(help: "The date that stands for today, YYYY-MM-DD. (default: that of the run)")
    var asOf: AsOfDate?

    @Option(help: "A folder of templates instead of the built-in ones.")
    var templates: String?

    @Option(
        help: ArgumentHelp(
            "Take no new request after this time: HH:MM[:SS] local time or RFC 3339. Exits 75 if rows are undecided.",
            valueName: "time"), transform: FinishBy.option)
    var finishBy: FinishBy?

    @Option(help: "auto|plain|json|none.")
    var progress = ProgressStyle.auto

    @OptionGroup var log: LogOption

    func validate() throws {
        guard (number == nil) != (since == nil) else {
            throw ValidationError("Name one run, or --since DATE.")
        }
        if whatIf { try redaction.refuseInTrial() }
    }

    func run() async throws {
        EventLog.begin("rerun", format: log.logFormat)
        let stop = StopRequest()
        let signals = StopSignals { stop.make() }
        let clock = finishBy.map { FinishByClock($0, stop) }
        let installation = Installation()
        let library = try TemplateLibrary(folder: templates ?? installation.templates())
        let inputs = [database.database, imagesRoot, templates, matching.policy, matching.plugins]
        try OutputFolder.check(output, inputs: inputs.compactMap { $0 })
        let store = try await keys.open(database.database, mustExist: true)
        let sources = try number.map { [try store.finishedRun(id: $0)] } ?? runs(since: since?.text ?? "", in: store)
        // A signed decision must not rest on an edited row.
        try store.checkLogged(sources)
        let loaded = try policy(of: sources[sources.count - 1], in: store, installation: installation)

        let status = RunProgress()
        status.update { $0.isTrial = whatIf ? true : nil }
        EventLog.follow(status)
        let reporter = ProgressReporter(
            status, database: database.database, newest: try store.newestNight(), style: progress)
        reporter.start()
        do {
            let replay = Replay(
                store: store, sources: sources, loaded: loaded, command: self, library: library, status: status,
                stop: stop, installation: installation)
            let exit = whatIf ? try await store.trial { try await replay.run() } : try await replay.run()
            try store.close()
            await reporter.stop()
            EventLog.write(
                .info, "run_finished", ProgressText.line(reporter.content()),
                fields: [
                    "requests": "\(status.snapshot.rows)", "new": "\(!whatIf)", "what_if": "\(whatIf)",
                ], text: nil)
            withExtendedLifetime((signals, clock)) {}
            if exit != .success { throw ExitCode(exit.rawValue) }
        } catch let exit as ExitCode {
            throw exit
        } catch {
            status.update { $0.phase = stop.isMade ? .interrupted : .failed }
            await reporter.stop()
            throw error
        }
    }

    /// The runs of manifests since a date, oldest first.
    private func runs(since date: String, in store: AuditStore) throws(AuditError) -> [RunRecord] {
        let nights = try store.runs().filter { $0.replay == nil && $0.started >= date }
        let unfinished = nights.filter { $0.state == .unfinished }.map { "\($0.id)" }
        if !unfinished.isEmpty {
            EventLog.notice(
                "\(unfinished.count == 1 ? "run" : "runs") \(unfinished.joined(separator: ", ")) since \(date) "
                    + "\(unfinished.count == 1 ? "is" : "are") unfinished and left out")
        }
        let runs = nights.filter { $0.state == .finished }
        guard !runs.isEmpty else {
            throw AuditError(
                .inputMissing, "no run of a manifest has finished since \(date); `auditor runs` lists them",
                at: SourceLocation(file: database.database))
        }
        return runs
    }

    private func policy(
        of run: RunRecord, in store: AuditStore, installation: Installation
    ) throws -> LoadedPolicy {
        if matching.policy != nil { return try LoadedPolicy(matching, installation: installation) }
        guard let inputs = try store.inputs(run: run.id) else {
            throw AuditError(.internalError, "run \(run.id) has no policy")
        }
        return try LoadedPolicy(
            of: inputs, matchers: matching.matchers, plugins: matching.plugins, installation: installation)
    }
}

/// The replay itself: matchers, decisions, report, difference.
private struct Replay: Sendable {
    let store: AuditStore
    let sources: [RunRecord]
    let loaded: LoadedPolicy
    let command: RerunCommand
    let library: TemplateLibrary
    let status: RunProgress
    let stop: StopRequest
    let installation: Installation

    func run() async throws -> ExitStatus {
        let statistics = ReplayStatistics()
        let run: RunRecord
        switch try await decide(statistics) {
        case .interrupted(let unfinished):
            throw AuditError(
                .interrupted, RunSummary.interruption(unfinished, status.snapshot, stop.cause))
        case .finished(let finished), .unchanged(let finished):
            run = finished
        }
        status.update { $0.phase = .rendering }
        let diff = try RunReport.write(
            run, of: store, command.redaction, templates: library, into: command.output)
        let counts = try store.counts(run: run.id)
        status.update { $0.phase = .finished }
        Console.result(RunSummary.text(run, counts: counts, isNew: true, output: command.output))
        Console.result(
            "\(statistics.requestsReused) requests from stored scores, \(statistics.requestsAsked) with a matcher; "
                + "\(statistics.photosOpened) photos opened")
        if let diff {
            Console.result(DiffSummary.text(diff))
            if command.limits.areNotHeld(by: diff) { return .findings }
        }
        return counts[.error, default: 0] > 0 ? .partial : .success
    }

    private func decide(_ statistics: ReplayStatistics) async throws -> RunEnd {
        let fleet = try await MatcherFleet.start(
            loaded.policy, lanes: command.matching.lanes, installation: installation,
            logger: Logger(label: "auditor"))
        var notices = loaded.notices + fleet.unavailable.map(\.why)
        notices += PluginSecrets.notices(
            loaded.policy.plugins, database: command.database.database, masterKey: command.keys.masterKey)
        notices.append("The requests were decided before; nobody gets a message.")
        if command.whatIf { notices.append("This run was only tried: nothing of it is in the database.") }
        for notice in notices { EventLog.notice(notice) }
        notices += fleet.sandboxes
        let plan = ReplayPlan(
            sources: sources, since: command.since?.text, isWhatIf: command.whatIf, imagesRoot: command.imagesRoot,
            selected: loaded.selected, matchers: fleet.pools, notices: notices, asOf: command.asOf?.text,
            lanes: command.matching.lanes)
        do {
            let end = try await ReplayRunner(
                store: store, plan: plan, progress: status, stop: stop, statistics: statistics
            ).run()
            await fleet.stop()
            return end
        } catch {
            await fleet.stop()
            throw error
        }
    }
}
