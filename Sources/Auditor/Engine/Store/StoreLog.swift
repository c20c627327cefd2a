public import AuditCore
import GRDB

extension AuditStore {
    /// The public key of the log, in the form `name+keyid+key` (c2sp.org/signed-note).
    public func logKey() throws(AuditError) -> String {
        let key = try read { try String.fetchOne($0, sql: "SELECT public_key FROM log_state") }
        guard let key else {
            throw AuditError(.logInvalid, "the database has no log yet", at: SourceLocation(file: path))
        }
        return key
    }

    /// The number of leaves in the log.
    public func logSize() throws(AuditError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT size FROM log_state") } ?? 0
    }

    /// The newest checkpoint, a signed note; nil before the first run has ended.
    public func newestCheckpoint() throws(AuditError) -> String? {
        try read { try String.fetchOne($0, sql: "SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1") }
    }

    /// The first checkpoint that a finished run's last leaf is under; nil for one that has none yet.
    public func checkpoint(run id: Int) throws(AuditError) -> String? {
        try read { database in
            let sql = """
                SELECT note FROM log_checkpoint JOIN run ON log_checkpoint.size > run.end_leaf WHERE run.id = ?
                ORDER BY log_checkpoint.size LIMIT 1
                """
            return try String.fetchOne(database, sql: sql, arguments: [id])
        }
    }

    /// Signs the log as it stands and publishes the checkpoint beside the database; does nothing when the newest one says
    /// the same. What it covers is durable by then: a checkpoint must never outlive its leaves (reliability.md 4).
    /// - Returns: the newest checkpoint.
    @discardableResult
    public func signCheckpoint() throws(AuditError) -> String {
        let vault = try keys()
        let publicKey = try logKey()
        let note = try write { database in
            let log = try LogAppender(database)
            let stored = try String.fetchOne(
                database, sql: "SELECT note FROM log_checkpoint WHERE size = ?", arguments: [log.size])
            if let stored { return stored }
            let signer = try LogKey.signer(vault, publicKey: publicKey)
            let checkpoint = try LogCheckpoint(origin: signer.verifier.name, size: log.size, root: log.root)
            let note = try checkpoint.signed(by: signer).description
            try database.execute(sql: "INSERT INTO log_checkpoint VALUES (?, ?)", arguments: [log.size, note])
            return note
        }
        let file = PublishedCheckpoint(database: path)
        if try file.read()?.note != note { try file.write(note) }
        return note
    }
}
