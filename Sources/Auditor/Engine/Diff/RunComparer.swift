public import AuditCore

/// Compares two finished runs of one database, request by request, in memory that grows with the flips only.
public struct RunComparer {
    private let store: AuditStore
    private var diff: RunDiff
    private let earlier: KeyedDecisions.Selection
    /// By the run of the earlier decision.
    private let causes: [Int: FlipCauses]
    private var shifts: [String: ShiftTally] = [:]
    private var findings: [ReasonCode: RunDiff.FindingCount] = [:]

    private init(store: AuditStore, _ diff: RunDiff, earlier: KeyedDecisions.Selection) {
        self.store = store
        self.diff = diff
        self.earlier = earlier
        causes = Dictionary(diff.earlier.map { ($0.id, FlipCauses($0, diff.b)) }) { first, _ in first }
    }

    /// What differs between two runs.
    /// - Throws: `database_invalid`, `io_error`.
    public static func compare(_ a: RunRecord, _ b: RunRecord, in store: AuditStore) throws(AuditError) -> RunDiff {
        try compare(RunDiff(a: a, b: b), .run(a.id), in: store)
    }

    /// What differs between a run and the decisions that it decided again, of one run or of several.
    /// - Returns: nil for a manifest's run.
    /// - Throws: `database_invalid`, `io_error`.
    public static func compareWithSources(_ run: RunRecord, in store: AuditStore) throws(AuditError) -> RunDiff? {
        guard let replay = run.replay else { return nil }
        var sources: [RunRecord] = []
        for id in replay.sources { sources.append(try store.existingRun(id: id)) }
        guard let newest = sources.last else { return nil }
        if sources.count == 1 { return try compare(newest, run, in: store) }
        return try compare(RunDiff(a: newest, b: run, older: sources.dropLast()), .decidedAgain(by: run.id), in: store)
    }

    private static func compare(
        _ diff: RunDiff, _ earlier: KeyedDecisions.Selection, in store: AuditStore
    ) throws(AuditError) -> RunDiff {
        var comparer = RunComparer(store: store, diff, earlier: earlier)
        try comparer.walk()
        return comparer.diff
    }

    private mutating func walk() throws(AuditError) {
        for (matcher, range) in try store.scoreRanges(runs: diff.earlier.map(\.id) + [diff.b.id]) {
            shifts[matcher] = ShiftTally(range)
        }
        diff.unkeyed = try unkeyed()
        var earlier = KeyedDecisions(store: store, earlier)
        var later = KeyedDecisions(store: store, .run(diff.b.id))
        var a = try earlier.next()
        var b = try later.next()
        while a != nil || b != nil {
            // SQLite orders texts by their bytes, and so must this.
            if let one = a, b.map({ isBefore(one, $0) }) ?? true {
                try add(one, nil)
                a = try earlier.next()
            } else if let one = b, a.map({ isBefore(one, $0) }) ?? true {
                try add(nil, one)
                b = try later.next()
            } else {
                try add(a, b)
                a = try earlier.next()
                b = try later.next()
            }
        }
        diff.shifts = (diff.b.matchers + diff.a.matchers).map(\.name).reduce(into: []) { list, name in
            guard !list.contains(where: { $0.matcher == name }), let shift = shifts[name]?.shift(name) else { return }
            list.append(shift)
        }
        diff.findings = ReasonCode.allCases.compactMap { findings[$0] }
    }

    private func unkeyed() throws(AuditError) -> Int {
        let later = try store.unkeyedRows(run: diff.b.id)
        // Older duplicates among several runs were not decided again and do not count.
        guard diff.earlier.count == 1 else { return later }
        let before = try store.unkeyedRows(run: diff.a.id)
        return diff.a.manifestSHA256 == diff.b.manifestSHA256 ? max(before, later) : before + later
    }

    private func isBefore(_ a: KeyedDecision, _ b: KeyedDecision) -> Bool {
        a.record.requestID.utf8.lexicographicallyPrecedes(b.record.requestID.utf8)
    }

    private mutating func add(_ a: KeyedDecision?, _ b: KeyedDecision?) throws(AuditError) {
        count(findingsOf: a, b)
        let scores = scoreChanges(a, b)
        if let a, let b {
            diff.compared += 1
            diff.matrix[a.record.outcome, default: [:]][b.record.outcome, default: 0] += 1
            for change in scores { shifts[change.matcher]?.add(change) }
            guard a.record.outcome != b.record.outcome else {
                diff.unchanged += 1
                return
            }
        } else if a == nil {
            diff.new += 1
        } else {
            diff.gone += 1
        }
        let why: [RunDiff.Cause]
        if let a, let b {
            why = causes[a.run]?.causes(a, b, scores: scores, hasSameData: try hasSameData(a, b)) ?? []
        } else {
            why = [a == nil ? .new : .gone]
        }
        diff.flips.append(
            RunDiff.Flip(
                requestID: (b ?? a)?.record.requestID ?? "", from: a?.record.outcome, to: b?.record.outcome,
                causes: why, runA: a?.run,
                rowA: a?.record.row, rowB: b?.record.row, reasonsA: a?.record.reasons.map(\.code) ?? [],
                reasonsB: b?.record.reasons.map(\.code) ?? [], scores: scores))
    }

    private func scoreChanges(_ a: KeyedDecision?, _ b: KeyedDecision?) -> [RunDiff.ScoreChange] {
        let (before, now) = (a?.record.comparisons ?? [], b?.record.comparisons ?? [])
        let names = (now + before).map(\.matcher).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return names.compactMap { name in
            RunDiff.ScoreChange(before.first { $0.matcher == name }, now.first { $0.matcher == name })
        }
    }

    private func hasSameData(_ a: KeyedDecision, _ b: KeyedDecision) throws(AuditError) -> Bool {
        guard a.record.kind == b.record.kind, a.isRequest == b.isRequest else { return false }
        return try store.haveSamePersonalData(a.id, b.id)
    }

    /// A finding is a request with a reason above `info`.
    private mutating func count(findingsOf a: KeyedDecision?, _ b: KeyedDecision?) {
        func codes(_ decision: KeyedDecision?) -> Set<ReasonCode> {
            Set(decision?.record.reasons.filter { $0.severity > .info }.map(\.code) ?? [])
        }
        let (before, now) = (codes(a), codes(b))
        let request = (b ?? a)?.record.requestID ?? ""
        for code in before.union(now).sorted(by: { $0.rawValue < $1.rawValue }) {
            var count = findings[code] ?? RunDiff.FindingCount(code: code)
            switch (before.contains(code), now.contains(code)) {
            case (true, true): count.stillOpen += 1
            case (false, true):
                count.new += 1
                diff.findingChanges.append(.init(requestID: request, code: code, change: .new))
            case (true, false) where b != nil:
                count.resolved += 1
                diff.findingChanges.append(.init(requestID: request, code: code, change: .resolved))
            default: continue
            }
            findings[code] = count
        }
    }
}
