import AuditCore
import GRDB

/// Appends leaves to the log within the transaction of what they are about, so that neither is there without the other.
struct LogAppender {
    /// The highest number of a data key that the database knows of.
    var lastKey: Int64
    private let database: Database
    private var range: CompactRange

    /// Reads where the log stands.
    /// - Throws: `LogError.malformed`, `database_invalid`.
    init(_ database: Database) throws {
        self.database = database
        let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT size, frontier, last_key FROM log_state"))
        guard let row else { throw AuditError(.databaseInvalid, "the database has no log") }
        range = try CompactRange(size: row["size"], encoded: Blob.bytes(row["frontier"]))
        lastKey = row["last_key"]
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
        try database.cachedStatement(sql: "UPDATE log_state SET size = ?, frontier = ?, last_key = ?")
            .execute(arguments: [range.size, Blob.data(range.encoded), lastKey])
    }
}
