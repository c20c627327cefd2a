public import AuditCore

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a replay is made of; every part has been checked before.
public struct ReplayPlan: Sendable {
    /// The finished runs whose requests are decided again, oldest first.
    public var sources: [RunRecord]
    /// The date from which they were taken; nil for one run.
    public var since: String?
    /// Whether the run is only tried; the caller takes it back.
    public var isWhatIf: Bool
    /// A folder of photos instead of the recorded one.
    public var imagesRoot: String?
    /// The policy with the matchers that were selected.
    public var selected: SelectedPolicy
    /// The matchers that can be used, in the policy's order.
    public var matchers: [any FaceMatcher]
    /// What people should know about the whole run.
    public var notices: [String]
    /// The date that stands for today; nil for the newest source's.
    public var asOf: String?
    /// How many requests may be in work at once.
    public var lanes: Int

    /// Creates a plan.
    public init(
        sources: [RunRecord], since: String? = nil, isWhatIf: Bool = false, imagesRoot: String? = nil,
        selected: SelectedPolicy, matchers: [any FaceMatcher],
        notices: [String] = [], asOf: String? = nil, lanes: Int
    ) {
        self.sources = sources
        self.since = since
        self.isWhatIf = isWhatIf
        self.imagesRoot = imagesRoot
        self.selected = selected
        self.matchers = matchers
        self.notices = notices
        self.asOf = asOf
        self.lanes = lanes
    }
}

/// Decides stored requests again as a new run (DESIGN.md 4.6). Nobody gets a message: the applicants had theirs.
public struct ReplayRunner: Sendable {
    private let store: AuditStore
    private let plan: ReplayPlan
    private let progress: RunProgress
    private let stop: StopRequest
    private let statistics: ReplayStatistics
    private let now: @Sendable () -> Date

    private static let pageSize = 200

    /// Prepares a replay.
    /// - Throws: `policy_invalid`, `calibration_invalid` as `Policy.check(against:)`; `input_missing` without a source.
    public init(
        store: AuditStore, plan: ReplayPlan, progress: RunProgress, stop: StopRequest, statistics: ReplayStatistics,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(AuditError) {
        try plan.selected.policy.check(against: plan.matchers.map(\.descriptor))
        guard !plan.sources.isEmpty else { throw AuditError(.inputMissing, "there is no run to decide again") }
        self.store = store
        self.plan = plan
        self.progress = progress
        self.stop = stop
        self.statistics = statistics
        self.now = now
    }

    /// Makes a new run, or resumes one that was interrupted in the same replay.
    /// - Returns: `finished` or `interrupted`.
    public func run() async throws(AuditError) -> RunEnd {
        let rows = try store.prepareReplay(of: plan.sources.map(\.id))
        let newest = plan.sources[plan.sources.count - 1]
        let replay = RunRecord.Replay(
            parent: newest.id, sources: plan.sources.map(\.id), since: plan.since, isWhatIf: plan.isWhatIf)
        let descriptors = plan.matchers.map(\.descriptor)
        let key = RequestKey.replay(
            replay, rows: rows, policy: plan.selected.policy, matchers: descriptors, imagesRoot: plan.imagesRoot,
            explicitAsOf: plan.asOf)
        let time = now()
        let draft = RunRecord(
            id: 0, key: key, state: .unfinished, manifestName: newest.manifestName,
            manifestSHA256: newest.manifestSHA256, rows: rows, policyName: plan.selected.policy.name,
            policySHA256: plan.selected.policy.sha256, asOf: plan.asOf ?? newest.asOf, toolVersion: Version.current,
            matchers: plan.selected.policy.recorded(descriptors),
            calibrations: plan.selected.policy.calibrations.map(\.record),
            notices: plan.notices, started: UTCTime.text(time), replay: replay)
        let run: RunRecord
        if let unfinished = try store.newestRun(key: key, state: .unfinished) {
            run = unfinished
        } else {
            let recorded = try store.inputs(run: newest.id)?.imagesRoot
            let inputs = RunInputs(plan.selected, imagesRoot: plan.imagesRoot ?? recorded ?? "")
            run = try store.createRun(draft, inputs: inputs)
        }
        return try await decide(run)
    }

    private func decide(_ run: RunRecord) async throws(AuditError) -> RunEnd {
        let decider = ReplayDecider(
            sources: try sources(), policy: plan.selected.policy, matchers: plan.matchers, judge: judge(asOf: run.asOf),
            store: store,
            statistics: statistics, meter: progress.meter)
        let checks = DecodedTexts<[CheckResult]>()
        var page: [ReplayRow] = []
        var taken = 0
        var last = 0
        let pipeline = DecisionPipeline(store: store, progress: progress, stop: stop, lanes: plan.lanes)
        let finished = try await pipeline.complete(
            run,
            next: { () throws(AuditError) in
                if taken == page.count {
                    page = try store.replayRows(after: last, limit: Self.pageSize, checks: checks)
                    taken = 0
                }
                guard taken < page.count else { return nil }
                let row = page[taken]
                taken += 1
                last = row.number
                return (row.number, row)
            },
            look: { row throws(AuditError) in .decided(try await decider.decide(row)) },
            quarantine: { row throws(AuditError) in try await decider.quarantine(row) },
            // A rerun decides by what the gallery answered then; it neither asks nor changes it.
            conclude: { open throws(AuditError) in decider.judge.decide(open) }, now: now)
        return finished.map { .finished($0) } ?? .interrupted(run)
    }

    private func judge(asOf: String) -> RequestJudge {
        var judge = RequestJudge(
            plan.selected.policy, matchers: plan.matchers.map(\.descriptor), mailTemplate: { _ in nil })
        if let day = CivilDate(asOf) { judge.asOf = day }
        return judge
    }

    /// What of each run still stands: the findings of a matcher that runs now as it did then, on the same face.
    private func sources() throws(AuditError) -> [Int: ReplayDecider.Source] {
        var sources: [Int: ReplayDecider.Source] = [:]
        for run in plan.sources {
            guard let inputs = try store.inputs(run: run.id) else { continue }
            let same = plan.matchers.map(\.descriptor).filter { now in
                run.matchers.contains { $0.name == now.name && RequestKey.parts($0) == RequestKey.parts(now) }
            }
            let loader = try? ImageLoader(
                root: plan.imagesRoot ?? inputs.imagesRoot, maxBytes: plan.selected.policy.limits.maxImageBytes)
            sources[run.id] = ReplayDecider.Source(
                standing: inputs.faceChoice == plan.selected.policy.faceChoice ? Set(same.map(\.name)) : [],
                decider: loader.map {
                    RequestDecider(
                        loader: $0, matchers: plan.matchers, policy: plan.selected.policy, mailTemplate: { _ in nil },
                        meter: progress.meter)
                }, readDocuments: run.documentReader != nil)
        }
        return sources
    }
}
