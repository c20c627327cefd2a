import AuditCore
import AuditEngine
import Evaluation
import Foundation
import Logging
import MatcherKit
import Reports

/// Takes the question of `auditor upgrade` to its answer: the replay, the measurement, the verdict.
struct UpgradeStudy: Sendable {
    let store: AuditStore
    let run: RunRecord
    let old: LoadedPolicy
    let new: LoadedPolicy
    let command: UpgradeCommand
    let installation: Installation
    let library: TemplateLibrary
    let progress: EvaluationProgress
    let stop: StopRequest

    private var lanes: Int { command.workers ?? ProcessInfo.processInfo.activeProcessorCount }

    private var faceChoice: FaceChoice { command.faceChoice ?? new.policy.faceChoice }

    func answer() async throws -> UpgradeAnswer {
        guard let oldName = old.policy.order.first, let oldBand = old.policy.thresholds[oldName],
            let newName = new.policy.order.first, let newBand = new.policy.thresholds[newName]
        else { throw AuditError(.internalError, "a policy has no deciding matcher") }
        // What is wrong with the pairs is found before hours of work, and nothing is written until all of it is done.
        let sample = try LabelledSample(path: command.pairs, format: command.format)
        let extractor = try TemplateExtractor(
            imagesRoot: command.imagesRoot ?? FilePath.folder(of: command.pairs), choice: faceChoice, lanes: lanes)
        try extractor.checkPresence(sample.images, of: command.pairs, place: sample.place)
        try sample.checkClasses(of: command.pairs)
        let sides = [
            Side(name: "old", decider: oldName, band: oldBand), Side(name: "new", decider: newName, band: newBand),
        ]
        let (result, counts, measured) = try await measure(sides, sample, extractor)
        progress.enter("deciding stored requests")
        let diff = try await store.trial { try await replay() }
        try EvaluationRenderer.render(
            result, scores: { try ScoreLines.write(result, $0) }, face: { _, _ in nil },
            profile: command.redaction.redaction, templates: library, into: command.output + "/evaluation")
        let record = result.record
        let newErrors = diff.flips.count { $0.from != nil && $0.from != .error && $0.to == .error }
        return UpgradeAnswer(
            verdict: UpgradeVerdict(
                counts: counts, flips: diff.changed, compared: diff.compared, newErrors: newErrors,
                limits: command.limits(newBand)),
            run: run.id, old: .init(old, sides[0], record.matchers[0], cost: cost(old.policy, measured)),
            new: .init(new, sides[1], record.matchers[1], cost: cost(new.policy, measured)), diff: diff)
    }

    /// What decides on one side.
    struct Side {
        var name: String
        var decider: String
        var band: MatcherThresholds
    }

    private func replay() async throws -> RunDiff {
        let fleet = try await MatcherFleet.start(
            new.policy, lanes: lanes, installation: installation, logger: Logger(label: "auditor"))
        let plan = ReplayPlan(
            sources: [run], isWhatIf: true, selected: new.selected, matchers: fleet.pools,
            notices: new.notices + fleet.unavailable.map(\.why)
                + ["This run was only tried: nothing of it is in the database."], lanes: lanes)
        let end: RunEnd
        do {
            end = try await ReplayRunner(
                store: store, plan: plan, progress: RunProgress(), stop: stop, statistics: ReplayStatistics()
            ).run()
            await fleet.stop()
        } catch {
            await fleet.stop()
            throw error
        }
        guard case .finished(let tried) = end else {
            throw AuditError(.interrupted, "stopped while requests were decided; nothing was recorded")
        }
        let diff = try RunReport.write(
            tried, of: store, command.redaction, templates: library, into: command.output + "/requests")
        return diff ?? RunDiff(a: run, b: tried)
    }

    private func measure(
        _ sides: [Side], _ sample: LabelledSample, _ extractor: TemplateExtractor
    ) async throws -> (EvaluationResult, UpgradeVerdict.Counts, [String: MatcherSpeed]) {
        let names = (old.policy.workers + new.policy.workers).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let bench = try MatcherBench(
            selected: names, lanes: lanes, images: sample.images, extractor: extractor,
            roster: try MatcherRoster(installation, plugins: new.policy.plugins), progress: progress, stop: stop)
        progress.enter("extracting", total: sample.images.count * bench.names.count)
        var measured: [MeasuredMatcher] = []
        for name in bench.names { measured.append(try await bench.measure(name)) }
        progress.enter("evaluating")
        let source = DeciderTrials(
            base: StoppableTrials(
                base: sample.trials(measured.map { ($0.subject.metric, $0.templates) }), stop: stop),
            names: bench.names, policies: [old.policy, new.policy])
        let subjects = sides.map { side in
            MatcherEvaluation.Subject(
                name: "\(side.name) (\(side.decider))", version: nil, metric: side.band.metric,
                models: measured.filter { $0.subject.name == side.decider }.flatMap(\.subject.models),
                images: sample.images.count, failedImages: nil, speed: nil)
        }
        let result = try Evaluator(options: EvaluationOptions(toolVersion: Version.current)).evaluate(
            source, matchers: subjects, sample: sample.description(of: command.pairs),
            faceChoice: faceChoice)
        let counts = try UpgradeVerdict.Counts(source, old: sides[0].band, new: sides[1].band)
        let speeds = measured.compactMap { one in one.subject.speed.map { (one.subject.name, $0) } }
        return (result, counts, Dictionary(speeds) { first, _ in first })
    }

    /// Of the matchers that a policy runs, one after the other.
    private func cost(_ policy: Policy, _ speeds: [String: MatcherSpeed]) -> UpgradeAnswer.Cost {
        let used = policy.workers.compactMap { speeds[$0] }
        return UpgradeAnswer.Cost(
            imagesPerSecond: 1 / used.reduce(0) { $0 + 1 / $1.imagesPerSecond },
            templateBytes: used.reduce(0) { $0 + $1.templateBytes },
            workerMemoryBytes: used.compactMap(\.workerMemoryBytes).reduce(0, +),
            startSeconds: used.map(\.startSeconds).max() ?? 0)
    }
}
