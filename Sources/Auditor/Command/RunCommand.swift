import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit
import Reports

/// `auditor run`: the nightly audit.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Decide every request of a manifest and write the report.",
        discussion: "Run the same command again after an interruption and it resumes where it stopped; run it again "
            + "after it finished and it adds nothing unless a photo has changed.")

    @Argument(help: "The manifest: CSV, JSON, NDJSON or XML.")
    var manifest: String

    @Option(name: .shortAndLong, help: "The report's folder; replaced only if it holds an earlier report.")
    var output: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @OptionGroup var matching: MatcherOptions
    @OptionGroup var redaction: RedactionOption

    @Option(help: "The folder that photo paths are relative to. (default: the manifest's folder)")
    var imagesRoot: String?

    @Option(help: "The date that stands for today, YYYY-MM-DD. (default: today in UTC)")
    var asOf: AsOfDate?

    @Option(help: "Exit 1 when a decision is at or above this: review|rejected|error|never.")
    var failOn = FailOn.never

    @Option(help: "Which applicants get a message: all|review|none.")
    var notifications = NotificationMode.all

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

    func run() async throws {
        EventLog.begin("run", format: log.logFormat)
        let stop = StopRequest()
        let signals = StopSignals { stop.make() }
        let clock = finishBy.map { FinishByClock($0, stop) }
        let installation = Installation()
        // Everything that can be wrong is found before anything is decided.
        let loaded = try LoadedPolicy(matching, installation: installation)
        let library = try TemplateLibrary(folder: templates ?? installation.templates())
        let inputs = [
            database.database, manifest, imagesRoot ?? FilePath.folder(of: manifest), templates, matching.policy,
            matching.plugins,
        ]
        try OutputFolder.check(output, inputs: inputs.compactMap { $0 })
        // To read a long manifest takes minutes, and the refusal should not; the store below takes the lock.
        try RunLock.refuse(ifHeld: database.database)
        let day = asOf?.text ?? UTCTime.day(Date())
        let checked = try Manifest.open(
            path: manifest, xsd: installation.manifestSchema(),
            options: ManifestOptions(
                asOf: day, supportedKinds: loaded.policy.kinds,
                maximumInlineImageBytes: loaded.policy.limits.maxImageBytes))
        for notice in try Intake(loaded.policy).check(checked) { EventLog.notice(notice) }

        let store = try await keys.open(database.database)
        let status = RunProgress()
        EventLog.follow(status)
        let reporter = ProgressReporter(
            status, database: database.database, newest: try store.newestNight(), style: progress)
        reporter.start()
        let exitStatus: ExitStatus
        do {
            let end = try await decide(
                checked, loaded: loaded, library: library, store: store, status: status, stop: stop,
                installation: installation)
            exitStatus = try await report(
                end, store: store, library: library, status: status, reporter: reporter, stop: stop)
        } catch {
            status.update { $0.phase = stop.isMade ? .interrupted : .failed }
            await reporter.stop()
            throw error
        }
        withExtendedLifetime((signals, clock)) {}
        if exitStatus != .success { throw ExitCode(exitStatus.rawValue) }
    }

    private func decide(
        _ checked: Manifest, loaded: LoadedPolicy, library: TemplateLibrary, store: AuditStore, status: RunProgress,
        stop: StopRequest, installation: Installation
    ) async throws -> RunEnd {
        let fleet = try await MatcherFleet.start(
            loaded.policy, lanes: matching.lanes, installation: installation, logger: Logger(label: "auditor"))
        let documents = try await documents(loaded.policy, installation, fleet)
        var notices = loaded.notices + fleet.unavailable.map(\.why) + [documents.unavailable].compactMap(\.self)
        notices += PluginSecrets.notices(
            loaded.policy.plugins, database: database.database, masterKey: keys.masterKey)
        if loaded.policy.mail == nil {
            notices.append("The policy has no `notifications.from`: no message was written.")
        }
        for notice in notices { EventLog.notice(notice) }
        // Part of the record and no news: `auditor doctor` says what the kernel lacks.
        notices += fleet.sandboxes + documents.sandboxes
        let mode = notifications
        let search = try SearchFleet(installation)
        var plan = RunPlan(
            manifest: checked, imagesRoot: imagesRoot ?? FilePath.folder(of: manifest), selected: loaded.selected,
            matchers: fleet.pools,
            notices: notices, asOf: asOf?.text, lanes: matching.lanes,
            mailTemplate: { outcome in mode.includes(outcome) ? library.digest(for: outcome) : nil })
        plan.index = search.maker
        plan.documents = documents.pool
        do {
            let end = try await AuditRunner(store: store, plan: plan, progress: status, stop: stop).run()
            await fleet.stop()
            await documents.stop()
            await search.stop()
            return end
        } catch {
            await fleet.stop()
            await documents.stop()
            await search.stop()
            throw error
        }
    }

    private func documents(
        _ policy: Policy, _ installation: Installation, _ fleet: MatcherFleet
    ) async throws(AuditError) -> DocumentFleet {
        do throws(AuditError) {
            return try await DocumentFleet.start(
                policy, lanes: matching.lanes, installation: installation, logger: Logger(label: "auditor"))
        } catch {
            await fleet.stop()
            throw error
        }
    }

    private func report(
        _ end: RunEnd, store: AuditStore, library: TemplateLibrary, status: RunProgress, reporter: ProgressReporter,
        stop: StopRequest
    ) async throws -> ExitStatus {
        let run: RunRecord
        switch end {
        case .interrupted(let unfinished):
            try store.close()
            throw AuditError(.interrupted, RunSummary.interruption(unfinished, status.snapshot, stop.cause))
        case .finished(let finished), .unchanged(let finished):
            run = finished
        }
        // Decided is decided, whatever becomes of the report.
        if end == .finished(run) { reporter.note(run) }
        status.update { $0.phase = .rendering }
        try RunReport.write(run, of: store, redaction, templates: library, into: output)
        let counts = try store.counts(run: run.id)
        try store.close()
        status.update { $0.phase = .finished }
        await reporter.stop()
        EventLog.write(
            .info, "run_finished", ProgressText.line(reporter.content()),
            fields: ["requests": "\(run.rows)", "new": "\(end == .finished(run))"], text: nil)
        Console.result(RunSummary.text(run, counts: counts, isNew: end == .finished(run), output: output))
        if failOn.isMet(counts) { return .findings }
        return counts[.error, default: 0] > 0 ? .partial : .success
    }
}
