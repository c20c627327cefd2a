public import AuditCore
import GRDB
import Synchronization

/// The state of a rotation in the keys file: a table beside `data_key` that fills batch by batch with the keys wrapped by
/// the new master key, and one row with the old master key wrapped by the new one. So both open the file until the
/// tables change places in one transaction; after that only the new one does. The new key is never wrapped by the old
/// one, which may be the reason for the rotation.
enum VaultRotation {
    /// The table that takes the place of `data_key`.
    static let table = "data_key_next"

    /// What the previous master key's wrapping is bound to.
    static let previousName = "previous-master-key"

    /// Whether one was begun and not finished.
    static func isUnderWay(_ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM rotation)") ?? false
    }

    /// The master key that the rows are wrapped by: the given one or, while a rotation to it is under way, the one that
    /// it opens.
    /// - Throws: `key_invalid` for any other.
    static func currentMaster(_ database: Database, given: MasterKey, path: String) throws -> MasterKey {
        let wrappedBy = try String.fetchOne(database, sql: "SELECT master_id FROM secret LIMIT 1")
        if wrappedBy == given.id { return given }
        let row = try Row.fetchOne(
            database, sql: "SELECT previous FROM rotation WHERE master_id = ?", arguments: [given.id])
        let previous = row.flatMap { given.unwrap(Blob.bytes($0["previous"]), name: previousName) }
        if let master = previous.flatMap(MasterKey.init(bytes:)), master.id == wrappedBy { return master }
        throw AuditError(
            .keyInvalid,
            "these keys were wrapped by master key \(wrappedBy ?? "none"), and the one given is \(given.id); "
                + "give the right one, and after a rotation the new one", at: SourceLocation(file: path))
    }
}

extension Vault {
    /// The name of the master key that the keys are wrapped by now.
    public var masterID: String { state.withLock { $0.master.id } }

    /// Wraps every key by a new master key. Values stay as they are. Can be killed at any time: until the end both keys
    /// open the file, and the same call goes on where it was; after the end only the new one does. Nothing else may use
    /// the vault meanwhile.
    /// - Throws: `disk_full`, `io_error`, `database_invalid` for a key that was changed; the old master key is still good
    ///   then.
    public func rotate(to new: MasterKey) throws(AuditError) {
        try rotate(to: new, batch: 4096) { _ in }
    }

    /// The same with a hook that a test throws from: called inside each transaction before its commit, with its number.
    func rotate(to new: MasterKey, batch: Int, beforeCommit: (Int) throws -> Void) throws(AuditError) {
        let old = state.withLock { $0.master }
        guard old.id != new.id else { return }
        var step = 0
        try write { database in
            try begin(database, from: old, to: new)
            try beforeCommit(step)
        }
        var isDone = false
        while !isDone {
            step += 1
            isDone = try write { database in
                let count = try copyBatch(database, limit: batch, from: old, to: new)
                // In the transaction of the last batch, so that no key can be made in between.
                if count < batch { try finish(database, from: old, to: new) }
                try beforeCommit(step)
                return count < batch
            }
        }
        state.withLock { $0.master = new }
        try checkpoint()
    }

    private func begin(_ database: Database, from old: MasterKey, to new: MasterKey) throws {
        let pending = try String.fetchOne(database, sql: "SELECT master_id FROM rotation")
        if pending == new.id { return }
        // One to another key was given up: its work is of no use.
        if pending != nil {
            try database.execute(sql: "DROP TABLE \(VaultRotation.table)")
            try database.execute(sql: "DELETE FROM rotation")
        }
        try database.execute(sql: VaultSchema.keyTable(VaultRotation.table))
        try database.execute(
            sql: "INSERT INTO rotation VALUES (1, ?, ?)",
            arguments: [new.id, Blob.data(try new.wrap(old.secret, name: VaultRotation.previousName))])
    }

    private func copyBatch(_ database: Database, limit: Int, from old: MasterKey, to new: MasterKey) throws -> Int {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, wrapped FROM data_key
                WHERE id > (SELECT coalesce(max(id), 0) FROM \(VaultRotation.table)) ORDER BY id LIMIT ?
                """, arguments: [limit])
        let insert = try database.makeStatement(sql: "INSERT INTO \(VaultRotation.table) VALUES (?, ?, ?)")
        for row in rows {
            let id: Int64 = row["id"]
            var wrapped = Blob.bytes(row["wrapped"])
            if !Self.isDestroyed(wrapped) {
                wrapped = try new.wrap(try unwrapped(wrapped, id: id, by: old), name: DataKey.name(id))
            }
            try insert.execute(arguments: [id, new.id, Blob.data(wrapped)])
        }
        return rows.count
    }

    private func finish(_ database: Database, from old: MasterKey, to new: MasterKey) throws {
        let counts = try Row.fetchOne(
            database,
            sql: "SELECT (SELECT count(*) FROM data_key) AS old, (SELECT count(*) FROM \(VaultRotation.table)) AS new")
        guard let counts, counts["old"] as Int == counts["new"] as Int else {
            throw AuditError(.databaseInvalid, "keys are missing in the rotation", at: SourceLocation(file: path))
        }
        try database.execute(sql: "DROP TABLE data_key")
        try database.execute(sql: "ALTER TABLE \(VaultRotation.table) RENAME TO data_key")
        for (secret, bytes) in [(VaultSecret.signingSeed, signingSeed), (.keyed, keyedSecret)] {
            try database.execute(
                sql: "UPDATE secret SET master_id = ?, wrapped = ? WHERE name = ?",
                arguments: [new.id, Blob.data(try new.wrap(bytes, name: secret.rawValue)), secret.rawValue])
        }
        try database.execute(sql: "DELETE FROM rotation")
    }
}
