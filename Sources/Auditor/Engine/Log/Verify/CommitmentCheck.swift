import AuditCore
import GRDB

/// Level 4 (reliability.md 4): what is encrypted is what the log committed to, and can be found by whom it is about. Needs
/// the keys.
struct CommitmentCheck {
    private let store: AuditStore
    private let vault: Vault
    private var tags = 0

    init(store: AuditStore) throws(AuditError) {
        self.store = store
        vault = try store.keys()
    }

    /// Opens the commitment of a decision's leaf.
    mutating func add(_ leaf: DecisionLeaf, at index: Int, into result: inout LogVerification) throws(AuditError) {
        let found = try store.read { database in
            let sql = """
                SELECT id, request_id, images, key_id FROM decision JOIN personal ON decision_id = decision.id
                WHERE leaf = ?
                """
            return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [index]).map {
                (
                    id: $0["id"] as Int64, request: $0["request_id"] as String, images: $0["images"] as String,
                    key: $0["key_id"] as Int64
                )
            }
        }
        guard let found else { return }
        guard try vault.key(found.key) != nil else {
            return result.add(
                LogFinding(
                    .erasureMismatch, leaf: index,
                    "the key of personal data is gone, and no erasure was logged: an erasure was interrupted, which the "
                        + "same command completes, or somebody destroyed the key"))
        }
        try Self.judge(at: index, "personal data cannot be decrypted or read", into: &result) { result in
            guard let record = try store.personalRecord(decision: found.id) else { return }
            let images = try JSONText.decode([ImageRecord].self, found.images)
            if try record.commitment(requestID: found.request, images: images) == leaf.commitment {
                result.opened += 1
            } else {
                result.add(
                    LogFinding(
                        .commitmentMismatch, leaf: index, "personal data is not what the log committed to"))
            }
            let columns = PersonalColumns(record, images: images, vault: vault)
            tags += columns.tags.count
            if try !store.read({ try columns.isStored(decision: found.id, $0) }) {
                result.add(
                    LogFinding(
                        .commitmentMismatch, leaf: index,
                        "what personal data is found by is not what it says: erasures would miss it"))
            }
        }
    }

    /// What only shows when all leaves are read.
    func finish(into result: inout LogVerification) throws(AuditError) {
        let stored = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM person") ?? 0 }
        // After any other finding the number says nothing.
        if result.holds, stored != tags {
            result.add(LogFinding(.commitmentMismatch, "people can be found by \(stored - tags) values too many"))
        }
        try addFaces(into: &result)
    }

    private func addFaces(into result: inout LogVerification) throws(AuditError) {
        var last = ("", "")
        while true {
            let page = try store.read { database in
                let sql = """
                    SELECT image_sha256, matcher FROM face_crop WHERE (image_sha256, matcher) > (?, ?)
                    ORDER BY image_sha256, matcher LIMIT 500
                    """
                return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [last.0, last.1])
                    .map { FaceCrop.Address(imageSHA256: $0[0], matcher: $0[1]) }
            }
            guard let end = page.last else { return }
            last = (end.imageSHA256, end.matcher)
            for face in page {
                try Self.judge(at: nil, "a stored face cannot be decrypted", into: &result) { result in
                    if try store.faceCrop(face) == nil {
                        result.add(
                            LogFinding(
                                .erasureMismatch, "the key of a stored face is gone, but the encrypted face is there"))
                    }
                }
            }
        }
    }

    /// An error of the disk ends the verification; any other says that a value was altered.
    static func judge(
        at index: Int?, _ message: String, into result: inout LogVerification,
        _ body: (inout LogVerification) throws -> Void
    ) throws(AuditError) {
        do {
            try body(&result)
        } catch let error as AuditError where [.ioError, .diskFull, .locked].contains(error.code) {
            throw error
        } catch {
            result.add(LogFinding(.commitmentMismatch, leaf: index, message))
        }
    }
}
