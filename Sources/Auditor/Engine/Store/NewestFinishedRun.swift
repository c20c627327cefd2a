public import AuditCore
import GRDB

extension AuditStore {
    /// The run that finished last; nil when none has. A resumed run may have finished after a newer one.
    public func newestFinishedRun() throws(AuditError) -> RunRecord? {
        try read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM run WHERE state = 'finished' ORDER BY finished DESC, id DESC LIMIT 1"
            ).map(Self.runRecord)
        }
    }
}
