public import AuditCore
import GRDB

extension AuditStore {
    /// Number of a run's requests with each reason; a request counts once for a reason that it has twice.
    public func reasonCounts(run id: Int) throws(AuditError) -> [ReasonCode: Int] {
        try read { database in
            let sql = """
                SELECT json_extract(reason.value, '$.code') AS code, count(DISTINCT decision.id)
                FROM decision, json_each(decision.reasons) AS reason WHERE run_id = ? GROUP BY code
                """
            var counts: [ReasonCode: Int] = [:]
            for row in try Row.fetchAll(database, sql: sql, arguments: [id]) {
                guard let code = ReasonCode(rawValue: row[0]) else {
                    throw AuditError(.databaseInvalid, "a decision has an unknown reason")
                }
                counts[code] = row[1]
            }
            return counts
        }
    }

    /// Number of a run's comparisons by matcher: with a score, and without.
    public func scoreCounts(run id: Int) throws(AuditError) -> [String: (present: Int, missing: Int)] {
        try read { database in
            let sql = """
                SELECT matcher, count(score), count(*) - count(score)
                FROM score JOIN decision ON decision.id = score.decision_id WHERE run_id = ? GROUP BY matcher
                """
            var counts: [String: (present: Int, missing: Int)] = [:]
            for row in try Row.fetchAll(database, sql: sql, arguments: [id]) { counts[row[0]] = (row[1], row[2]) }
            return counts
        }
    }
}
