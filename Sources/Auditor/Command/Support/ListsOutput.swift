import AuditCore
import AuditEngine

/// `auditor lists show --json`.
struct ListsOutput: Encodable {
    let schema = "identity-auditor/lists"
    let schemaVersion = 1
    let entries: [ListEntryOutput]

    enum CodingKeys: String, CodingKey {
        case schema, entries
        case schemaVersion = "schema_version"
    }
}

/// One entry as it is printed; the value only when it was asked for.
struct ListEntryOutput: Encodable {
    let entry: Int64
    let list: String
    let field: String
    let value: String
    let owner: String
    let reason: String
    let created: String
    let expires: String?
    let isExpired: Bool

    enum CodingKeys: String, CodingKey {
        case entry, list, field, value, owner, reason, created, expires
        case isExpired = "is_expired"
    }

    init(_ stored: StoredListEntry, now: String, reveal: Bool) {
        entry = stored.id
        list = stored.entry.list.rawValue
        field = stored.entry.content.field
        switch stored.entry.content {
        case .field(_, let value): self.value = reveal ? value : "•••"
        case .face(let templates): value = templates.map(\.matcher).joined(separator: ", ")
        }
        owner = stored.entry.owner
        reason = stored.entry.reason
        created = stored.created
        expires = stored.entry.expires
        isExpired = stored.entry.expires.map { $0 <= now } ?? false
    }

    var text: String {
        "\(entry)  \(list)  \(field) \(value)  \(isExpired ? "expired" : "until") \(expires?.prefix(10) ?? "removed")  "
            + "owner \(owner)  \(reason)"
    }
}
