import AuditCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Takes the undecided rows of a run to their decisions and records these in the rows' order, whatever order they finish
/// in. Where rows come from and how one is decided is the caller's.
struct DecisionPipeline: Sendable {
    let store: AuditStore
    let progress: RunProgress
    let stop: StopRequest
    /// How many requests may be in work at once.
    let lanes: Int

    /// A row with its number, from 1.
    typealias Numbered<Row> = (number: Int, row: Row)

    /// Decides what is undecided and finishes the run.
    /// - Parameters:
    ///   - run: An unfinished run.
    ///   - next: The next row in order, from the first one on; nil after the last.
    ///   - look: Looks at one row; throws only when no row can be decided any more.
    ///   - quarantine: Decides a row that has ended earlier starts, without working on it (docs/durability.md).
    ///   - conclude: Decides one row that was left open, in the rows' order, as one after another.
    ///   - now: The time of finishing.
    /// - Returns: The finished run; nil when asked to stop.
    func complete<Row: Sendable>(
        _ run: RunRecord, next: () throws(AuditError) -> Numbered<Row>?,
        look: @escaping @Sendable (Row) async throws(AuditError) -> LookedRow,
        quarantine: @escaping @Sendable (Row) async throws(AuditError) -> DecidedRow,
        conclude: @escaping BatchCommitter.Conclusion, now: () -> Date
    ) async throws(AuditError) -> RunRecord? {
        let first = try store.lastDecidedRow(run: run.id) + 1
        let counts = try store.counts(run: run.id)
        progress.update {
            $0.phase = .deciding
            $0.run = run.id
            $0.rows = run.rows
            $0.decided = first - 1
            $0.resumedFrom = first - 1
            $0.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
        }
        progress.meter.begin(after: run.measurements)
        let suspicion = try store.beginAttempt(run: run.id)
        do throws(AuditError) {
            try await decideRows(
                of: run, from: first, suspicion, next: next,
                look: { number, row throws(AuditError) in
                    guard number == suspicion.quarantined else { return try await look(row) }
                    return .decided(try await quarantine(row))
                }, conclude: conclude)
        } catch {
            try? store.endAttempt(run: run.id)
            throw error
        }
        try store.record(progress.meter.measurements, run: run.id)
        guard !stop.isMade || progress.snapshot.decided == run.rows else {
            try store.endAttempt(run: run.id)
            return nil
        }
        try store.finish(run: run.id, at: UTCTime.text(now()))
        guard let finished = try store.run(id: run.id) else {
            throw AuditError(.internalError, "run \(run.id) is gone")
        }
        return finished
    }

    /// Keeps a bounded window of rows in work, puts the results back into order, and commits them in batches. What an
    /// earlier start that ended without a word may have worked on is decided one row at a time, each written down before
    /// and committed after it: if it happens again, the row is known.
    private func decideRows<Row: Sendable>(
        of run: RunRecord, from first: Int, _ suspicion: Suspicion, next: () throws(AuditError) -> Numbered<Row>?,
        look: @escaping @Sendable (Int, Row) async throws(AuditError) -> LookedRow,
        conclude: @escaping BatchCommitter.Conclusion
    ) async throws(AuditError) {
        let gate = LaneGate(lanes: lanes)
        // A row may carry photos inline, so hardly more are in work than lanes; results are small, so many may wait for
        // a slow row before them, but not without bound.
        let inWorkLimit = lanes + 2
        let window = lanes * 32
        let firstBeyondDoubt = suspicion.isolates ? first + window + inWorkLimit + AuditRunner.batchSize : first
        var lastRow = first - 1
        var committer = BatchCommitter(
            store: store, run: run.id, progress: progress, first: first, conclude: conclude)
        let failure = await withTaskGroup(of: Result<LookedRow, AuditError>.self) { group -> AuditError? in
            var inWork = 0
            do throws(AuditError) {
                while true {
                    let isAlone = committer.nextRow < firstBeyondDoubt
                    while inWork < (isAlone ? 1 : inWorkLimit), lastRow - committer.nextRow < window, !stop.isMade,
                        let (number, row) = try next()
                    {
                        guard number >= first else { continue }
                        if isAlone { try store.noteAlone(run: run.id, row: number) }
                        inWork += 1
                        progress.meter.note(inWork: inWork, waiting: committer.waiting)
                        lastRow = number
                        group.addTask {
                            await gate.enter()
                            let result: Result<LookedRow, AuditError>
                            do throws(AuditError) {
                                result = .success(try await look(number, row))
                            } catch {
                                result = .failure(error)
                            }
                            await gate.leave()
                            return result
                        }
                    }
                    guard let result = await group.next() else { break }
                    inWork -= 1
                    try await committer.add(try result.get())
                    if isAlone { try committer.flush() }
                    progress.meter.note(inWork: inWork, waiting: committer.waiting)
                }
                try committer.flush()
                return nil
            } catch {
                // What was decided in order before the failure is kept, unless keeping it is what failed.
                if ![.diskFull, .ioError, .manifestChanged].contains(error.code) { try? committer.flush() }
                return error
            }
        }
        if let failure { throw failure }
    }
}
