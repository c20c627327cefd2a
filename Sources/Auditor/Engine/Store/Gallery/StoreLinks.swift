public import AuditCore
import GRDB

/// An earlier decision about a request that says the same in one field.
public struct LinkedDecision: Equatable, Sendable {
    /// The field.
    public var field: BlindIndex.Field
    /// The decision's number.
    public var decision: Int64
    /// The decision's run.
    public var run: Int
    /// The decision's request id.
    public var requestID: String
    /// When the run began, RFC 3339 UTC.
    public var time: String
}

extension AuditStore {
    /// What computes the tags that requests are found by.
    /// - Throws: `key_missing`.
    public func blindIndex() throws(AuditError) -> BlindIndex { BlindIndex(keyed: try keys().keyed) }

    /// The decisions about requests that share a value, in its normal form, by field and number. Replays are left out:
    /// they are about the same requests.
    /// - Parameters:
    ///   - fields: the request's own values.
    ///   - decision: only earlier ones; nil for all that are committed.
    ///   - time: only of runs begun at or after it, RFC 3339 UTC; nil for all.
    public func linkedDecisions(
        sharing fields: [(BlindIndex.Field, String)], before decision: Int64? = nil, since time: String? = nil
    ) throws(AuditError) -> [LinkedDecision] {
        let index = try blindIndex()
        return try read { database in
            let sql = """
                SELECT decision_id, run_id, request_id, started FROM person
                JOIN decision ON decision.id = decision_id JOIN run ON run.id = run_id
                WHERE field = ? AND tag = ? AND decision_id < ? AND source_id IS NULL AND started >= ?
                ORDER BY decision_id
                """
            let statement = try database.cachedStatement(sql: sql)
            return try fields.flatMap { field, value in
                guard let tag = index.tag(value, in: field) else { return [LinkedDecision]() }
                let arguments: StatementArguments = [
                    field.rawValue, Blob.data(tag), decision ?? Int64.max, time ?? "",
                ]
                return try Row.fetchAll(statement, arguments: arguments).map {
                    LinkedDecision(field: field, decision: $0[0], run: $0[1], requestID: $0[2], time: $0[3])
                }
            }
        }
    }

    /// What an earlier request said: its id, claimed identity and personal fields, and these with the number that was read on
    /// its document where it named none; nil when it was erased.
    /// - Throws: `key_missing`, `database_invalid`.
    public func requestData(
        decision: Int64
    ) throws(AuditError) -> (requestID: String, subjectID: String, personal: PersonalData, known: PersonalData)? {
        guard let record = try personalRecord(decision: decision) else { return nil }
        let request = try read { database in
            let statement = try database.cachedStatement(sql: "SELECT request_id FROM decision WHERE id = ?")
            return try String.fetchOne(statement, arguments: [decision])
        }
        return request.map {
            ($0, record.subjectID, record.fields, record.fields.completed(by: record.document?.reading))
        }
    }
}
