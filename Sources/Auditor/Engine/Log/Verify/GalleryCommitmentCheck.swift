import AuditCore
import GRDB

/// Level 4 for the gallery: subjects, their templates and the lists' entries open, are what the log committed to, and are
/// found by what they say. Needs the keys.
struct GalleryCommitmentCheck {
    private let store: AuditStore
    private let vault: Vault
    private let index: BlindIndex

    init(store: AuditStore) throws(AuditError) {
        self.store = store
        vault = try store.keys()
        index = try store.blindIndex()
    }

    /// Opens everything that is there.
    func check(into result: inout LogVerification) throws(AuditError) {
        try each("subject", "subject's record or template", into: &result, checkSubject)
        try each("list_entry", "list's entry", into: &result, checkEntry)
        try each("seen_face", "seen face", into: &result, checkFace)
    }

    /// Calls the body with every number of a table, ascending.
    private func each(
        _ table: String, _ what: String, into result: inout LogVerification,
        _ body: (Int64, inout LogVerification) throws -> Void
    ) throws(AuditError) {
        var last: Int64 = 0
        while true {
            let page = try store.read {
                try Int64.fetchAll(
                    $0, sql: "SELECT id FROM \(table) WHERE id > ? ORDER BY id LIMIT 1000", arguments: [last])
            }
            guard let end = page.last else { return }
            last = end
            for id in page {
                try CommitmentCheck.judge(at: nil, "a \(what) cannot be decrypted or read", into: &result) { result in
                    try body(id, &result)
                }
            }
        }
    }

    private func checkSubject(_ id: Int64, into result: inout LogVerification) throws {
        guard let columns = try store.read({ try SubjectColumns.fetch(id, $0) }), columns.state != "erased" else {
            return
        }
        guard let key = try key(columns.keyID, "a subject", into: &result) else { return }
        let record = try SubjectRecord(key.open(columns.record, cell: .subject(id)))
        let tags = record.tags(index)
        var holds = try enrolment(columns.leaf)?.commitment == record.commitment(subject: id)
        holds = holds && tags.subject == columns.tag && tags.email == columns.emailTag
        for one in columns.enrolments where one.state != "revoked" {
            let sealed = try SealedTemplate(key.open(one.template, cell: .enrolment(one.id)))
            let commitment = try sealed.commitment(subject: id, matcher: one.matcher, version: one.version)
            let logged = try enrolment(one.leaf)
            holds =
                holds && one.keyID == columns.keyID && logged?.subject == Int(id)
                && logged?.templates.contains([one.matcher, one.version, commitment]) == true
        }
        if !holds {
            result.add(
                LogFinding(
                    .commitmentMismatch, leaf: columns.leaf,
                    "subject \(id) or one of its templates is not what the log committed to"))
        }
    }

    private func checkEntry(_ id: Int64, into result: inout LogVerification) throws {
        guard let columns = try store.read({ try ListColumns.fetch(id, $0) }), columns.removed == nil,
            let key = try key(columns.keyID, "a list's entry", into: &result)
        else { return }
        let record = try ListRecord(key.open(columns.record, cell: .listEntry(id)))
        guard case .list(let leaf)? = try leaf(columns.leaf), leaf.commitment == (try record.commitment(entry: id)),
            record.tag(field: columns.field, index) == columns.tag
        else {
            return result.add(
                LogFinding(
                    .commitmentMismatch, leaf: columns.leaf, "entry \(id) of a list is not what the log committed to"))
        }
    }

    private func checkFace(_ id: Int64, into result: inout LogVerification) throws {
        let row = try store.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT key_id, template, photo_hash FROM seen_face WHERE id = ?"),
                arguments: [id]
            ).map { (key: $0[0] as Int64, template: Blob.bytes($0[1]), hash: Blob.optional($0[2])) }
        }
        guard let row, let key = try key(row.key, "a seen face", into: &result) else { return }
        _ = try key.open(row.template, cell: .seenFace(id))
        if let hash = row.hash { _ = try key.open(hash, cell: .photoHash(id)) }
    }

    private func key(_ id: Int64, _ what: String, into result: inout LogVerification) throws -> DataKey? {
        if let key = try vault.key(id) { return key }
        result.add(
            LogFinding(
                .erasureMismatch,
                "the key of \(what) is gone, and no erasure was logged: an erasure was interrupted, which the same "
                    + "command completes, or somebody destroyed the key"))
        return nil
    }

    private func leaf(_ position: Int) throws -> LogLeaf? {
        let body = try store.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT body FROM log_leaf WHERE position = ?"), arguments: [position]
            ).map { Blob.bytes($0["body"]) }
        }
        return try body.map { try LogLeaf(parsing: $0) }
    }

    private func enrolment(_ position: Int) throws -> EnrolmentLeaf? {
        guard case .enrolment(let leaf)? = try leaf(position) else { return nil }
        return leaf
    }
}
