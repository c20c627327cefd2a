public import AuditCore

/// Compares two finished runs of one database, request by request, in memory that grows with the flips only.
public struct RunComparer {
    private let store: AuditStore
    private var diff: RunDiff
    private let causes: FlipCauses
    private var shifts: [String: ShiftTally] = [:]
    private var findings: [ReasonCode: RunDiff.FindingCount] = [:]

    private init(store: AuditStore, _ a: RunRecord, _ b: RunRecord) {
        self.store = store
        diff = RunDiff(a: a, b: b)
        causes = FlipCauses(a, b)
    }

    /// What differs between two runs.
    /// - Throws: `database_invalid`, `io_error`.
    public static func compare(_ a: RunRecord, _ b: RunRecord, in store: AuditStore) throws(AuditError) -> RunDiff {
        var comparer = RunComparer(store: store, a, b)
        try comparer.walk()
        return comparer.diff
    }

    private mutating func walk() throws(AuditError) {
        for (matcher, range) in try store.scoreRanges(runs: [diff.a.id, diff.b.id]) {
            shifts[matcher] = ShiftTally(range)
        }
        diff.unkeyed = try store.unkeyedRows(run: diff.a.id) + store.unkeyedRows(run: diff.b.id)
        var earlier = KeyedDecisions(store: store, run: diff.a.id)
        var later = KeyedDecisions(store: store, run: diff.b.id)
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
            why = causes.causes(a, b, scores: scores, hasSameData: try hasSameData(a, b))
        } else {
            why = [a == nil ? .new : .gone]
        }
        diff.flips.append(
            RunDiff.Flip(
                requestID: (b ?? a)?.record.requestID ?? "", from: a?.record.outcome, to: b?.record.outcome,
                causes: why,
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
        for code in before.union(now) {
            var count = findings[code] ?? RunDiff.FindingCount(code: code)
            switch (before.contains(code), now.contains(code)) {
            case (true, true): count.stillOpen += 1
            case (false, true): count.new += 1
            case (true, false) where b != nil: count.resolved += 1
            default: continue
            }
            findings[code] = count
        }
    }
}
