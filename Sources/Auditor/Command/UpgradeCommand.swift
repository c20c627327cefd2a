import ArgumentParser
import AuditCore
import AuditEngine
import Evaluation
import Foundation
import Logging
import Reports

/// `auditor upgrade`: may another policy or model take over?
struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Say whether another policy or model may take over, from stored requests and from labelled pairs.",
        discussion: "Decides the run's requests by the new policy without recording anything, measures the deciding "
            + "matchers of both policies on the same labelled pairs, and calls the switch safe only if the samples show it. "
            + "Writes requests/, evaluation/ and upgrade.json into the folder. Exit status 1 unless the switch is safe."
    )

    @Argument(help: ArgumentHelp("The run whose policy is in use.", valueName: "run")) var number: Int
    @Option(help: "The new policy.") var policy: String
    @Option(help: "Labelled pairs, best of people who are not in the calibration.") var pairs: String
    @Option(help: "csv|lfw|subjects.") var format = PairsFormat.csv
    @Option(help: "The folder that the pairs' image paths are relative to. (default: the pairs file's folder)")
    var imagesRoot: String?
    @Option(help: "largest|central, for the pairs. (default: the new policy's)") var faceChoice: FaceChoice?
    @Option(name: .shortAndLong, help: "The folder for the reports.") var output: String
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Option(name: .customLong("matcher"), help: "Use only this matcher of the new policy; may be repeated.")
    var matchers: [String] = []
    @Option(help: "A file of plugins (docs/worker-protocol.md).") var plugins: String?
    @Option(help: "Largest false match rate on the pairs. (default: twice the new policy's, else 0.2 %)")
    var maxFmr: Double?
    @Option(help: "Largest increase of the false non-match rate.") var maxFnmrIncrease = 0.005
    @Option(help: "Largest share of requests that are decided otherwise.") var maxFlipRate = 0.02
    @Option(help: "Worker processes for each matcher. (default: cores)") var workers: Int?
    @Option(help: "auto|plain|json|none.") var progress = ProgressStyle.auto
    @Flag(help: "Print upgrade.json instead of sentences.") var json = false
    @OptionGroup var redaction: RedactionOption
    @OptionGroup var log: LogOption

    func validate() throws {
        // The requests are decided as a trial.
        try redaction.refuseInTrial()
        if format == .scores {
            throw ValidationError("--format must be csv, lfw or subjects: both sides are measured.")
        }
        for (name, value) in [
            ("--max-fmr", maxFmr ?? 0), ("--max-fnmr-increase", maxFnmrIncrease), ("--max-flip-rate", maxFlipRate),
        ] where !(0...1).contains(value) {
            throw ValidationError("\(name) must be from 0 to 1.")
        }
    }

    func run() async throws {
        EventLog.begin("upgrade", format: log.logFormat)
        let stop = StopRequest()
        let signals = StopSignals { stop.make() }
        let installation = Installation()
        let library = try TemplateLibrary(folder: installation.templates())
        let inputs = [database.database, pairs, imagesRoot, policy, plugins].compactMap { $0 }
        try OutputFolder.check(output + "/requests", inputs: inputs)
        try OutputFolder.check(output + "/evaluation", for: .evaluation, inputs: inputs)
        let store = try await keys.open(database.database, mustExist: true)
        let run = try store.finishedRun(id: number)
        guard let recorded = try store.inputs(run: run.id) else {
            throw AuditError(.internalError, "run \(run.id) has no policy")
        }
        let old = try LoadedPolicy(of: recorded, matchers: [], plugins: plugins, installation: installation)
        let new = try LoadedPolicy(path: policy, matchers: matchers, plugins: plugins, installation: installation)
        let reporter = EvaluationProgress(progress)
        reporter.start()
        let answer: UpgradeAnswer
        do {
            let study = UpgradeStudy(
                store: store, run: run, old: old, new: new, command: self, installation: installation,
                library: library, progress: reporter, stop: stop)
            answer = try await study.answer()
        } catch {
            await reporter.stop()
            throw error
        }
        await reporter.stop()
        try store.close()
        withExtendedLifetime(signals) {}
        let text = try JSONOutput.text(answer)
        try Data((text + "\n").utf8).write(to: URL(filePath: output + "/upgrade.json"), options: .atomic)
        EventLog.write(
            .info, "upgrade_finished", "upgrade answered", fields: ["verdict": answer.verdict.state.rawValue], text: nil
        )
        Console.result(json ? text : answer.text(output: output))
        if answer.verdict.state != .holds { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    /// How much worse the new one may be.
    func limits(_ new: MatcherThresholds) -> UpgradeVerdict.Limits {
        UpgradeVerdict.Limits(
            fmr: maxFmr ?? new.approveSource.asked.map { 2 * $0 } ?? 0.002, fnmrIncrease: maxFnmrIncrease,
            flipRate: maxFlipRate)
    }
}
