import AuditCore
import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AuditStore {
    /// The personal record of a decision; nil when it was erased.
    /// - Throws: `key_missing` when the store was opened without keys; `database_invalid`.
    func personalRecord(decision: Int64) throws(AuditError) -> PersonalRecord? {
        let stored = try read { database in
            let sql = "SELECT key_id, record FROM personal WHERE decision_id = ?"
            return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [decision])
                .map { (key: $0["key_id"] as Int64, sealed: Blob.bytes($0["record"])) }
        }
        guard let stored, let key = try keys().key(stored.key) else { return nil }
        return try PersonalRecord(key.open(stored.sealed, cell: .personal(decision: decision)))
    }

    /// The number of the key of a decision's personal record; nil when it was erased.
    func keyOfPersonalRecord(decision: Int64) throws(AuditError) -> Int64? {
        try read { database in
            let sql = "SELECT key_id FROM personal WHERE decision_id = ?"
            return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [decision])
        }
    }

    /// Those of some faces that are not stored, each once.
    func missingCrops(_ crops: [FaceCrop.Address]) throws(AuditError) -> [FaceCrop.Address] {
        try read { database in
            let sql = "SELECT 1 FROM face_crop WHERE image_sha256 = ? AND matcher = ?"
            var seen: Set<FaceCrop.Address> = []
            return try crops.filter { crop in
                guard seen.insert(crop).inserted else { return false }
                return try Int.fetchOne(
                    database.cachedStatement(sql: sql), arguments: [crop.imageSHA256, crop.matcher]) == nil
            }
        }
    }

    /// A stored face, as JPEG; nil when there is none or it was erased.
    func faceCrop(_ face: FaceCrop.Address) throws(AuditError) -> [UInt8]? {
        let stored = try read { database in
            let sql = "SELECT key_id, jpeg FROM face_crop WHERE image_sha256 = ? AND matcher = ?"
            return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [face.imageSHA256, face.matcher])
                .map { (key: $0["key_id"] as Int64, sealed: Blob.bytes($0["jpeg"])) }
        }
        guard let stored, let key = try keys().key(stored.key) else { return nil }
        return try key.open(stored.sealed, cell: .face(face))
    }

    /// Whether two decisions are about requests that say the same; two that were erased say nothing.
    func haveSamePersonalData(_ a: Int64, _ b: Int64) throws(AuditError) -> Bool {
        try read { database in
            let sql = "SELECT digest FROM personal WHERE decision_id = ?"
            func digest(_ id: Int64) throws -> Data? {
                try Data.fetchOne(database.cachedStatement(sql: sql), arguments: [id])
            }
            return try digest(a) == digest(b)
        }
    }

    /// What opens the commitment of a logged decision, for the person whom it is about: the record and its salt, as one
    /// line of JSON; nil when the personal data was erased.
    public func opening(of logged: LoggedDecision) throws -> String? {
        guard let personal = try personalRecord(decision: logged.decision) else { return nil }
        let (request, images) = try read { database in
            let sql = "SELECT request_id, images FROM decision WHERE id = ?"
            guard let row = try Row.fetchOne(database, sql: sql, arguments: [logged.decision]) else {
                throw AuditError(.databaseInvalid, "a decision is gone")
            }
            return (row[0] as String, row[1] as String)
        }
        let record = personal.committed(
            requestID: request, images: try JSONText.decode([ImageRecord].self, images))
        let text: CanonicalJSON = .object([
            CanonicalJSON.Member(
                "commitment", .string(try LogCommitment.value(salt: personal.salt, record: record).base64)),
            CanonicalJSON.Member("record", record),
            CanonicalJSON.Member("salt", .string(StrictBase64.encode(personal.salt))),
        ])
        return String(decoding: try text.bytes(), as: UTF8.self)
    }
}
