import AuditCore
import GRDB

/// A decision found by its request id, with what tells whether it is about the same request as another run's.
struct KeyedDecision {
    var id: Int64
    /// The run that decided.
    var run: Int
    var record: DecisionRecord
    var isRequest: Bool
}

/// Decisions in the order of their request ids: of rows with the same one the first, none without.
struct KeyedDecisions {
    /// Which decisions.
    enum Selection {
        /// Those of a run.
        case run(Int)
        /// Those that a run decided again, each of the run that it comes from.
        case decidedAgain(by: Int)
    }

    private let store: AuditStore
    private let selection: Selection
    private let checks = DecodedTexts<[CheckResult]>()
    private var page: [KeyedDecision] = []
    private var taken = 0
    private var last = ""
    private static let pageSize = 500

    init(store: AuditStore, _ selection: Selection) {
        self.store = store
        self.selection = selection
    }

    /// The next decision; nil after the last.
    mutating func next() throws(AuditError) -> KeyedDecision? {
        while true {
            if taken == page.count {
                page = try store.keyedDecisions(selection, after: last, limit: Self.pageSize, checks: checks)
                taken = 0
                guard !page.isEmpty else { return nil }
            }
            let decision = page[taken]
            taken += 1
            guard decision.record.requestID != last else { continue }
            last = decision.record.requestID
            return decision
        }
    }
}

extension AuditStore {
    fileprivate func keyedDecisions(
        _ selection: KeyedDecisions.Selection, after request: String, limit: Int, checks: DecodedTexts<[CheckResult]>
    ) throws(AuditError) -> [KeyedDecision] {
        let (run, sql) =
            switch selection {
            case .run(let run):
                (run, "SELECT * FROM decision WHERE run_id = ? AND request_id > ? ORDER BY request_id, row LIMIT ?")
            case .decidedAgain(let run):
                (
                    run,
                    """
                    SELECT source.* FROM decision JOIN decision AS source ON source.id = decision.source_id
                    WHERE decision.run_id = ? AND decision.request_id > ?
                    ORDER BY decision.request_id, decision.row LIMIT ?
                    """
                )
            }
        return try read { database in
            try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [run, request, limit]).map { row in
                KeyedDecision(
                    id: row["id"], run: row["run_id"], record: try StoredRun.decision(row, database, checks),
                    isRequest: row["is_request"])
            }
        }
    }

    /// Rows of a run that have no request id, or one that an earlier row has.
    func unkeyedRows(run: Int) throws(AuditError) -> Int {
        try read { database in
            let sql = "SELECT count(*) - count(DISTINCT nullif(request_id, '')) FROM decision WHERE run_id = ?"
            return try Int.fetchOne(database, sql: sql, arguments: [run]) ?? 0
        }
    }

    /// The lowest and the highest score of each matcher in some runs.
    func scoreRanges(runs: [Int]) throws(AuditError) -> [String: ClosedRange<Double>] {
        try read { database in
            let list = runs.map(String.init).joined(separator: ", ")
            let sql = """
                SELECT matcher, min(score), max(score) FROM score JOIN decision ON decision.id = score.decision_id
                WHERE run_id IN (\(list)) AND score IS NOT NULL GROUP BY matcher
                """
            var ranges: [String: ClosedRange<Double>] = [:]
            for row in try Row.fetchAll(database, sql: sql) {
                let (low, high): (Double, Double) = (row[1], row[2])
                ranges[row[0]] = low...high
            }
            return ranges
        }
    }
}
