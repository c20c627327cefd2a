public import AuditCore
import GRDB

extension AuditStore {
    /// Adds an entry to a list and signs the log.
    /// - Parameter time: RFC 3339 UTC.
    /// - Returns: the entry's number, never given twice.
    @discardableResult
    public func addListEntry(_ entry: ListEntry, at time: String) throws(AuditError) -> Int64 {
        let vault = try keys()
        let made = try vault.makeKeys(1, committed: try committedSize())
        let record = ListRecord(entry)
        let field = entry.content.field
        let tag = record.tag(field: field, try blindIndex())
        guard tag != nil || field == "face" else {
            throw AuditError(.usage, "nothing is left of the value in its normal form")
        }
        let id = try write { database in
            guard let key = made.first else { throw AuditError(.internalError, "an entry has no key") }
            var log = try LogAppender(database, vault)
            let id = try GalleryWriter.nextNumber(of: "list_entry", database)
            let columns = ListColumns(
                id: id, list: entry.list.rawValue, field: field, tag: tag, keyID: key.id,
                record: try key.seal(record.bytes(), cell: .listEntry(id)), expires: entry.expires, created: time,
                leaf: log.size)
            try columns.write(into: database)
            let leaf = ListLeaf(
                list: columns.list, entry: Int(id), cause: "add", commitment: try record.commitment(entry: id),
                evidence: columns.evidence, time: time)
            _ = try log.append(.list(leaf))
            log.lastKey = max(log.lastKey, key.id)
            try log.save()
            return id
        }
        try signCheckpoint()
        return id
    }

    /// Removes an entry: its key is destroyed, and only its number, list, field and dates stay. Signs the log. Killed at
    /// any moment, the same call does the rest.
    /// - Returns: whether it was there.
    @discardableResult
    public func removeListEntry(_ id: Int64, at time: String) throws(AuditError) -> Bool {
        let columns = try read { try ListColumns.fetch(id, $0) }
        guard var columns, columns.removed == nil else { return false }
        let vault = try keys()
        try vault.destroy([columns.keyID])
        (columns.tag, columns.keyID, columns.record, columns.removed) = (nil, 0, [], time)
        try write { database in
            var log = try LogAppender(database, vault)
            columns.leaf = log.size
            try columns.write(into: database)
            let leaf = ListLeaf(
                list: columns.list, entry: Int(id), cause: "remove", commitment: "", evidence: columns.evidence,
                time: time)
            _ = try log.append(.list(leaf))
            try log.save()
        }
        try signCheckpoint()
        return true
    }

    /// The entries that count at a time, by number.
    /// - Parameter time: RFC 3339 UTC; nil for expired ones too.
    public func listEntries(at time: String?) throws(AuditError) -> [StoredListEntry] {
        let vault = try keys()
        let rows = try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM list_entry WHERE removed IS NULL AND (expires IS NULL OR ?1 IS NULL OR expires > ?1)
                    ORDER BY id
                    """, arguments: [time]
            ).map(ListColumns.init)
        }
        let keys = try vault.keys(rows.map(\.keyID))
        var entries: [StoredListEntry] = []
        for columns in rows {
            guard let key = keys[columns.keyID] else { continue }
            let record = try ListRecord(key.open(columns.record, cell: .listEntry(columns.id)))
            guard let list = GalleryEvidence.ListHit.Kind(rawValue: columns.list) else {
                throw AuditError(.databaseInvalid, "an entry is of no list")
            }
            let entry = ListEntry(
                list: list, content: try record.content(field: columns.field), owner: record.owner,
                reason: record.reason, expires: columns.expires)
            entries.append(StoredListEntry(id: columns.id, entry: entry, created: columns.created))
        }
        return entries
    }

    /// The entries that count at a time and name one of these values, in its normal form, by number.
    public func listMatches(
        _ fields: [(BlindIndex.Field, String)], at time: String
    ) throws(AuditError) -> [ListMatch] {
        let index = try blindIndex()
        return try read { database in
            let sql = """
                SELECT id, list FROM list_entry
                WHERE field = ? AND tag = ? AND removed IS NULL AND (expires IS NULL OR expires > ?)
                """
            let statement = try database.cachedStatement(sql: sql)
            var matches: [ListMatch] = []
            for (field, value) in fields {
                guard let tag = index.tag(value, in: field) else { continue }
                let rows = try Row.fetchAll(statement, arguments: [field.rawValue, Blob.data(tag), time])
                for row in rows {
                    guard let list = GalleryEvidence.ListHit.Kind(rawValue: row["list"]) else { continue }
                    matches.append(ListMatch(list: list, entry: row["id"], field: field))
                }
            }
            return matches.sorted { $0.entry < $1.entry }
        }
    }
}
