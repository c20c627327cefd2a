import AuditCore
import GRDB

/// Level 4 (reliability.md 4): what is encrypted is what the log committed to. Needs the keys.
struct CommitmentCheck {
    let store: AuditStore

    /// Opens the commitments of a range of leaves' decisions.
    func add(_ leaf: DecisionLeaf, at index: Int, into result: inout LogVerification) throws(AuditError) {
        let found = try store.read { database in
            let sql = "SELECT id, request_id, images FROM decision WHERE leaf = ?"
            return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [index]).map {
                (id: $0["id"] as Int64, request: $0["request_id"] as String, images: $0["images"] as String)
            }
        }
        guard let found else { return }
        do {
            guard let record = try store.personalRecord(decision: found.id) else { return }
            let images = try JSONText.decode([ImageRecord].self, found.images)
            if try record.commitment(requestID: found.request, images: images) == leaf.commitment {
                result.opened += 1
            } else {
                result.add(
                    LogFinding(
                        .commitmentMismatch, leaf: index, "personal data is not what the log committed to"))
            }
        } catch let error as AuditError where [.ioError, .diskFull, .locked].contains(error.code) {
            throw error
        } catch {
            result.add(LogFinding(.commitmentMismatch, leaf: index, "personal data cannot be decrypted or read"))
        }
    }
}
