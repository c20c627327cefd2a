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
            if let damaged = try damage() { return damaged }
            let own = try store.logKey()
            let key = try NoteVerifier(parsing: (pinned ?? own).utf8)
            var result = LogVerification(origin: key.name, key: key.description)
            if own != key.description {
                result.add(LogFinding(.checkpointInvalid, "the database names another public key than was given"))
            }
            try checkTables(&result)
            let stored = try store.checkpoints()
            var tree = TreeCheck(key: key, stored: stored.map(\.note), trusted: trusted, into: &result)
            for (size, note) in stored where (try? LogCheckpoint.size(ofNote: note)) != size {
                result.add(LogFinding(.checkpointInvalid, "the checkpoint of \(size) leaves says another number"))
            }
            let found = try store.read { database in
                var found = result
                var records = RecordCheck(database)
                try walk(database, &found) { index, bytes, found in
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

    /// Calls the body with every leaf in the order of the table's own numbers, which are to be 0, 1, 2 and so on.
    private func walk(
        _ database: Database, _ result: inout LogVerification,
        _ body: (Int, [UInt8], inout LogVerification) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT position, body FROM log_leaf ORDER BY position")
        var expected = 0
        while let row = try rows.next() {
            let position: Int = row["position"]
            if position != expected {
                result.add(LogFinding(.leafInvalid, leaf: expected, "leaf \(expected) is not there"))
                expected = position
            }
            try body(position, Blob.bytes(row["body"]), &result)
            expected &+= 1
        }
    }

    /// What a file that is no intact database is told apart by, before anything in it is read: values that are not of
    /// their column's type, pages that belong nowhere, indexes that leave rows out, rows that belong to none.
    private func damage() throws(AuditError) -> LogVerification? {
        let isIntact = try store.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check(1)") == ["ok"]
                && Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil
                && !hidesText(database)
        }
        guard !isIntact else { return nil }
        var result = LogVerification(origin: "", key: "")
        result.add(
            LogFinding(
                .databaseDamaged,
                "the file is no intact database, so nothing in it can be judged; keep it, and restore a copy"))
        return result
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

    /// Whether a text goes on after a zero byte, where no reader looks and none of ours ever wrote.
    private func hidesText(_ database: Database) throws -> Bool {
        for table in [
            "run", "decision", "score", "log_state", "log_checkpoint", "subject", "enrolment", "seen_face",
            "list_entry",
        ] {
            let texts = try database.columns(in: table).filter { $0.type == "TEXT" }
            let condition = texts.map { "instr(\($0.name), char(0))" }.joined(separator: " OR ")
            if try Int.fetchOne(database, sql: "SELECT 1 FROM \(table) WHERE \(condition) LIMIT 1") != nil {
                return true
            }
        }
        return false
    }

    private func checkState(_ database: Database, _ tree: TreeCheck, _ result: inout LogVerification) throws {
        let row = try Row.fetchOne(database, sql: "SELECT size, frontier, last_key FROM log_state")
        guard let row, row["last_key"] >= (try AuditStore.highestKeyInUse(database)), row["size"] == result.size,
            Blob.bytes(row["frontier"]) == tree.encoded
        else {
            return result.add(
                LogFinding(.rootMismatch, "the log's recorded state is not that of its \(result.size) leaves"))
        }
    }

    private func openCommitments(_ result: inout LogVerification) throws {
        var check = try CommitmentCheck(store: store)
        var next = 0
        while true {
            let page = try store.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT position, body FROM log_leaf WHERE position >= ? ORDER BY position LIMIT ?",
                    arguments: [next, Self.pageSize]
                ).map { (index: $0["position"] as Int, body: Blob.bytes($0["body"])) }
            }
            guard let last = page.last else { break }
            next = last.index + 1
            for (index, body) in page {
                guard case .decision(let leaf) = try? LogLeaf(parsing: body) else { continue }
                try check.add(leaf, at: index, into: &result)
            }
        }
        try check.finish(into: &result)
        try GalleryCommitmentCheck(store: store).check(into: &result)
    }
}
