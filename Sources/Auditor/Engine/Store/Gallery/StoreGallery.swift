public import AuditCore
import GRDB

extension AuditStore {
    /// Calls the body with every template that can be searched, by ascending number: of active subjects, of this matcher
    /// and version. Memory stays that of a page.
    /// - Throws: `key_missing`, `database_invalid`, and what the body throws.
    public func eachTemplate(of matcher: String, version: String, _ body: (StoredTemplate) throws -> Void) throws {
        let sql = """
            SELECT enrolment.id, subject, decision_id, enrolment.key_id, template FROM enrolment
            JOIN subject ON subject.id = enrolment.subject AND subject.state = 'active'
            WHERE matcher = ? AND template_version = ? AND enrolment.state = 'active' AND enrolment.id > ?
            ORDER BY enrolment.id LIMIT ?
            """
        try eachPage(sql, [matcher, version], read: SealedRow.init(enrolment:)) { row, key in
            let sealed = try SealedTemplate(key.open(row.template, cell: .enrolment(row.id)))
            try body(
                StoredTemplate(id: row.id, subject: row.owner, decision: row.decision, template: sealed.template))
        }
    }

    /// Calls the body with every face that requests of runs begun at or after a time showed, by ascending number.
    /// - Parameter time: RFC 3339 UTC; nil for all.
    /// - Throws: `key_missing`, `database_invalid`, and what the body throws.
    public func eachSeenFace(
        matcher: String, version: String, since time: String?, _ body: (StoredSeenFace) throws -> Void
    ) throws {
        let sql = """
            SELECT seen_face.id, decision_id, run_id, request_id, started, role, key_id, template, photo_hash
            FROM seen_face JOIN decision ON decision.id = decision_id JOIN run ON run.id = run_id
            WHERE matcher = ? AND template_version = ? AND started >= ? AND seen_face.id > ?
            ORDER BY seen_face.id LIMIT ?
            """
        try eachPage(sql, [matcher, version, time ?? ""], read: SealedRow.init(face:)) { row, key in
            guard let role = ImageRole(rawValue: row.role),
                let template = SealedTemplate.template(try key.open(row.template, cell: .seenFace(row.id))[...])
            else { throw AuditError(.databaseInvalid, "a seen face is not in its form") }
            let hash = try row.hash.map { try key.open($0, cell: .photoHash(row.id)) }
            try body(
                StoredSeenFace(
                    id: row.id, decision: row.owner, run: row.run, requestID: row.request, time: row.time, role: role,
                    template: template, photoHash: hash.map { $0.reduce(0) { $0 << 8 | UInt64($1) } }))
        }
    }

    /// How much there is to be searched.
    public func galleryCounts(of matcher: String, version: String) throws(AuditError) -> GalleryCounts {
        try read { database in
            let sql = """
                SELECT count(DISTINCT subject), count(*) FROM enrolment
                JOIN subject ON subject.id = enrolment.subject AND subject.state = 'active'
                WHERE matcher = ? AND template_version = ? AND enrolment.state = 'active'
                """
            let row = try Row.fetchOne(database, sql: sql, arguments: [matcher, version])
            return GalleryCounts(
                subjects: row?[0] ?? 0, templates: row?[1] ?? 0,
                outdated: try Self.outdatedSubjects(matcher, version, database).count)
        }
    }

    /// The active subjects that have templates, and none of this matcher in this version, ascending.
    public func outdatedSubjects(of matcher: String, version: String) throws(AuditError) -> [Int64] {
        try read { try Self.outdatedSubjects(matcher, version, $0) }
    }

    private static func outdatedSubjects(_ matcher: String, _ version: String, _ database: Database) throws -> [Int64] {
        let sql = """
            SELECT subject FROM enrolment JOIN subject ON subject.id = enrolment.subject AND subject.state = 'active'
            WHERE enrolment.state = 'active'
            GROUP BY subject HAVING max(matcher = ? AND template_version = ?) = 0 ORDER BY subject
            """
        return try Int64.fetchAll(database, sql: sql, arguments: [matcher, version])
    }

    /// A row with sealed cells.
    private struct SealedRow {
        var id: Int64
        /// The subject, or the decision of a seen face.
        var owner: Int64
        var decision: Int64?
        var run = 0
        var request = ""
        var time = ""
        var role = ""
        var key: Int64
        var template: [UInt8]
        var hash: [UInt8]?

        init(enrolment row: Row) {
            id = row[0]
            owner = row[1]
            decision = row[2]
            key = row[3]
            template = Blob.bytes(row[4])
        }

        init(face row: Row) {
            id = row[0]
            owner = row[1]
            run = row[2]
            request = row[3]
            time = row[4]
            role = row[5]
            key = row[6]
            template = Blob.bytes(row[7])
            hash = Blob.optional(row[8])
        }
    }

    /// Reads pages of rows and, at once, the keys of a page; rows whose key was destroyed are passed over.
    private func eachPage(
        _ sql: String, _ arguments: [String], read make: (Row) -> SealedRow, _ body: (SealedRow, DataKey) throws -> Void
    ) throws {
        let (vault, size) = (try keys(), 4096)
        var last: Int64 = 0
        while true {
            let page = try read { database in
                try Row.fetchAll(
                    database.cachedStatement(sql: sql), arguments: StatementArguments(arguments) + [last, size]
                ).map(make)
            }
            guard let end = page.last else { return }
            last = end.id
            let keys = try vault.keys(page.map(\.key))
            for row in page {
                guard let key = keys[row.key] else { continue }
                try body(row, key)
            }
        }
    }
}
