public import AuditCore

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a run is made of; every part has been checked before.
public struct RunPlan: Sendable {
    /// The manifest after its first pass.
    public var manifest: Manifest
    /// The folder that photo paths are relative to.
    public var imagesRoot: String
    /// The policy with the matchers that were selected.
    public var selected: SelectedPolicy
    /// The matchers that can be used, in the policy's order.
    public var matchers: [any FaceMatcher]
    /// What people should know about the whole run.
    public var notices: [String]
    /// `--as-of`; nil for the UTC date on which the run is created.
    public var asOf: String?
    /// How many requests may be in work at once.
    public var lanes: Int
    /// The digest of the mail template for an outcome; nil when such applicants get no message.
    public var mailTemplate: @Sendable (Outcome) -> String?
    /// Makes the index of a matcher whose gallery is searched.
    public var index: IndexMaker = ExactIndex.maker
    /// What reads documents; nil when nothing can. Only a policy that checks documents uses it.
    public var documents: (any DocumentReader)?

    /// Creates a plan.
    public init(
        manifest: Manifest, imagesRoot: String, selected: SelectedPolicy, matchers: [any FaceMatcher],
        notices: [String], asOf: String?, lanes: Int,
        mailTemplate: @escaping @Sendable (Outcome) -> String?
    ) {
        self.manifest = manifest
        self.imagesRoot = imagesRoot
        self.selected = selected
        self.matchers = matchers
        self.notices = notices
        self.asOf = asOf
        self.lanes = lanes
        self.mailTemplate = mailTemplate
    }
}

/// How `AuditRunner.run` ended.
public enum RunEnd: Equatable, Sendable {
    /// Every row is decided, now or in this call's continuation of an earlier start.
    case finished(RunRecord)
    /// An earlier run decided the very same requests; nothing was added.
    case unchanged(RunRecord)
    /// Asked to stop; the same command resumes.
    case interrupted(RunRecord)
}

/// Decides every row of a manifest and records the decisions in manifest order, whatever order they finish in.
public struct AuditRunner: Sendable {
    private let store: AuditStore
    private let plan: RunPlan
    private let intake: Intake
    /// What intake says of the manifest.
    private let signed: [String]
    private let progress: RunProgress
    private let stop: StopRequest
    private let decider: RequestDecider
    private let now: @Sendable () -> Date

    /// Most decisions in one transaction: one sync of the disk serves so many.
    static let batchSize = 64
    /// Longest time that a finished decision waits for its commit.
    static let batchInterval: Duration = .seconds(1)

    /// Prepares a run.
    /// - Throws: `input_missing` when the images root cannot be read; `policy_invalid` when a matcher's scores point
    ///   the other way than its thresholds; `configuration_invalid` for keys of intake that cannot be read;
    ///   `manifest_signature_missing`, `manifest_signature_invalid`.
    public init(
        store: AuditStore, plan: RunPlan, progress: RunProgress, stop: StopRequest,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(AuditError) {
        try plan.selected.policy.check(against: plan.matchers.map(\.descriptor))
        intake = try Intake(plan.selected.policy)
        signed = try intake.check(plan.manifest)
        self.store = store
        self.plan = plan
        self.progress = progress
        self.stop = stop
        self.now = now
        decider = RequestDecider(
            loader: try ImageLoader(root: plan.imagesRoot, maxBytes: plan.selected.policy.limits.maxImageBytes),
            matchers: plan.matchers, policy: plan.selected.policy, mailTemplate: plan.mailTemplate,
            documents: plan.documents, meter: progress.meter)
    }

    /// Resumes an unfinished run with the same run key, finds that nothing has changed since the newest finished one,
    /// or makes a new run (DESIGN.md 4.6).
    public func run() async throws(AuditError) -> RunEnd {
        let key = RequestKey.run(
            manifestSHA256: plan.manifest.sha256, policy: plan.selected.policy,
            matchers: plan.matchers.map(\.descriptor),
            explicitAsOf: plan.asOf, intake: intake.keyDigests + signed, documents: decider.documents?.key)
        if let unfinished = try store.newestRun(key: key, state: .unfinished) {
            return try await decide(
                unfinished, try gallery(try census(asOf: unfinished.asOf), try earlier(unfinished)))
        }
        if let finished = try store.newestRun(key: key, state: .finished), try hasSameRequests(finished) {
            try store.readdress(run: finished.id, templates: mailTemplates)
            let counts = try store.counts(run: finished.id)
            progress.update {
                $0.run = finished.id
                $0.rows = finished.rows
                $0.decided = finished.rows
                $0.resumedFrom = finished.rows
                $0.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
            }
            return .unchanged(finished)
        }
        let time = now()
        let census = try census(asOf: plan.asOf ?? UTCTime.day(time))
        let gallery = try gallery(census, try earlier(nil, started: UTCTime.text(time)))
        var remarks = try await gallery?.notices(enrolments: census.enrolments) ?? []
        if plan.selected.policy.checks[.lists] != nil { remarks += try store.expiryNotices(at: time) }
        let draft = RunRecord(
            id: 0, key: key, state: .unfinished, manifestName: plan.manifest.name,
            manifestSHA256: plan.manifest.sha256, rows: plan.manifest.rowCount, policyName: plan.selected.policy.name,
            policySHA256: plan.selected.policy.sha256, asOf: plan.asOf ?? UTCTime.day(time),
            toolVersion: Version.current,
            matchers: plan.selected.policy.recorded(plan.matchers.map(\.descriptor)),
            calibrations: plan.selected.policy.calibrations.map(\.record),
            notices: plan.notices + signed + remarks, started: UTCTime.text(time), mail: plan.selected.policy.mail,
            documentReader: decider.documents?.reader?.descriptor)
        let inputs = RunInputs(plan.selected, imagesRoot: plan.imagesRoot)
        return try await decide(try store.createRun(draft, inputs: inputs), gallery)
    }

    /// Hashes every photo and compares every row's request key with the finished run's.
    private func hasSameRequests(_ run: RunRecord) throws(AuditError) -> Bool {
        progress.update {
            $0.phase = .checking
            $0.rows = run.rows
        }
        var desk = try desk(of: run)
        var rows = try manifest(asOf: run.asOf).rows()
        while let row = try rows.next() {
            if let cause = stop.cause {
                throw AuditError(
                    .interrupted,
                    "\(cause.words) while comparing photos; nothing was changed: run the same command again")
            }
            guard try store.hasRequestKey(decider.key(row, desk.verdict(of: row)), run: run.id, row: row.row) else {
                return false
            }
        }
        return true
    }

    private var mailTemplates: [Outcome: String] {
        guard plan.selected.policy.mail != nil else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: Outcome.allCases.compactMap { outcome in
                plan.mailTemplate(outcome).map { (outcome, $0) }
            })
    }

