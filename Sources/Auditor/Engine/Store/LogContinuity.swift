import AuditCore
import GRDB

/// Whether a database goes on from what its keys file has seen of it: the same leaves and maybe more, never fewer or
/// others. Decided before anything is added, signed or destroyed.
struct LogContinuity {
    private let file: DurableDatabase
    private let vault: Vault
    private let key: String

    /// - Parameter key: the log's public key.
    init(_ file: DurableDatabase, _ vault: Vault, key: String) {
        self.file = file
        self.vault = vault
        self.key = key
    }

    /// Refuses to begin a new log with keys that sealed something already: they would be swept away as unused, and the
    /// database that they belong to may still come back.
    /// - Throws: `log_invalid`.
    static func refuseUsed(_ vault: Vault) throws {
        guard try vault.lastKeyID > 0 || vault.seenLog() != SeenLog() else { return }
        throw AuditError(
            .logInvalid,
            "the database is new, but these keys were used by another one: put that database back; to begin anew, name a "
                + "new one with --database, or move the keys file and the published checkpoint away as well",
            at: SourceLocation(file: vault.path))
    }

    /// - Throws: `log_invalid` for a database that is older than its keys or its published checkpoint, or another history
    ///   of the same log; `log_mismatch` for leaves that are not those that were logged.
    func check() throws {
        let seen = try vault.seenLog()
        let (range, notes) = try file.read { database in
            let log = try LogAppender(database, vault)
            guard log.size >= max(seen.size, seen.committed) else { throw rolledBack(log.size, seen) }
            let notes = try Row.fetchAll(
                database, sql: "SELECT size, note FROM log_checkpoint WHERE size >= ? ORDER BY size",
                arguments: [seen.size]
            ).map { (size: $0["size"] as Int, note: $0["note"] as String) }
            return (log.range, notes)
        }
        if seen.size > 0, notes.first?.note != seen.note {
            throw AuditError(
                .logInvalid,
                "the keys file has seen a checkpoint of \(seen.size) leaves that the database lacks: the log was forked, "
                    + "or checkpoints were removed; find out which copy is true before anything is added",
                at: SourceLocation(file: file.path))
        }
        let newer = notes.filter { $0.size > seen.size }
        try file.read { database in
            // A checkpoint that the keys file has not seen is what a kill left, if its signature and root say so.
            var tail = try LogTail(after: seen, database)
            for (size, note) in newer { try accept(note, of: size, try tail.read(to: size)) }
            guard try tail.read(to: range.size) == range else { throw Self.mismatch(file.path) }
        }
        try checkPublished(size: range.size, newest: notes.last)
        if let last = newer.last {
            let tree = try file.read { try LogTail(after: seen, $0).reading(to: last.size) }
            try vault.remember(checkpoint: last.note, of: tree)
        }
    }

    static func mismatch(_ path: String) -> AuditError {
        AuditError(
            .logMismatch,
            "leaves of the log are not those that were logged, so nothing is added to it: see `auditor log verify`, and put "
                + "the newest good copy of the database back", at: SourceLocation(file: path))
    }

    private func accept(_ note: String, of size: Int, _ range: CompactRange) throws {
        let checkpoint = try? LogCheckpoint(
            note: SignedNote(parsing: note.utf8), verifiedBy: NoteVerifier(parsing: key.utf8))
        guard checkpoint?.size == size, checkpoint?.root == range.root else { throw Self.mismatch(file.path) }
    }

    private func rolledBack(_ size: Int, _ seen: SeenLog) -> AuditError {
        AuditError(
            .logInvalid,
            "the database is older than its keys: its log has \(size) leaves, and the keys file has seen "
                + "\(max(seen.size, seen.committed)); it was put back from a backup. Nothing was changed, and no key was "
                + "destroyed. Put the newest copy back; to go on knowingly without it, begin a new database",
            at: SourceLocation(file: file.path))
    }

    /// A database that is older than the last checkpoint that was published beside it was put back from a backup, or cut:
    /// going on would sign another history of the same log. A missing one is written again, since by now the keys file
    /// agrees with the database.
    private func checkPublished(size: Int, newest: (size: Int, note: String)?) throws {
        let published = PublishedCheckpoint(database: file.path)
        guard let found = try published.read() else {
            if let newest { try published.write(newest.note) }
            return
        }
        if found.size > size {
            throw AuditError(
                .logInvalid,
                "the database's log has \(size) leaves, but a checkpoint of \(found.size) was published: the database was "
                    + "rolled back; put the newest copy back, or begin a new database",
                at: SourceLocation(file: published.path))
        }
        let own = try file.read { database in
            try String.fetchOne(
                database, sql: "SELECT note FROM log_checkpoint WHERE size = ?", arguments: [found.size])
        }
        guard own == found.note else {
            throw AuditError(
                .logInvalid,
                "the database has another checkpoint of \(found.size) leaves than was published: the log was forked; "
                    + "find out which one is true before anything is added", at: SourceLocation(file: published.path))
        }
    }
}

/// The tree grown from what the keys file has seen by the leaves that came after: the leaves before it need not be read
/// again, and nothing that is signed can rest on edited ones.
struct LogTail {
    private let leaves: RowCursor
    private var range: CompactRange

    init(after seen: SeenLog, _ database: Database) throws {
        range = try seen.range()
        leaves = try Row.fetchCursor(
            database, sql: "SELECT position, body FROM log_leaf WHERE position >= ? ORDER BY position",
            arguments: [seen.size])
    }

    /// The tree of so many leaves; of fewer when some are missing.
    mutating func read(to size: Int) throws -> CompactRange {
        while range.size < size, let row = try leaves.next() {
            guard row["position"] == range.size else { break }
            range.append(MerkleTree.leafHash(Blob.bytes(row["body"])))
        }
        return range
    }

    /// The same of a tail that is read once.
    consuming func reading(to size: Int) throws -> CompactRange { try read(to: size) }
}
