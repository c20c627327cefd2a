import AuditCore
import Crypto
import GRDB
import Glibc
import Synchronization

extension DataKey {
    /// 32 bytes of the system's random numbers.
    static func random() -> [UInt8] { SymmetricKey(size: .bits256).bytes }

    /// What its wrapping is bound to.
    static func name(_ id: Int64) -> String { "data-key/\(id)" }
}

extension Vault {
    /// Makes data keys, ascending and never numbered as one before. They are durable when this returns, so that no value
    /// is ever stored whose key is not.
    /// - Throws: `disk_full`, `io_error`, `internal_error`.
    /// - Parameter committed: leaves of the log that are durable by now; nil for a trial, which is taken back.
    func makeKeys(_ count: Int, committed: Int? = nil) throws(AuditError) -> [DataKey] {
        guard count > 0 else { return [] }
        let master = state.withLock { $0.master }
        let keys = try write { database in
            let last = try Self.lastKeyID(database)
            if let committed { try remember(committed: committed, database) }
            let insert = try database.makeStatement(sql: "INSERT INTO data_key VALUES (?, ?, ?)")
            return try (1...Int64(count)).map { offset in
                let key = DataKey(id: last + offset, key: SymmetricKey(size: .bits256))
                let wrapped = try master.wrap(key.secret, name: DataKey.name(key.id))
                try insert.execute(arguments: [key.id, master.id, Blob.data(wrapped)])
                return key
            }
        }
        remember(keys)
        return keys
    }

    /// A data key; nil when it was destroyed or never made.
    /// - Throws: `key_invalid` for one that was changed, `io_error`.
    func key(_ id: Int64) throws(AuditError) -> DataKey? {
        let (cached, master) = state.withLock { ($0.cache[id], $0.master) }
        if let cached { return cached }
        let stored = try read { database in
            try Row.fetchOne(database, sql: "SELECT wrapped FROM data_key WHERE id = ?", arguments: [id])
                .map { Blob.bytes($0["wrapped"]) }
        }
        guard let stored, !Self.isDestroyed(stored) else { return nil }
        let key = DataKey(id: id, key: SymmetricKey(data: try unwrapped(stored, id: id, by: master)))
        remember([key])
        return key
    }

    /// Data keys by number, read together in their order; those that were destroyed or never made are left out. For many
    /// rows, whose keys are not kept in memory.
    /// - Throws: `database_invalid` for one that was changed, `io_error`.
    func keys(_ ids: [Int64]) throws(AuditError) -> [Int64: DataKey] {
        let master = state.withLock { $0.master }
        // Numbers only, so nothing foreign gets into the statement.
        let list = Set(ids).sorted().map(String.init).joined(separator: ", ")
        let stored = try read { database in
            try Row.fetchAll(database, sql: "SELECT id, wrapped FROM data_key WHERE id IN (\(list)) ORDER BY id")
                .map { (id: $0[0] as Int64, wrapped: Blob.bytes($0[1])) }
        }
        var keys = [Int64: DataKey](minimumCapacity: stored.count)
        for (id, wrapped) in stored where !Self.isDestroyed(wrapped) {
            keys[id] = DataKey(id: id, key: SymmetricKey(data: try unwrapped(wrapped, id: id, by: master)))
        }
        return keys
    }

    /// The highest number that was ever given to a data key; 0 when none was.
    var lastKeyID: Int64 {
        get throws(AuditError) { try read { try Self.lastKeyID($0) } }
    }

    /// The same of a database's keys file that is not open; nil when it cannot be read. Needs no master key.
    static func lastKeyID(database: String) -> Int64? {
        let path = path(database: database)
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return nil }
        let file = try? DurableDatabase(
            path: path, label: "keys", check: { try VaultSchema.check($0, path: path) }, create: { _ in })
        let last = try? file?.read { try lastKeyID($0) }
        try? file?.close()
        return last
    }

    /// Destroys data keys: when this returns, neither file holds them any more, and what they sealed is unreadable in
    /// every copy of the database. Numbers that are destroyed already or unknown are passed over, so that an erasure that
    /// was killed can be repeated.
    /// - Throws: `disk_full`, `io_error`.
    func destroy(_ ids: [Int64]) throws(AuditError) {
        try overwrite { database, table in
            let update = try database.makeStatement(sql: "UPDATE \(table) SET wrapped = ? WHERE id = ?")
            for id in ids { try update.execute(arguments: [Blob.data(Self.destroyed), id]) }
        }
    }

    /// Destroys every data key above a number: those of requests that a killed run never stored. Call it when the store
    /// is open and nothing is under way.
    /// - Throws: `disk_full`, `io_error`.
    func discardKeys(after id: Int64) throws(AuditError) {
        try overwrite { database, table in
            try database.execute(
                sql: "UPDATE \(table) SET wrapped = ?1 WHERE id > ?2 AND wrapped <> ?1",
                arguments: [Blob.data(Self.destroyed), id])
        }
    }

    private func overwrite(_ body: (Database, _ table: String) throws -> Void) throws(AuditError) {
        try write { database in
            try body(database, "data_key")
            // Else a rotation that is under way would bring them back.
            if try VaultRotation.isUnderWay(database) { try body(database, VaultRotation.table) }
        }
        state.withLock { $0.cache.removeAll() }
        try checkpoint()
    }

    /// The bytes of a data key.
    /// - Throws: `key_invalid`.
    func unwrapped(_ wrapped: [UInt8], id: Int64, by master: MasterKey) throws(AuditError) -> [UInt8] {
        guard let bytes = master.unwrap(wrapped, name: DataKey.name(id)), bytes.count == MasterKey.length else {
            throw AuditError(
                .keyInvalid, "data key \(id) was changed; put the keys file back from its backup",
                at: SourceLocation(file: path))
        }
        return bytes
    }

    /// What stands in the place of a destroyed key: as many bytes, so that SQLite overwrites them where they are.
    static let destroyed = [UInt8](repeating: 0, count: VaultSchema.wrappedLength)

    static func isDestroyed(_ wrapped: [UInt8]) -> Bool { wrapped == destroyed }

    private static func lastKeyID(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'data_key'") ?? 0
    }
}
