import AuditCore
import GRDB

/// Level 3 (reliability.md 4): the tables say what the leaves say, nothing is there that no leaf is about, and what is
/// gone has its tombstone. Takes the leaves once, in their order.
struct RecordCheck {
    private let database: Database
    private var runs: [Int: RunState] = [:]
    /// Leaves whose record is not as it was logged; an erasure that comes later may explain it.
    private var altered: Set<Int> = []
    /// Leaves whose personal data is gone; the same.
    private var emptied: Set<Int> = []
    private var gallery = GalleryCheck()
    /// The newest decision's leaf.
    private var lastDecision: Int?

    private struct RunState {
        var id: Int
        var rows: Int
        var counts: [String: Int] = [:]
        var decided = 0
        /// The first leaf whose decision is not there; a withdrawal that comes later may explain it.
        var missing: Int?
        var hasEnded = false
        var isWithdrawn = false
    }

    init(_ database: Database) { self.database = database }

    mutating func add(_ leaf: LogLeaf, at index: Int, into result: inout LogVerification) throws {
        switch leaf {
        case .run(let leaf): try run(leaf, index, &result)
        case .decision(let leaf): try decision(leaf, index, &result)
        case .end(let leaf): try end(leaf, index, &result)
        case .withdrawal(let leaf):
            guard let run = runs[leaf.run], !run.hasEnded, !run.isWithdrawn else {
                return result.add(
                    LogFinding(.leafInvalid, leaf: index, "a withdrawal is about no run that can be withdrawn"))
            }
            runs[leaf.run]?.isWithdrawn = true
        case .erasure(let leaf): try erasure(leaf, index, &result)
        case .disclosure(let leaf):
            guard let run = runs[leaf.run], run.hasEnded, leaf.requests == run.rows else {
                return result.add(LogFinding(.leafInvalid, leaf: index, "a disclosure is about no finished run"))
            }
        case .enrolment(let leaf): gallery.add(leaf, index, follows: lastDecision == index - 1, into: &result)
        case .revocation(let leaf): gallery.add(leaf, index, into: &result)
        case .list(let leaf): gallery.add(leaf, index, into: &result)
        }
    }

    /// What an erasure left of its decisions is what its leaf says, and explains what their own leaves no longer do.
    private mutating func erasure(_ leaf: ErasureLeaf, _ index: Int, _ result: inout LogVerification) throws {
        guard zip(leaf.decisions, leaf.decisions.dropFirst()).allSatisfy(<), leaf.decisions.allSatisfy({ $0 < index })
        else {
            return result.add(LogFinding(.leafInvalid, leaf: index, "an erasure is not about decisions before it"))
        }
        result.erased += leaf.decisions.count
        gallery.erase(leaf.subjects, index, into: &result)
        var evidence: [String] = []
        for decision in leaf.decisions {
            // One that is not there at all is found, or withdrawn, with its run.
            guard let columns = try DecisionColumns.fetch(leaf: decision, database) else { continue }
            evidence.append(columns.evidence)
            altered.remove(decision)
            if emptied.remove(decision) == nil {
                result.add(
                    LogFinding(
                        .erasureMismatch, leaf: decision,
                        "an erasure was logged, but the personal data is there"))
            }
        }
        if evidence.count == leaf.decisions.count, DecisionColumns.evidence(ofErased: evidence) != leaf.evidence {
            result.add(
                LogFinding(.recordMismatch, leaf: index, "a decision was changed after its personal data was erased"))
        }
    }

