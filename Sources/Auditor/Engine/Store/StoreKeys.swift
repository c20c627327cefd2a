import AuditCore
import GRDB

extension AuditStore {
    /// Opens the keys of a database, and begins its log when it has none.
    static func openVault(of file: DurableDatabase, master: MasterKey) throws(AuditError) -> Vault {
        let path = file.path
        do {
            let state = try file.read { database in
                // A value of another type than its column's would end the program below.
                guard try String.fetchAll(database, sql: "PRAGMA integrity_check('log_state')") == ["ok"] else {
                    throw AuditError(.databaseInvalid, "the log's state cannot be read: the file was damaged")
                }
                return try Row.fetchOne(database, sql: "SELECT public_key, last_key FROM log_state").map {
                    (key: $0["public_key"] as String, lastKey: $0["last_key"] as Int64)
                }
            }
            let vault = try Vault(database: path, master: master, mustExist: state != nil)
            guard let state else {
                try LogContinuity.refuseUsed(vault)
                try file.write { try LogAppender.begin($0, key: LogKey.make(vault), vault) }
                return vault
            }
            guard state.key == (try LogKey.signer(vault, publicKey: state.key)).verifier.description else {
                throw AuditError(
                    .keyInvalid, "these are the keys of another database: its log has another public key",
                    at: SourceLocation(file: vault.path))
            }
            try file.read { try StoreSchema.checkObjects($0, path: path) }
            try LogContinuity(file, vault, key: state.key).check()
            try checkKeys(vault, of: file, lastKey: state.lastKey)
            return vault
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    /// Destroys the keys of decisions that a killed run never committed. The database was found to be no older than its keys
    /// before, so these are not the keys of newer decisions than it has.
    private static func checkKeys(_ vault: Vault, of file: DurableDatabase, lastKey: Int64) throws {
        let made = try vault.lastKeyID
        guard made >= lastKey else {
            throw AuditError(
                .keyInvalid,
                "the keys file is older than the database: it lacks the keys of the newest decisions; put the newest copy "
                    + "of it back", at: SourceLocation(file: vault.path))
        }
        try destroyDoomedKeys(of: file, vault)
        guard made > lastKey else { return }
        // Whatever the database says of itself: what is in use is not destroyed.
        try vault.discardKeys(after: try file.read { max(lastKey, try highestKeyInUse($0)) })
    }

    /// Destroys the keys of data that is gone already.
    func destroyDoomedKeys() throws(AuditError) {
        try withFileAndKeys { try Self.destroyDoomedKeys(of: $0, $1) }
    }

    /// The list is emptied when the keys are gone, so a kill between the two costs nothing.
    private static func destroyDoomedKeys(of file: DurableDatabase, _ vault: Vault) throws {
        let (all, unused) = try file.read { database in
            // What is in use is not destroyed, whatever the list says; a replay shares its source's keys.
            let used = keyedTables.map { "SELECT key_id FROM \($0)" }.joined(separator: " UNION ALL ")
            let sql = "SELECT key_id FROM doomed_key WHERE key_id NOT IN (\(used))"
            return (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM doomed_key") ?? 0,
                try Int64.fetchAll(database, sql: sql)
            )
        }
        guard all > 0 else { return }
        try vault.destroy(unused)
        try file.write { try $0.execute(sql: "DELETE FROM doomed_key") }
    }

    /// The tables whose cells have data keys of their own; a template has its subject's or its request's.
    private static let keyedTables = ["personal", "face_crop", "subject", "enrolment", "seen_face", "list_entry"]

    /// The highest number of a data key that something is encrypted with; 0 when nothing is.
    static func highestKeyInUse(_ database: Database) throws -> Int64 {
        let sql = keyedTables.map { "SELECT max(key_id) AS id FROM \($0)" }.joined(separator: " UNION ALL ")
        return try Int64.fetchOne(database, sql: "SELECT max(id) FROM (\(sql))") ?? 0
    }
}

/// The log's name and signing key.
enum LogKey {
    /// A name for a new log, and its public key: the name is new for every database, so that no two logs can be taken
    /// for one.
    static func make(_ vault: Vault) throws -> String {
        let name = "identity-auditor/log/" + Hexadecimal.text(RowSealer.salt(8))
        return try NoteSigner(name: name, seed: vault.signingSeed).verifier.description
    }

    /// The key that signs for the log of this public key's name.
    static func signer(_ vault: Vault, publicKey: String) throws -> NoteSigner {
        try NoteSigner(name: NoteVerifier(parsing: publicKey.utf8).name, seed: vault.signingSeed)
    }
}
