public import AuditCore
import GRDB

extension AuditStore {
    /// What was kept of a finished run's figures; nil when nothing was.
    public func summary(run id: Int) throws(AuditError) -> String? {
        try read { try String.fetchOne($0, sql: "SELECT body FROM summary WHERE run_id = ?", arguments: [id]) }
    }

    /// Keeps a run's figures, so that a night need not read all decisions of the nights before it. They can be made again
    /// from the decisions at any time.
    public func keep(summary: String, run id: Int) throws(AuditError) {
        try write {
            try $0.execute(sql: "INSERT OR REPLACE INTO summary VALUES (?, ?)", arguments: [id, summary])
        }
    }
}
