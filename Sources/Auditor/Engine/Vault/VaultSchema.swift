import AuditCore
import GRDB

/// The tables of the keys file.
///
/// Rows of `data_key` are only appended, and overwritten with as many bytes: SQLite zeroes what is deleted, but a row
/// that it moves to another page can leave a copy behind, and an erased key must not survive in one.
enum VaultSchema {
    /// `PRAGMA application_id`: "IdKy".
    static let applicationID = 0x4964_4B79
    /// `PRAGMA user_version`: this layout.
    static let version = 2

    /// Bytes of a wrapped key: 32, a nonce and a tag.
    static let wrappedLength = MasterKey.length + AuthenticatedCipher.overhead

    /// Refuses another program's file, and one of another layout.
    /// - Throws: `database_invalid`.
    static func check(_ database: Database, path: String) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
            throw AuditError(
                .databaseInvalid, "this is no keys file of this program; put the right one back from the backup",
                at: SourceLocation(file: path))
        }
        guard try Int.fetchOne(database, sql: "PRAGMA user_version") == version else {
            throw AuditError(
                .databaseInvalid,
                "the keys file was written by another version of this program; nothing was changed in it",
                at: SourceLocation(file: path))
        }
    }

    /// Makes the tables and the two secrets, all or nothing.
    static func create(_ database: Database, master: MasterKey) throws {
        try database.inTransaction {
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(sql: keyTable("data_key"))
            try database.execute(
                sql: """
                    CREATE TABLE secret (name TEXT PRIMARY KEY, master_id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT;
                    CREATE TABLE rotation (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        master_id TEXT NOT NULL,
                        previous BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE seen (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        size INTEGER NOT NULL,
                        frontier BLOB NOT NULL,
                        note TEXT NOT NULL,
                        committed INTEGER NOT NULL,
                        mac BLOB NOT NULL
                    ) STRICT;
                    """)
            for secret in VaultSecret.allCases {
                let bytes = DataKey.random()
                try database.execute(
                    sql: "INSERT INTO secret VALUES (?, ?, ?)",
                    arguments: [secret.rawValue, master.id, Blob.data(try master.wrap(bytes, name: secret.rawValue))])
                if secret == .keyed { try SeenLog().save(to: database, by: KeyedSecret(bytes)) }
            }
            return .commit
        }
    }

    /// A table of wrapped data keys. A destroyed one is 60 zero bytes, so that its number stays taken.
    static func keyTable(_ name: String) -> String {
        """
        CREATE TABLE \(name) (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            master_id TEXT NOT NULL,
            wrapped BLOB NOT NULL CHECK (length(wrapped) = \(wrappedLength))
        ) STRICT
        """
    }
}

/// The secrets that a vault has from the start.
enum VaultSecret: String, CaseIterable {
    /// Ed25519 seed of the log's checkpoints.
    case signingSeed = "log-signing-seed"
    /// Where blind indexes and request keys get their keys from.
    case keyed = "keyed-secret"
}
