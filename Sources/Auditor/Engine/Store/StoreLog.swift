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

    /// The number of leaves that survive a loss of power; nil within a trial, which is taken back.
    func committedSize() throws(AuditError) -> Int? {
        try withoutTransaction { database in
            guard !database.isInsideTransaction else { return nil }
            return try Int.fetchOne(database, sql: "SELECT size FROM log_state")
        }
    }

    /// Signs the log as it stands and publishes the checkpoint beside the database; does nothing when the newest one says
    /// the same. What it covers is durable by then: a checkpoint must never outlive its leaves (reliability.md 4). The tree
    /// is grown from the one that was signed last, which the keys file keeps, so that whatever was done to the database
    /// meanwhile, only a continuation is signed.
    /// - Returns: the newest checkpoint.
    /// - Throws: `log_mismatch` when the leaves do not continue what was signed.
    @discardableResult
    public func signCheckpoint() throws(AuditError) -> String {
        let vault = try keys()
        let publicKey = try logKey()
        let seen = try vault.seenLog()
        let (note, range) = try write { database in
            let log = try LogAppender(database, vault)
            var tail = try LogTail(after: seen, database)
            guard try tail.read(to: log.size) == log.range else { throw LogContinuity.mismatch(path) }
            let stored = try String.fetchOne(
                database, sql: "SELECT note FROM log_checkpoint WHERE size = ?", arguments: [log.size])
            if let stored { return (stored, log.range) }
            let signer = try LogKey.signer(vault, publicKey: publicKey)
            let checkpoint = try LogCheckpoint(origin: signer.verifier.name, size: log.size, root: log.root)
            let note = try checkpoint.signed(by: signer).description
            try database.execute(sql: "INSERT INTO log_checkpoint VALUES (?, ?)", arguments: [log.size, note])
            return (note, log.range)
        }
        let file = PublishedCheckpoint(database: path)
        if try file.read()?.note != note { try file.write(note) }
        try vault.remember(checkpoint: note, of: range)
        return note
    }

    /// Signs what a kill left unsigned: every leaf but those of a run under way is signed in the moment after it is
    /// written.
    func signWhatIsOwed() throws(AuditError) {
        let isOwed = try read { database in
            let sql = "SELECT position, body FROM log_leaf ORDER BY position DESC LIMIT 1"
            guard let row = try Row.fetchOne(database, sql: sql) else { return false }
            switch try? LogLeaf(parsing: Blob.bytes(row["body"])) {
            case nil, .run, .decision: return false
            case .enrolment(let leaf) where leaf.decision != nil: return false
            case .end, .withdrawal, .erasure, .disclosure, .enrolment, .revocation, .list:
                let covered = try Int.fetchOne(database, sql: "SELECT max(size) FROM log_checkpoint") ?? 0
                return covered <= row["position"]
            }
        }
        if isOwed { try signCheckpoint() }
    }
}
