import AuditCore
import GRDB

/// What the keys file has seen of its database's log, under a code that only who has the master key can make. A database
/// that has less was put back from a backup; one that has other leaves was forged. The record may lag behind the
/// database, by what a kill left, and never leads it.
struct SeenLog: Equatable, Sendable {
    /// Leaves under the newest checkpoint that was signed; 0 before the first.
    var size = 0
    /// The tree's state at that size (`CompactRange.encoded`): whatever is signed next goes on from here.
    var frontier: [UInt8] = []
    /// The checkpoint; empty before the first.
    var note = ""
    /// Leaves that were committed when data keys were last made.
    var committed = 0

    /// The tree at that size.
    /// - Throws: `LogError.malformed`.
    func range() throws(LogError) -> CompactRange { try CompactRange(size: size, encoded: frontier) }

    /// Reads the record.
    /// - Throws: `key_invalid` for one that is missing or was changed.
    init(_ database: Database, by secret: KeyedSecret, path: String) throws {
        let row = try Row.fetchOne(database, sql: "SELECT size, frontier, note, committed, mac FROM seen")
        self.init()
        if let row {
            (size, note, committed) = (row["size"], row["note"], row["committed"])
            frontier = Blob.bytes(row["frontier"])
        }
        guard let row, Blob.bytes(row["mac"]) == code(secret) else {
            throw AuditError(
                .keyInvalid, "what the keys file has seen of the log was changed; put the file back from its backup",
                at: SourceLocation(file: path))
        }
    }

    /// A log of which nothing was seen.
    init() {}

    /// Writes the record in the place of the one before.
    func save(to database: Database, by secret: KeyedSecret) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO seen VALUES (1, ?, ?, ?, ?, ?)",
            arguments: [size, Blob.data(frontier), note, committed, Blob.data(code(secret))])
    }

    private func code(_ secret: KeyedSecret) -> [UInt8] {
        // The note is last, so that no text can be read as another field.
        let text = "\(size)\n\(committed)\n\(Hexadecimal.text(frontier))\n\(note)"
        return secret.digest("log-seen/1", Array(text.utf8))
    }
}

extension Vault {
    /// What was seen of the log.
    /// - Throws: `key_invalid`, `io_error`.
    func seenLog() throws(AuditError) -> SeenLog {
        try read { try SeenLog($0, by: secret, path: path) }
    }

    /// Records a signed checkpoint; does nothing when a newer one was recorded, or the same.
    /// - Throws: `key_invalid`, `disk_full`, `io_error`.
    func remember(checkpoint note: String, of range: CompactRange) throws(AuditError) {
        guard try seenLog().size < range.size else { return }
        try write { database in
            var seen = try SeenLog(database, by: secret, path: path)
            (seen.size, seen.frontier, seen.note) = (range.size, range.encoded, note)
            try seen.save(to: database, by: secret)
        }
    }

    /// Records within the transaction in which keys are made how many leaves are durable by now: no write of its own.
    func remember(committed: Int, _ database: Database) throws {
        var seen = try SeenLog(database, by: secret, path: path)
        guard seen.committed < committed else { return }
        seen.committed = committed
        try seen.save(to: database, by: secret)
    }
}
