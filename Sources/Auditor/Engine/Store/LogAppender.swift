import AuditCore
import GRDB

/// Appends leaves to the log within the transaction of what they are about, so that neither is there without the other.
///
/// Where the log stands is under a code that only who has the keys can make: leaves that no checkpoint covers yet cannot
/// be forged either.
struct LogAppender {
    /// The highest number of a data key that the database knows of.
    var lastKey: Int64
    /// The tree of all leaves.
    private(set) var range: CompactRange
    private let database: Database
    private let vault: Vault

    /// Reads where the log stands.
    /// - Throws: `LogError.malformed`, `database_invalid`, `log_mismatch` for a state that was edited.
    init(_ database: Database, _ vault: Vault) throws {
        self.database = database
        self.vault = vault
        let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT size, frontier, last_key, mac FROM log_state"))
        guard let row else { throw AuditError(.databaseInvalid, "the database has no log") }
        range = try CompactRange(size: row["size"], encoded: Blob.bytes(row["frontier"]))
        lastKey = row["last_key"]
        guard Blob.bytes(row["mac"]) == Self.code(range, lastKey, vault) else {
            throw AuditError(
                .logMismatch,
                "the log's recorded state was edited, so nothing is added to it: see `auditor log verify`, and put the "
                    + "newest good copy of the database back")
        }
    }

    /// Leaves in the log.
    var size: Int { range.size }
    /// The root of their tree.
    var root: MerkleHash { range.root }

    /// Adds a leaf.
    /// - Returns: its index, from 0.
    mutating func append(_ leaf: LogLeaf) throws -> Int {
        let (index, bytes) = (range.size, try leaf.bytes())
        try database.cachedStatement(sql: "INSERT INTO log_leaf VALUES (?, ?)")
            .execute(arguments: [index, Blob.data(bytes)])
        range.append(MerkleTree.leafHash(bytes))
        return index
    }

    /// Writes where the log stands now.
    func save() throws {
        try database.cachedStatement(sql: "UPDATE log_state SET size = ?, frontier = ?, last_key = ?, mac = ?")
            .execute(arguments: [
                range.size, Blob.data(range.encoded), lastKey, Blob.data(Self.code(range, lastKey, vault)),
            ])
    }

    /// Begins a log.
    /// - Parameter key: its public key.
    static func begin(_ database: Database, key: String, _ vault: Vault) throws {
        let range = CompactRange()
        try database.execute(
            sql: "INSERT INTO log_state VALUES (1, ?, 0, ?, 0, ?)",
            arguments: [key, Blob.data(range.encoded), Blob.data(code(range, 0, vault))])
    }

    private static func code(_ range: CompactRange, _ lastKey: Int64, _ vault: Vault) -> [UInt8] {
        let text = "\(range.size)\n\(lastKey)\n\(Hexadecimal.text(range.encoded))"
        return vault.keyed("log-state/1", Array(text.utf8))
    }
}
