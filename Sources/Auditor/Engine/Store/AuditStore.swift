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
/// One connection (`DurableDatabase`), one process (`RunLock`).
public final class AuditStore: Sendable {
    /// The database file's path.
    public let path: String
    private let file: DurableDatabase
    private let lock: RunLock
    private let vault: Vault?

    /// Opens a database, or makes one.
    /// - Parameters:
    ///   - mustExist: refuse to make a new file; for commands that only read.
    ///   - master: what the keys file is wrapped by; without it decisions can be read, but nothing personal, and nothing
    ///     can be decided.
    /// - Throws: `AuditError`: `locked` (another process), `input_missing`, `output_not_writable`,
    ///   `database_invalid`, `key_missing`, `key_invalid`, `log_invalid` (an older database than its keys or its
    ///   checkpoint), `log_mismatch` (an edited one), `io_error` or `disk_full`.
    public init(path: String, mustExist: Bool = false, master: MasterKey?) throws(AuditError) {
        let exists = FileManager.default.fileExists(atPath: path)
        if mustExist, !exists {
            throw AuditError(
                .inputMissing, "there is no such database; name one with --database",
                at: SourceLocation(file: path))
        }
        self.path = path
        lock = try RunLock(database: path)
        if !exists { try Self.createPrivately(path) }
        let file = try DurableDatabase(
            path: path, label: "audit", check: { try StoreSchema.check($0, path: path) }, create: StoreSchema.create)
        self.file = file
        vault = try master.map { master throws(AuditError) in try Self.openVault(of: file, master: master) }
        if vault != nil { try signWhatIsOwed() }
    }

    /// The keys.
    /// - Throws: `key_missing` when the store was opened without them.
    func keys() throws(AuditError) -> Vault {
        guard let vault else { throw AuditError(.keyMissing, "the database was opened without its keys") }
        return vault
    }

    /// Does something with the database's file and the keys.
    func withFileAndKeys(_ body: (DurableDatabase, Vault) throws -> Void) throws(AuditError) {
        let vault = try keys()
        do {
            try body(file, vault)
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// Whether personal data can be read.
    var hasKeys: Bool { vault != nil }

    /// Writes everything into the one file and closes it, and lets another process have it; the write-ahead log is gone
    /// afterwards.
    public func close() throws(AuditError) {
        defer { lock.free() }
        try file.close()
        try vault?.close()
    }

    /// Reads within one transaction; any error becomes an `AuditError`.
    func read<T>(_ body: (Database) throws -> T) throws(AuditError) -> T { try file.read(body) }

    /// Does something outside of any transaction but that of a trial.
    func withoutTransaction<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        try file.withoutTransaction(body)
    }

    /// Writes within one transaction, all or nothing; any error becomes an `AuditError`.
    func write<T>(_ body: (Database) throws -> T) throws(AuditError) -> T { try file.write(body) }

    /// Does something and takes back all that it wrote, whether it succeeds or not: nobody else sees it at any time, and
    /// a kill takes it back as well.
    public func trial<T>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> sending T
    ) async throws -> sending T {
        let lastKey = try keys().lastKeyID
        try file.withoutTransaction { try $0.beginTransaction() }
        do {
            let result = try await body()
            try file.withoutTransaction { try $0.rollback() }
            try keys().discardKeys(after: lastKey)
            return result
        } catch {
            try file.withoutTransaction { try $0.rollback() }
            try keys().discardKeys(after: lastKey)
            throw error
        }
    }

    /// Decisions and faces are nobody else's business. Not by Foundation, which writes a temporary file first: a kill
    /// would leave it there.
    private static func createPrivately(_ path: String) throws(AuditError) {
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
}
