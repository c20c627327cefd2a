import AuditCore
import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What of a list's entry may be personal: one encrypted cell of the table `list_entry`, with the salt that opens the
/// log's commitment.
struct ListRecord: Codable, Equatable {
    var value: String?
    /// Matcher, version and features in base64.
    var templates: [[String]]
    var owner: String
    var reason: String
    let salt: [UInt8]

    init(_ entry: ListEntry) {
        (value, templates) = (nil, [])
        switch entry.content {
        case .field(_, let text): value = text
        case .face(let faces):
            templates = faces.map {
                [$0.matcher, $0.version, StrictBase64.encode(SealedTemplate.bytes($0.template))]
            }
        }
        owner = entry.owner
        reason = entry.reason
        salt = RowSealer.salt(LogCommitment.saltByteCount)
    }

    /// Reads the cell's plain text.
    /// - Throws: `database_invalid`.
    init(_ bytes: [UInt8]) throws(AuditError) {
        guard let record = try? JSONDecoder().decode(ListRecord.self, from: Data(bytes)) else {
            throw AuditError(.databaseInvalid, "a list's entry is not in its form")
        }
        self = record
    }

    /// The cell's plain text.
    func bytes() throws -> [UInt8] { Array(try JSONText.encode(self).utf8) }

    /// What the log commits to.
    func commitment(entry: Int64) throws(LogError) -> String {
        try LogCommitment.value(
            salt: salt,
            record: .object([
                CanonicalJSON.Member("entry", .integer(Int(entry))), CanonicalJSON.Member("owner", .string(owner)),
                CanonicalJSON.Member("reason", .string(reason)),
                CanonicalJSON.Member("templates", .array(templates.map { .array($0.map(CanonicalJSON.string)) })),
                CanonicalJSON.Member("value", value.map(CanonicalJSON.string) ?? .null),
            ])
        ).base64
    }

    /// What the entry is found by; nil for a face.
    func tag(field: String, _ index: BlindIndex) -> [UInt8]? {
        guard let value, let field = BlindIndex.Field(rawValue: field) else { return nil }
        return index.tag(value, in: field)
    }

    /// Who is meant.
    /// - Throws: `database_invalid`.
    func content(field: String) throws(AuditError) -> ListEntry.Content {
        if let value, let field = BlindIndex.Field(rawValue: field) { return .field(field, value) }
        var faces: [EnrolledTemplate] = []
        for one in templates where one.count == 3 {
            guard let bytes = StrictBase64.decode(Array(one[2].utf8), limit: 1 << 20),
                let template = SealedTemplate.template(bytes[...])
            else { break }
            faces.append(EnrolledTemplate(matcher: one[0], version: one[1], template: template))
        }
        guard field == "face", value == nil, faces.count == templates.count else {
            throw AuditError(.databaseInvalid, "a list's entry is not in its form")
        }
        return .face(faces)
    }
}

/// An entry as the table `list_entry` holds it: what is written, and what the audit log holds the table against.
struct ListColumns: Equatable {
    var id: Int64
    var list: String
    var field: String
    /// The blind index of the value; nil for a face, and once the entry was removed.
    var tag: [UInt8]?
    /// 0 once it was removed.
    var keyID: Int64
    /// Sealed; empty once it was removed.
    var record: [UInt8]
    var expires: String?
    var created: String
    var removed: String?
    /// The newest leaf.
    var leaf: Int

    /// The digest that the entry's newest leaf holds of every column.
    var evidence: String {
        var parts = ["identity-auditor/list-evidence/1", String(id), list, field, tag.map(Hexadecimal.text) ?? ""]
        parts += [String(keyID), SHA256Hex.digest(record), expires.map { "=" + $0 } ?? "", created]
        parts += [removed.map { "=" + $0 } ?? "", String(leaf)]
        return SHA256Hex.digest(parts: parts)
    }

    /// Writes the row, in the place of an older one.
    func write(into database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO list_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id, list, field, tag.map(Blob.data), keyID, Blob.data(record), expires, created, removed, leaf,
            ])
    }
}

extension ListColumns {
    init(_ row: Row) {
        id = row["id"]
        list = row["list"]
        field = row["field"]
        tag = Blob.optional(row["tag"])
        keyID = row["key_id"]
        record = Blob.bytes(row["record"])
        expires = row["expires"]
        created = row["created"]
        removed = row["removed"]
        leaf = row["leaf"]
    }

    static func fetch(_ id: Int64, _ database: Database) throws -> ListColumns? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM list_entry WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map(ListColumns.init)
    }
}
