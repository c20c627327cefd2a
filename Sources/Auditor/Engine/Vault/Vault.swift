public import AuditCore
import Crypto
import GRDB
import Glibc
import Synchronization

/// `<database>.keys`: the key of each request and enrolled subject, the log's signing seed and the secret of blind
/// indexes, each wrapped by the master key. A file of its own, so that no backup of the database carries keys and a key
/// that is destroyed here is destroyed for every copy of the database.
///
/// One connection (`DurableDatabase`) and one process.
public final class Vault: Sendable {
    /// The keys file's path.
    public let path: String
    private let file: DurableDatabase
    let state: Mutex<State>
    private let seed: [UInt8]
    let secret: KeyedSecret

    struct State: Sendable {
        /// What the rows of `data_key` are wrapped by.
        var master: MasterKey
        /// Data keys in use; bounded.
        var cache: [Int64: DataKey] = [:]
    }

    /// Data keys that stay unwrapped in memory: more than a batch of requests uses.
    private static let cacheLimit = 4096

    /// The keys file of a database.
    public static func path(database: String) -> String { database + ".keys" }

    /// Opens the keys file of a database, or makes one with mode 0600.
    /// - Parameters:
    ///   - master: what its keys are wrapped by; while a rotation is under way, the old one or the new one.
    ///   - mustExist: refuse to make a new file; for a database that has encrypted values already.
    /// - Throws: `AuditError`: `key_missing` (no such file), `key_invalid` (another master key, or others can read the
    ///   file), `locked` (another process), `database_invalid`, `output_not_writable`, `io_error` or `disk_full`.
    public init(database: String, master: MasterKey, mustExist: Bool = false) throws(AuditError) {
        let path = Self.path(database: database)
        self.path = path
        do {
            try Self.prepareFile(path, mustExist: mustExist)
            file = try DurableDatabase(
                path: path, label: "keys", check: { try VaultSchema.check($0, path: path) },
                create: { try VaultSchema.create($0, master: master) })
            let opened = try file.read { try Self.open($0, path: path, master: master) }
            seed = opened.seed
            secret = KeyedSecret(opened.keyed)
            state = Mutex(State(master: opened.master))
            _ = try seenLog()
        } catch {
            throw Self.keysError(AuditError(store: error, path: path))
        }
    }

    /// The seed of the log's Ed25519 signing key, 32 bytes. Never written anywhere in clear.
    public var signingSeed: [UInt8] { seed }

    /// The secret of `keyed`, for wrapping.
    var keyedSecret: [UInt8] { secret.bytes }

    /// HMAC-SHA256 of bytes with a key of this purpose alone; 32 bytes. Nobody without the vault can compute it.
    public func keyed(_ purpose: String, _ bytes: [UInt8]) -> [UInt8] { secret.digest(purpose, bytes) }

    /// Writes everything into the one file and closes it.
    public func close() throws(AuditError) { try file.close() }

    /// Moves everything into the one file and empties the write-ahead log, so that no older content is left in it.
    func checkpoint() throws(AuditError) { try file.checkpoint() }

    /// Writes within one durable transaction, all or nothing.
    func write<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        do throws(AuditError) { return try file.write(body) } catch { throw Self.keysError(error) }
    }

    /// Reads within one transaction.
    func read<T>(_ body: (Database) throws -> T) throws(AuditError) -> T {
        do throws(AuditError) { return try file.read(body) } catch { throw Self.keysError(error) }
    }

    /// Keeps data keys for the next `key(_:)`.
    func remember(_ keys: some Sequence<DataKey>) {
        state.withLock { state in
            for key in keys {
                if state.cache.count >= Self.cacheLimit { state.cache.removeAll(keepingCapacity: true) }
                state.cache[key.id] = key
            }
        }
    }

    /// A damaged keys file is a matter of keys, whose exit status scripts know, and not of this disk's reading.
    static func keysError(_ error: AuditError) -> AuditError {
        guard error.code == .databaseInvalid else { return error }
        return AuditError(
            .keyInvalid, "the keys file cannot be used, put the newest copy of it back: \(error.message)",
            at: error.location)
    }

    private static func prepareFile(_ path: String, mustExist: Bool) throws(AuditError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & 0o077 == 0 else {
                throw AuditError(
                    .keyInvalid,
                    "others can read the keys (mode 0\(String(status.st_mode & 0o777, radix: 8))); run `chmod 600` on the "
                        + "file", at: SourceLocation(file: path))
            }
            return
        }
        guard !mustExist else {
            throw AuditError(
                .keyMissing,
                "the keys of this database are missing; without them its personal fields and face pictures are lost for "
                    + "ever: put the file back from its own backup", at: SourceLocation(file: path))
        }
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw AuditError(
                .outputNotWritable, "the keys file cannot be created: \(systemError())", at: SourceLocation(file: path))
        }
        Glibc.close(descriptor)
    }

    private struct Opened {
        var master: MasterKey
        var seed: [UInt8]
        var keyed: [UInt8]
    }

    /// Unwraps the secrets, which tells a wrong master key before anything is done with it.
    private static func open(_ database: Database, path: String, master: MasterKey) throws -> Opened {
        let current = try VaultRotation.currentMaster(database, given: master, path: path)
        return Opened(
            master: current, seed: try unwrap(.signingSeed, database, current, path: path),
            keyed: try unwrap(.keyed, database, current, path: path))
    }

    private static func unwrap(
        _ secret: VaultSecret, _ database: Database, _ master: MasterKey, path: String
    ) throws -> [UInt8] {
        let row = try Row.fetchOne(
            database, sql: "SELECT wrapped FROM secret WHERE name = ?", arguments: [secret.rawValue])
        guard let wrapped: [UInt8] = row.map({ Blob.bytes($0["wrapped"]) }),
            let bytes = master.unwrap(wrapped, name: secret.rawValue), bytes.count == MasterKey.length
        else {
            throw AuditError(
                .databaseInvalid, "the secret \(secret.rawValue) was changed; put the keys file back from its backup",
                at: SourceLocation(file: path))
        }
        return bytes
    }
}
