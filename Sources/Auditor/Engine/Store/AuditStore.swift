public import AuditCore
import GRDB
import Glibc

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The one SQLite file: runs, decisions, scores, personal fields, face crops, outbox and the audit log; and beside it the
/// keys file, without which nothing personal in it can be read or written.
///
/// One connection, one process (`RunLock`): with `locking_mode=EXCLUSIVE` set before WAL there is no shared-memory
/// file and no second writer, which keeps clear of SQLite's WAL-reset defect (reliability.md 0). `synchronous=EXTRA`
/// makes a commit durable in WAL and in the rollback mode that SQLite falls back to when entering WAL fails.
public final class AuditStore: Sendable {
    /// The database file's path.
    public let path: String
    let queue: DatabaseQueue
    private let lock: RunLock
    private let vault: Vault?

    /// Opens a database, or makes one.
    /// - Parameters:
    ///   - mustExist: refuse to make a new file; for commands that only read.
    ///   - master: what the keys file is wrapped by; without it decisions can be read, but nothing personal, and nothing
    ///     can be decided.
    /// - Throws: `AuditError`: `locked` (another process), `input_missing`, `output_not_writable`,
    ///   `database_invalid`, `key_missing`, `key_invalid`, `log_invalid` (an older database than its checkpoint),
    ///   `io_error` or `disk_full`.
    public init(path: String, mustExist: Bool = false, master: MasterKey?) throws(AuditError) {
        let exists = FileManager.default.fileExists(atPath: path)
        if mustExist, !exists {
            throw AuditError(
                .inputMissing, "there is no such database; name one with --database",
                at: SourceLocation(file: path))
        }
        self.path = path
        lock = try RunLock(database: path)
        do {
            if !exists { try Self.createPrivately(path) }
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            let queue = queue
            try queue.writeWithoutTransaction { try Self.prepare($0, path: path) }
            vault = try master.map { master throws(AuditError) in
                try Self.openVault(of: queue, path: path, master: master)
            }
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// The keys.
    /// - Throws: `key_missing` when the store was opened without them.
    func keys() throws(AuditError) -> Vault {
        guard let vault else { throw AuditError(.keyMissing, "the database was opened without its keys") }
        return vault
    }

    /// Whether personal data can be read.
    var hasKeys: Bool { vault != nil }

    /// Writes everything into the one file and closes it; the write-ahead log is gone afterwards.
    public func close() throws(AuditError) {
        do {
            _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try queue.close()
            try vault?.close()
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// Reads within one transaction; any error becomes an `AuditError`.
    func read<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        do {
            return try queue.read(body)
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// Writes within one transaction, all or nothing; any error becomes an `AuditError`.
    func write<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        do {
            return try queue.writeWithoutTransaction { database in
                var result: T?
                // A savepoint, because a trial is one open transaction around everything.
                try database.inSavepoint {
                    result = try body(database)
                    return .commit
                }
                guard let result else { throw AuditError(.internalError, "a write has no result") }
                return result
            }
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// Does something and takes back all that it wrote, whether it succeeds or not: nobody else sees it at any time, and
    /// a kill takes it back as well.
    public func trial<T>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> sending T
    ) async throws -> sending T {
        let lastKey = try keys().lastKeyID
        try begin()
        do {
            let result = try await body()
            try rollback()
            try keys().discardKeys(after: lastKey)
            return result
        } catch {
            try rollback()
            try keys().discardKeys(after: lastKey)
            throw error
        }
    }

    private func begin() throws(AuditError) {
        do {
            try queue.writeWithoutTransaction { try $0.beginTransaction() }
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    private func rollback() throws(AuditError) {
        do {
            try queue.writeWithoutTransaction { try $0.rollback() }
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // For `trial`, which leaves a transaction open between calls.
        configuration.allowsUnsafeTransactions = true
        configuration.label = "audit"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// Decisions and faces are nobody else's business. Not by Foundation, which writes a temporary file first: a kill
    /// would leave it there.
    private static func createPrivately(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let isFull = errno == ENOSPC || errno == EDQUOT
            throw AuditError(
                isFull ? .diskFull : .outputNotWritable,
                "the database cannot be created here: \(systemError()); name another place with --database",
                at: SourceLocation(file: path))
        }
        Glibc.close(descriptor)
    }

    /// Sets the modes and reads them back: an error on the way into WAL shows only in the answer (reliability.md 0).
    private static func prepare(_ database: Database, path: String) throws {
        let isNew = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
        if !isNew { try StoreSchema.check(database, path: path) }
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
            throw AuditError(.ioError, "SQLite did not enter WAL mode", at: SourceLocation(file: path))
        }
        try database.execute(sql: "PRAGMA synchronous = EXTRA")
        if isNew {
            try database.execute(sql: "PRAGMA application_id = \(StoreSchema.applicationID)")
            try database.inTransaction {
                try StoreSchema.migrate(database)
                try database.execute(sql: "PRAGMA user_version = \(StoreSchema.version)")
                return .commit
            }
        }
    }
}
