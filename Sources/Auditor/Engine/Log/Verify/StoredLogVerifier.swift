public import AuditCore
import GRDB

/// Verifies the log of a database and holds the tables against it; changes nothing, repairs nothing.
public struct StoredLogVerifier {
    private let store: AuditStore
    private static let pageSize = 1000

    /// A verifier of an open store; with its keys it opens commitments too.
    public init(store: AuditStore) { self.store = store }

    /// Verifies everything.
    /// - Parameters:
    ///   - trusted: signed checkpoints that were kept elsewhere.
    ///   - key: the log's public key from elsewhere; nil to believe the database's own.
    /// - Throws: `log_invalid` when there is no log to be read, `io_error`.
    public func verify(trusted: [String], key pinned: String?) throws(AuditError) -> LogVerification {
        let location = SourceLocation(file: store.path)
        do {
            let own = try store.logKey()
            let key = try NoteVerifier(parsing: (pinned ?? own).utf8)
            var result = LogVerification(origin: key.name, key: key.description)
            if own != key.description {
                result.add(LogFinding(.checkpointInvalid, "the database names another public key than was given"))
            }
            try checkTables(&result)
            let stored = try store.read {
                try String.fetchAll($0, sql: "SELECT note FROM log_checkpoint ORDER BY size")
            }
            var tree = TreeCheck(key: key, stored: stored, trusted: trusted, into: &result)
            let found = try store.read { database in
                var found = result
                var records = RecordCheck(database)
                try walk(database) { index, bytes in
                    tree.add(bytes, into: &found)
                    guard let leaf = try? LogLeaf(parsing: bytes) else {
                        return found.add(LogFinding(.leafInvalid, leaf: index, "leaf \(index) is not in its form"))
                    }
                    try records.add(leaf, at: index, into: &found)
                }
                tree.finish(into: &found)
                try records.finish(into: &found)
                try checkState(database, tree, &found)
                return found
            }
            result = found
            if store.hasKeys { try openCommitments(&result) }
            return result
        } catch let error as LogError {
            throw error.auditError(at: location)
        } catch let error as AuditError {
            guard error.code == .databaseInvalid else { throw error }
            throw AuditError(.logInvalid, "the log cannot be read: \(error.message)", at: location)
        } catch {
            throw AuditError(.logInvalid, "the log cannot be read: \(type(of: error))", at: location)
        }
    }

    /// Calls the body with every leaf in the order of the table's own numbers.
    private func walk(_ database: Database, _ body: (Int, [UInt8]) throws -> Void) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT position, body FROM log_leaf ORDER BY position")
        var expected = 0
        while let row = try rows.next() {
            guard row["position"] == expected else {
                throw AuditError(.databaseInvalid, "leaf \(expected) is not there")
            }
            try body(expected, Blob.bytes(row["body"]))
            expected += 1
        }
    }

    /// An edited database may do anything when it is written to: views and triggers are not ours.
    private func checkTables(_ result: inout LogVerification) throws {
        let objects = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
        let here = try store.read { try String.fetchAll($0, sql: objects) }
        let expected = try DatabaseQueue().write { database in
            try StoreSchema.migrate(database)
            return try String.fetchAll(database, sql: objects)
        }
        if here != expected {
            result.add(
                LogFinding(.schemaAltered, "the database's tables, indexes, views or triggers are not this program's"))
        }
    }

    private func checkState(_ database: Database, _ tree: TreeCheck, _ result: inout LogVerification) throws {
        let row = try Row.fetchOne(database, sql: "SELECT size, frontier FROM log_state")
        guard let row, row["size"] == result.size, Blob.bytes(row["frontier"]) == tree.encoded else {
            return result.add(
                LogFinding(.rootMismatch, "the log's recorded state is not that of its \(result.size) leaves"))
        }
    }

    private func openCommitments(_ result: inout LogVerification) throws {
        let check = CommitmentCheck(store: store)
        var next = 0
        while true {
            let page = try store.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT position, body FROM log_leaf WHERE position >= ? ORDER BY position LIMIT ?",
                    arguments: [next, Self.pageSize]
                ).map { (index: $0["position"] as Int, body: Blob.bytes($0["body"])) }
            }
            guard let last = page.last else { return }
            next = last.index + 1
            for (index, body) in page {
                guard case .decision(let leaf) = try? LogLeaf(parsing: body) else { continue }
                try check.add(leaf, at: index, into: &result)
            }
        }
    }
}
