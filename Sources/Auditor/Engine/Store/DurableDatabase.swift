import AuditCore
import GRDB

/// A SQLite file as this program opens every one that it writes: one connection and one process, the write-ahead log,
/// and a commit that survives a loss of power.
///
/// With `locking_mode=EXCLUSIVE` set before WAL there is no shared-memory file and no second writer, which keeps clear of
/// SQLite's WAL-reset defect (reliability.md 0). `synchronous=EXTRA` makes a commit durable in WAL and in the rollback
/// mode that SQLite falls back to when entering WAL fails.
struct DurableDatabase: Sendable {
    let path: String
    let queue: DatabaseQueue

    /// Opens a file that is there, maybe empty, sets the modes and reads them back: an error on the way into WAL shows only
    /// in the answer.
    /// - Parameters:
    ///   - label: for debugging.
    ///   - check: refuses a file that is another program's or of other tables.
    ///   - create: makes the tables of an empty file.
    init(
        path: String, label: String, check: (Database) throws -> Void, create: (Database) throws -> Void
    ) throws(AuditError) {
        self.path = path
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(label))
            try queue.writeWithoutTransaction { database in
                let isNew = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
                if !isNew { try check(database) }
                guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                    throw AuditError(.ioError, "SQLite did not enter WAL mode", at: SourceLocation(file: path))
                }
                try database.execute(sql: "PRAGMA synchronous = EXTRA")
                if isNew { try create(database) }
            }
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// Reads within one transaction; any error becomes an `AuditError`.
    func read<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        try naming { try queue.read(body) }
    }

    /// Writes within one transaction, all or nothing; any error becomes an `AuditError`.
    func write<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        try naming {
            try queue.writeWithoutTransaction { database in
                var result: T?
                // A savepoint, because a trial is one open transaction around everything.
                try database.inSavepoint {
                    result = try body(database)
                    return .commit
                }
                guard let result else { throw AuditError(.internalError, "a write has no result") }
                return result
            }
        }
    }

    /// Does something that begins or ends a transaction itself.
    func withoutTransaction<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        try naming { try queue.writeWithoutTransaction(body) }
    }

    /// Moves everything into the one file and empties the write-ahead log, so that no older content is left in it.
    func checkpoint() throws(AuditError) {
        try withoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    /// Writes everything into the one file and closes it; the write-ahead log is gone afterwards.
    func close() throws(AuditError) {
        try checkpoint()
        try naming { try queue.close() }
    }

    private func naming<T>(_ body: () throws -> T) throws(AuditError) -> T {
        do {
            return try body()
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    private static func configuration(_ label: String) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // For `AuditStore.trial`, which leaves a transaction open between calls.
        configuration.allowsUnsafeTransactions = true
        configuration.label = label
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }
}
