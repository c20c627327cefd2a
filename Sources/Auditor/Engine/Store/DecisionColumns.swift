import AuditCore
import GRDB

/// A decision as the tables `decision` and `score` hold it: what is written, and what the audit log holds the tables
/// against.
struct DecisionColumns: Equatable {
    var run: Int
    var row: Int
    var line: Int
    var requestID: String
    /// The request key under the vault's secret; empty once the request was erased.
    var requestKey: String
    var kind: String
    var outcome: String
    var confidence: Double?
    var reasons: String
    var checks: String
    var images: String
    /// What the gallery answered; nil when it was not asked.
    var gallery: String?
    /// What the identity document showed; nil when none was read.
    var document: String?
    var isRequest: Bool
    var source: Int64?
    /// Keeps the evidence's digest from being found by trying values; a new one once the request was erased.
    var salt: [UInt8]
    var scores: [ScoreColumns]
    var seen: [SeenColumns] = []

    /// One row of the table `score`.
    struct ScoreColumns: Equatable {
        /// Its place in the list, from 0.
        var position: Int
        var matcher: String
        var metric: String
        var score: Double?
        var approveThreshold: Double
        var rejectThreshold: Double
        var verdict: String?
        var part: String
    }

    static let saltByteCount = 16

    init(_ row: DecidedRow, run: Int, requestKey: String, salt: [UInt8]) throws {
        let record = row.record
        self.run = run
        self.row = record.row
        line = record.line
        requestID = record.requestID
        self.requestKey = requestKey
        kind = record.kind
        outcome = record.outcome.rawValue
        confidence = record.confidence
        reasons = try JSONText.encode(record.reasons)
        checks = try JSONText.encode(record.checks)
        images = try JSONText.encode(record.images)
        gallery = try record.gallery.map(JSONText.encode)
        document = try record.document.map(JSONText.encode)
        isRequest = row.origin.isRequest
        source = row.origin.source
        self.salt = salt
        scores = record.comparisons.enumerated().map {
            ScoreColumns(
                position: $0, matcher: $1.matcher, metric: $1.metric.rawValue, score: $1.score,
                approveThreshold: $1.approveThreshold, rejectThreshold: $1.rejectThreshold,
                verdict: $1.verdict?.rawValue, part: $1.part.rawValue)
        }
    }

    /// Reads a row of the table `decision` and its scores.
    init(_ row: Row, _ database: Database) throws {
        run = row["run_id"]
        self.row = row["row"]
        line = row["line"]
        requestID = row["request_id"]
        requestKey = row["request_key"]
        kind = row["kind"]
        outcome = row["outcome"]
        confidence = row["confidence"]
        reasons = row["reasons"]
        checks = row["checks"]
        images = row["images"]
        gallery = row["gallery"]
        document = row["document"]
        isRequest = row["is_request"]
        source = row["source_id"]
        salt = Blob.bytes(row["salt"])
        let sql = "SELECT * FROM score WHERE decision_id = ? ORDER BY position"
        scores = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [row["id"] as Int64]).map {
            ScoreColumns(
                position: $0["position"], matcher: $0["matcher"], metric: $0["metric"], score: $0["score"],
                approveThreshold: $0["approve_threshold"], rejectThreshold: $0["reject_threshold"],
                verdict: $0["verdict"], part: $0["part"])
        }
        seen = try SeenColumns.fetch(decision: row["id"], database)
    }

    /// Writes the row and its scores.
    /// - Returns: the decision's number.
    func insert(leaf: Int, into database: Database) throws -> Int64 {
        try database.cachedStatement(
            sql: """
                INSERT INTO decision (run_id, row, line, request_id, request_key, kind, outcome, confidence, reasons,
                    checks, images, gallery, document, is_request, source_id, salt, leaf)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            run, row, line, requestID, requestKey, kind, outcome, confidence, reasons, checks, images, gallery,
            document, isRequest, source, Blob.data(salt), leaf,
        ])
        let decision = database.lastInsertedRowID
        for score in scores {
            try database.cachedStatement(sql: "INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
                arguments: [
                    decision, score.position, score.matcher, score.metric, score.score, score.approveThreshold,
                    score.rejectThreshold, score.verdict, score.part,
                ])
        }
        for face in seen { try face.insert(decision: decision, into: database) }
        return decision
    }

    /// The digest that the log's leaf holds of every column and of the seen faces, so that no edit of one goes unseen. Numbers go in with
    /// their bits, texts as they are stored.
    var evidence: String {
        var parts = ["identity-auditor/decision-evidence/1", Hexadecimal.text(salt)]
        parts += [String(run), String(row), String(line), requestID, requestKey, kind, outcome, Self.bits(confidence)]
        parts += [reasons, checks, images, isRequest ? "request" : "no request", source.map(String.init) ?? ""]
        for score in scores {
            parts += [
                "score", String(score.position), score.matcher, score.metric, Self.bits(score.score),
                Self.bits(score.approveThreshold),
            ]
            parts += [Self.bits(score.rejectThreshold), score.verdict.map { "=" + $0 } ?? "", score.part]
        }
        if let gallery { parts += ["gallery", gallery] }
        if let document { parts += ["document", document] }
        for face in seen { parts += face.evidence }
        return SHA256Hex.digest(parts: parts)
    }

    /// The digest that an erasure's leaf holds of what remains of its decisions, in the order of their leaves.
    static func evidence(ofErased evidence: [String]) -> String {
        SHA256Hex.digest(parts: ["identity-auditor/erased-evidence/1"] + evidence)
    }

    /// The decision that a leaf is about; nil when it is not there.
    static func fetch(leaf: Int, _ database: Database) throws -> DecisionColumns? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM decision WHERE leaf = ?")
        return try Row.fetchOne(statement, arguments: [leaf]).map { try DecisionColumns($0, database) }
    }

    private static func bits(_ value: Double?) -> String { value.map { String($0.bitPattern, radix: 16) } ?? "" }
}