    private mutating func run(_ leaf: RunLeaf, _ index: Int, _ result: inout LogVerification) throws {
        runs[index] = RunState(id: leaf.id, rows: leaf.rows)
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT id, key, manifest_sha256, rows FROM run WHERE leaf = ?"),
            arguments: [index])
        guard let row, row["id"] == leaf.id else {
            return result.add(LogFinding(.recordMissing, leaf: index, "run \(leaf.id) is not in the database"))
        }
        let isSame =
            row["key"] == leaf.key && row["manifest_sha256"] == leaf.manifest && row["rows"] == leaf.rows
            && leaf.size == index
        if try !isSame || RunColumns(run: leaf.id, database).digest != leaf.columns {
            result.add(LogFinding(.recordMismatch, leaf: index, "run \(leaf.id) was changed after it was logged"))
        }
    }

    private mutating func decision(_ leaf: DecisionLeaf, _ index: Int, _ result: inout LogVerification) throws {
        guard var run = runs[leaf.run], !run.hasEnded, !run.isWithdrawn, leaf.row == run.decided + 1 else {
            return result.add(
                LogFinding(.leafInvalid, leaf: index, "a decision is not in its place among those of its run"))
        }
        defer { runs[leaf.run] = run }
        lastDecision = index
        run.decided += 1
        run.counts[leaf.outcome, default: 0] += 1
        let sql = """
            SELECT decision.*, personal.decision_id IS NOT NULL AS has_personal FROM decision
            LEFT JOIN personal ON personal.decision_id = decision.id WHERE leaf = ?
            """
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [index]) else {
            run.missing = run.missing ?? index
            return
        }
        result.decisions += 1
        let columns = try DecisionColumns(row, database)
        if columns.run != run.id || columns.row != leaf.row || columns.outcome != leaf.outcome
            || (try? JSONText.decode([ReasonCodeOnly].self, columns.reasons).map(\.code)) != leaf.reasons
            || columns.scores.map({ [$0.matcher, DecisionLeaf.score($0.score)] }) != leaf.scores
        {
            result.add(
                LogFinding(
                    .recordMismatch, leaf: index,
                    "row \(leaf.row) of run \(run.id): outcome, reasons or scores are not those that were logged"))
        } else if columns.evidence != leaf.evidence {
            altered.insert(index)
        }
        if !(row["has_personal"] as Bool) { emptied.insert(index) }
    }

    private mutating func end(_ leaf: EndLeaf, _ index: Int, _ result: inout LogVerification) throws {
        guard let run = runs[leaf.run], !run.hasEnded, !run.isWithdrawn, run.decided == run.rows,
            run.counts == leaf.counts
        else {
            return result.add(
                LogFinding(.leafInvalid, leaf: index, "the end of a run does not fit the decisions that were logged"))
        }
        runs[leaf.run]?.hasEnded = true
        let row = try Row.fetchOne(
            database, sql: "SELECT state, finished, end_leaf FROM run WHERE id = ?", arguments: [run.id])
        guard let row, row["state"] == "finished", row["finished"] as String? == leaf.finished,
            row["end_leaf"] as Int? == index
        else {
            return result.add(LogFinding(.recordMismatch, leaf: index, "the end of run \(run.id) was changed"))
        }
    }

    /// What only shows when all leaves are read.
    mutating func finish(into result: inout LogVerification) throws {
        for (_, run) in runs.sorted(by: { $0.key < $1.key }) {
            if let missing = run.missing, !run.isWithdrawn {
                result.add(
                    LogFinding(.recordMissing, leaf: missing, "run \(run.id): a decision is not in the database"))
            }
            try checkState(run, into: &result)
        }
        for index in altered.sorted() {
            result.add(LogFinding(.recordMismatch, leaf: index, "a decision was changed after it was logged"))
        }
        for index in emptied.sorted() {
            result.add(LogFinding(.erasureMismatch, leaf: index, "personal data is gone, and no erasure was logged"))
        }
        try gallery.finish(database, into: &result)
        let decisions = try Int.fetchOne(database, sql: "SELECT count(*) FROM decision") ?? 0
        let runRows = try Int.fetchOne(database, sql: "SELECT count(*) FROM run") ?? 0
        if decisions > result.decisions {
            result.add(
                LogFinding(.recordMissing, "\(decisions - result.decisions) decisions are in no leaf of the log"))
        }
        if runRows > runs.count {
            result.add(LogFinding(.recordMissing, "\(runRows - runs.count) runs are in no leaf of the log"))
        }
    }

    /// What of a run changes after its leaf.
    private func checkState(_ run: RunState, into result: inout LogVerification) throws {
        let sql = """
            SELECT state, finished IS NULL AND end_leaf IS NULL AS is_open,
                EXISTS (SELECT 1 FROM decision WHERE run_id = run.id) AS has_decisions
            FROM run WHERE id = ?
            """
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [run.id]) else { return }
        let expected = run.isWithdrawn ? "withdrawn" : run.hasEnded ? "finished" : "unfinished"
        let (state, isOpen, hasDecisions): (String, Bool, Bool) = (row[0], row[1], row[2])
        if state != expected || isOpen == run.hasEnded || (run.isWithdrawn && hasDecisions) {
            result.add(
                LogFinding(.recordMismatch, "run \(run.id) is \(state), but the log says \(expected)"))
        }
    }

    private struct ReasonCodeOnly: Decodable {
        var code: String
    }
}
