import AuditCore
import GRDB

/// A decision with all that is needed to make it again.
struct ReplayRow: Sendable {
    /// Position in the replay, from 1.
    var number: Int
    /// Number of the decision in the database.
    var decision: Int64
    /// The run that decided.
    var run: Int
    /// What was decided.
    var record: DecisionRecord
    /// The personal fields of the request.
    var personal: PersonalData
    /// Where the row came from.
    var origin: DecidedRow.Origin
    /// What was read on the document.
    var document: StoredReading?
}

extension AuditStore {
    /// Lists the decisions to be replayed: every one of a single run, or of several runs each request's newest. Rows
    /// without a request id are all taken.
    /// - Returns: how many there are.
    func prepareReplay(of runs: [Int]) throws(AuditError) -> Int {
        let list = runs.map(String.init).joined(separator: ", ")
        // What was erased cannot be decided again.
        let isThere = "EXISTS (SELECT 1 FROM personal WHERE decision_id = decision.id)"
        let chosen =
            runs.count == 1
            ? "SELECT id, run_id, row FROM decision WHERE run_id = \(list) AND \(isThere)"
            : """
            SELECT id, run_id, row FROM (
                SELECT id, run_id, row, row_number() OVER (
                    PARTITION BY request_id, CASE request_id WHEN '' THEN id END ORDER BY run_id DESC, row) AS place
                FROM decision WHERE run_id IN (\(list)) AND \(isThere)
            ) WHERE place = 1
            """
        return try write { database in
            try database.execute(
                sql: """
                    DROP TABLE IF EXISTS temp.replay;
                    CREATE TEMP TABLE replay (number INTEGER PRIMARY KEY, decision_id INTEGER NOT NULL);
                    INSERT INTO temp.replay (decision_id) SELECT id FROM (\(chosen)) ORDER BY run_id, row;
                    """)
            return try Int.fetchOne(database, sql: "SELECT count(*) FROM temp.replay") ?? 0
        }
    }

    /// The next listed decisions after a position, in order; empty after the last.
    func replayRows(after number: Int, limit: Int, checks: DecodedTexts<[CheckResult]>) throws(AuditError)
        -> [ReplayRow]
    {
        let page = try read { database in
            let sql = """
                SELECT replay.number AS number, decision.* FROM temp.replay
                JOIN decision ON decision.id = replay.decision_id WHERE replay.number > ? ORDER BY replay.number LIMIT ?
                """
            return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [number, limit]).map { row in
                let id: Int64 = row["id"]
                return ReplayRow(
                    number: row["number"], decision: id, run: row["run_id"],
                    record: try StoredRun.decision(row, database, checks), personal: PersonalData(),
                    origin: DecidedRow.Origin(isRequest: row["is_request"], source: id))
            }
        }
        var rows: [ReplayRow] = []
        for var row in page {
            guard let personal = try personalRecord(decision: row.decision) else {
                throw AuditError(.databaseInvalid, "a decision that is to be made again has no personal record")
            }
            row.record.subjectID = personal.subjectID
            row.personal = personal.fields
            row.origin.photos = personal.photos
            row.origin.locale = personal.locale
            row.document = personal.document
            rows.append(row)
        }
        return rows
    }

    /// The newest decision with a request key, taken with the same face choice: its scores are those of the very same
    /// request, photos, matchers and models.
    func decision(requestKey: String, faceChoice: FaceChoice) throws(AuditError) -> DecisionRecord? {
        let stored = try storedRequestKey(requestKey)
        return try read { database in
            let sql = """
                SELECT decision.* FROM decision JOIN run ON run.id = decision.run_id
                WHERE request_key = ? AND face_choice = ? AND outcome <> 'error' ORDER BY decision.id DESC LIMIT 1
                """
            return try Row.fetchOne(
                database.cachedStatement(sql: sql), arguments: [stored, faceChoice.rawValue]
            ).map { try StoredRun.decision($0, database, DecodedTexts()) }
        }
    }
}
