import AuditCore
import GRDB

/// A subject as the tables `subject` and `enrolment` hold it: what is written, and what the audit log holds the tables
/// against.
struct SubjectColumns: Equatable {
    var id: Int64
    /// The blind index of the subject id; nil once it was erased.
    var tag: [UInt8]?
    var emailTag: [UInt8]?
    /// 0 once it was erased.
    var keyID: Int64
    /// Sealed; empty once it was erased.
    var record: [UInt8]
    var state: String
    var created: String
    var revokedAt: String?
    /// The newest enrolment's leaf.
    var leaf: Int
    var enrolments: [EnrolmentColumns] = []

    /// One row of the table `enrolment`.
    struct EnrolmentColumns: Equatable {
        var id: Int64
        var decision: Int64?
        var matcher: String
        var version: String
        var imageSHA256: String?
        var keyID: Int64
        /// Sealed; empty once it was revoked.
        var template: [UInt8]
        var state: String
        /// The leaf of the enrolment that took its place.
        var replacedBy: Int?
        var leaf: Int
    }

    init(id: Int64, keyID: Int64, created: String, leaf: Int) {
        self.id = id
        self.keyID = keyID
        record = []
        state = "active"
        self.created = created
        self.leaf = leaf
    }

    /// Reads a row of the table `subject`, without its enrolments.
    init(_ row: Row) {
        id = row["id"]
        tag = Blob.optional(row["tag"])
        emailTag = Blob.optional(row["email_tag"])
        keyID = row["key_id"]
        record = Blob.bytes(row["record"])
        state = row["state"]
        created = row["created"]
        revokedAt = row["revoked_at"]
        leaf = row["leaf"]
    }

    /// The subject of a number; nil when it is not there.
    static func fetch(_ id: Int64, _ database: Database) throws -> SubjectColumns? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM subject WHERE id = ?")
        guard var columns = try Row.fetchOne(statement, arguments: [id]).map(SubjectColumns.init) else { return nil }
        columns.enrolments = try EnrolmentColumns.fetch(subject: id, database)
        return columns
    }

    /// Writes the row, in the place of an older one.
    func write(into database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO subject VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                    tag = excluded.tag, email_tag = excluded.email_tag, key_id = excluded.key_id,
                    record = excluded.record, state = excluded.state, created = excluded.created,
                    revoked_at = excluded.revoked_at, leaf = excluded.leaf
                """
        ).execute(arguments: [
            id, tag.map(Blob.data), emailTag.map(Blob.data), keyID, Blob.data(record), state, created, revokedAt, leaf,
        ])
    }

    /// The digest that the subject's newest leaf holds of every column, so that no edit of one goes unseen.
    var evidence: String {
        var parts = ["identity-auditor/subject-evidence/1", String(id), tag.map(Hexadecimal.text) ?? ""]
        parts += [emailTag.map(Hexadecimal.text) ?? "", String(keyID), SHA256Hex.digest(record), state, created]
        parts += [revokedAt.map { "=" + $0 } ?? "", String(leaf)]
        for one in enrolments {
            parts += ["enrolment", String(one.id), one.decision.map(String.init) ?? "", one.matcher, one.version]
            parts += [one.imageSHA256.map { "=" + $0 } ?? "", String(one.keyID), SHA256Hex.digest(one.template)]
            parts += [one.state, one.replacedBy.map(String.init) ?? "", String(one.leaf)]
        }
        return SHA256Hex.digest(parts: parts)
    }

    /// Whether nothing is left but the number.
    var isBlank: Bool {
        var blank = SubjectColumns(id: id, keyID: 0, created: "", leaf: leaf)
        blank.state = "erased"
        return self == blank
    }
}

extension SubjectColumns.EnrolmentColumns {
    init(_ row: Row) {
        id = row["id"]
        decision = row["decision_id"]
        matcher = row["matcher"]
        version = row["template_version"]
        imageSHA256 = row["image_sha256"]
        keyID = row["key_id"]
        template = Blob.bytes(row["template"])
        state = row["state"]
        replacedBy = row["replaced_by"]
        leaf = row["leaf"]
    }

    static func fetch(subject: Int64, _ database: Database) throws -> [Self] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM enrolment WHERE subject = ? ORDER BY id")
        return try Row.fetchAll(statement, arguments: [subject]).map(Self.init)
    }

    func insert(subject: Int64, into database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO enrolment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                id, subject, decision, matcher, version, imageSHA256, keyID, Blob.data(template), state, replacedBy,
                leaf,
            ])
    }
}
