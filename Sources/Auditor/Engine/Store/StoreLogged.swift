public import AuditCore
import GRDB

extension AuditStore {
    /// Holds what a new decision or a report is to rest on against the log: every leaf against the tree that was signed
    /// last, and a finished run's own row and counts against its leaves. Its decisions are held against theirs when they are
    /// read (`LoggedEvidence`). One hash a leaf: about a second for a million.
    /// - Throws: `key_missing`, `log_mismatch`.
    public func checkLogged(_ runs: [RunRecord]) throws(AuditError) {
        let seen = try keys().seenLog()
        try read { database in
            var tail = try LogTail(after: SeenLog(), database)
            guard try tail.read(to: seen.size) == seen.range() else { throw LogContinuity.mismatch(path) }
            for run in runs where run.state == .finished { try Self.checkLogged(run, database, path: path) }
        }
    }

    private static func checkLogged(_ run: RunRecord, _ database: Database, path: String) throws {
        let row = try Row.fetchOne(database, sql: "SELECT leaf, end_leaf FROM run WHERE id = ?", arguments: [run.id])
        let counts = try Row.fetchAll(
            database, sql: "SELECT outcome, count(*) FROM decision WHERE run_id = ? GROUP BY outcome ORDER BY outcome",
            arguments: [run.id]
        ).map { [$0[0] as String, String($0[1] as Int)] }
        guard let row, let place: Int = row["leaf"], let end: Int = row["end_leaf"],
            case .run(let leaf)? = try leaf(place, database), case .end(let ending)? = try Self.leaf(end, database),
            leaf.id == run.id, ending.run == place, ending.finished == run.finished,
            try RunColumns(run: run.id, database).digest == leaf.columns,
            ending.counts.sorted(by: { $0.key < $1.key }).map({ [$0.key, String($0.value)] }) == counts
        else {
            throw AuditError(
                .logMismatch,
                "run \(run.id) is not as it was logged: it or its decisions were edited; see `auditor log verify`, and "
                    + "put the newest good copy of the database back", at: SourceLocation(file: path))
        }
    }

    private static func leaf(_ position: Int, _ database: Database) throws -> LogLeaf? {
        let sql = "SELECT body FROM log_leaf WHERE position = ?"
        return try Row.fetchOne(database, sql: sql, arguments: [position])
            .flatMap { try? LogLeaf(parsing: Blob.bytes($0["body"])) }
    }
}

/// Whether a stored decision is the one that was logged; nothing new may rest on an edited one, and no report show it.
enum LoggedEvidence {
    private static let opening = Array(#""evidence":""#.utf8)
    /// Where the digest begins in a decision's leaf, behind the commitment, which always has as many bytes.
    private static let offset = #"{"commitment":"","evidence":""#.utf8.count + 44

    /// Holds a row of the table `decision` against its leaf.
    /// - Throws: `log_mismatch`.
    static func check(_ columns: DecisionColumns, leaf: Int, id: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(sql: "SELECT body FROM log_leaf WHERE position = ?")
        if let body = try Row.fetchOne(statement, arguments: [leaf]).map({ Blob.bytes($0["body"]) }) {
            if holds(body, columns.evidence) { return }
            // An erasure blanks columns and renews the salt; what stays is outcome, reasons and scores.
            let sql = "SELECT EXISTS (SELECT 1 FROM personal WHERE decision_id = ?)"
            if try Bool.fetchOne(database, sql: sql, arguments: [id]) == false,
                case .decision(let logged)? = try? LogLeaf(parsing: body), try columns.isErased(logged)
            {
                return
            }
        }
        let plain =
            columns.requestID.utf8.allSatisfy { (0x21..<0x7F).contains($0) } && columns.requestID.utf8.count <= 64
        let request = plain && !columns.requestID.isEmpty ? ", request \(columns.requestID)," : ""
        throw AuditError(
            .logMismatch,
            "row \(columns.row) of run \(columns.run)\(request) is not as it was logged: the decision or its scores were "
                + "edited; see `auditor log verify`, and put the newest good copy of the database back")
    }

    /// Whether the bytes of a leaf hold this digest at its place: reading all of the leaf would take ten times as long.
    private static func holds(_ body: [UInt8], _ evidence: String) -> Bool {
        let end = offset + 64
        return body.count > end && body[end] == UInt8(ascii: "\"")
            && body[(offset - opening.count)..<offset].elementsEqual(opening)
            && body[offset..<end].elementsEqual(evidence.utf8)
    }
}

extension DecisionColumns {
    /// Whether an erased decision still says what its leaf says.
    fileprivate func isErased(_ leaf: DecisionLeaf) throws -> Bool {
        try requestKey.isEmpty && row == leaf.row && outcome == leaf.outcome
            && JSONText.decode([ReasonCode].self, reasons).map(\.code) == leaf.reasons
            && scores.map { [$0.matcher, DecisionLeaf.score($0.score)] } == leaf.scores
    }

    private struct ReasonCode: Decodable {
        var code: String
    }
}