    /// A desk with the run's own date: a resumed run keeps the one that it began with.
    private func desk(of run: RunRecord) throws(AuditError) -> IntakeDesk {
        IntakeDesk(intake, day: try day(of: run))
    }

    private func day(of run: RunRecord) throws(AuditError) -> CivilDate {
        guard let day = CivilDate(run.asOf) else { throw AuditError(.internalError, "run \(run.id) has no date") }
        return day
    }

    /// Rows that the gallery has to know of beforehand.
    private struct Census {
        var enrolments = 0
        var identifications = 0
    }

    /// Counts the rows that search or change the gallery. Costs a pass over the manifest, so only a policy with a gallery
    /// has it.
    private func census(asOf: String) throws(AuditError) -> Census {
        var census = Census()
        guard plan.selected.policy.gallery != nil else { return census }
        var rows = try manifest(asOf: asOf).rows()
        while let row = try rows.next() {
            guard case .request(let request) = row.content else { continue }
            if request.kind == .enrol { census.enrolments += 1 }
            if request.kind == .identify { census.identifications += 1 }
        }
        return census
    }

    /// Runs of the night before a run: they have had their parts of its budgets of alerts.
    private func earlier(_ run: RunRecord) throws(AuditError) -> EarlierSearches {
        try earlier(run.id, started: run.started)
    }

    private func earlier(_ run: Int?, started: String) throws(AuditError) -> EarlierSearches {
        try store.earlierSearches(run, since: UTCTime.text(started, minusHours: 24))
    }

    private func gallery(_ census: Census, _ earlier: EarlierSearches) throws(AuditError) -> Gallery? {
        guard plan.selected.policy.gallery != nil else { return nil }
        return try Gallery(
            store, policy: plan.selected.policy, matchers: plan.matchers.map(\.descriptor),
            probes: census.enrolments + census.identifications, share: NightShare(after: earlier.gallery),
            index: plan.index)
    }

    /// What looks at earlier requests and lists; nil for a policy that does not ask for it.
    private func watch(_ run: RunRecord) throws(AuditError) -> DuplicateWatch? {
        guard !plan.selected.policy.watched.isEmpty else { return nil }
        return try DuplicateWatch(
            store, policy: plan.selected.policy, matchers: plan.matchers.map(\.descriptor), run: run,
            rows: NightShare(after: try earlier(run).duplicates).probes(plan.manifest.rowCount),
            first: try store.lastDecidedRow(run: run.id) + 1, index: plan.index)
    }

    private func manifest(asOf: String) -> Manifest {
        var manifest = plan.manifest
        manifest.options.asOf = asOf
        return manifest
    }

    private func decide(_ run: RunRecord, _ gallery: Gallery?) async throws(AuditError) -> RunEnd {
        let resumes = try store.lastDecidedRow(run: run.id) > 0
        let pipeline = DecisionPipeline(store: store, progress: progress, stop: stop, lanes: plan.lanes)
        var desk = try desk(of: run)
        var decider = decider
        decider.judge.asOf = try day(of: run)
        let watch = WatchDesk(
            policy: plan.selected.policy, judge: decider.judge, gallery: gallery, watch: try watch(run))
        do throws(AuditError) {
            var rows = try manifest(asOf: run.asOf).rows()
            let finished = try await pipeline.complete(
                run,
                next: { () throws(AuditError) -> DecisionPipeline.Numbered<(ManifestRow, IntakeVerdict)>? in
                    guard let row = try rows.next() else { return nil }
                    return (row.row, (row, desk.verdict(of: row)))
                },
                look: { [decider] row throws(AuditError) in try await decider.look(at: row.0, row.1) },
                quarantine: { [decider] row throws(AuditError) in try await decider.quarantine(row.0, row.1) },
                conclude: { open throws(AuditError) in try await watch.decide(open) }, now: now)
            guard let finished else { return .interrupted(run) }
            // What an earlier start decided was addressed by its own options.
            if resumes { try store.readdress(run: run.id, templates: mailTemplates) }
            return .finished(finished)
        } catch {
            if error.code == .manifestChanged { try store.withdraw(run: run.id) }
            throw error
        }
    }
}
