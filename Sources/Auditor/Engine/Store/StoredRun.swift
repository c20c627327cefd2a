public import AuditCore
import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One run read back from the store alone: what every report is made from.
///
/// A body that is called for each decision may ask for further rows, so each call reads pages of decisions instead of
/// keeping a cursor open; memory stays that of one page.
public struct StoredRun: RunArchive {
    /// The run.
    public let run: RunRecord
    private let store: AuditStore
    private let checks = DecodedTexts<[CheckResult]>()
    private static let pageSize = 500

    /// Opens a run for reading.
    public init(store: AuditStore, run: RunRecord) {
        self.store = store
        self.run = run
    }

    /// See `RunArchive`.
    public func forEachDecision(_ outcomes: Set<Outcome>, _ body: (DecisionRecord) throws -> Void) throws {
        let list = outcomes.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        let sql = """
            SELECT * FROM decision WHERE run_id = ? AND row > ? AND outcome IN (\(list))
            ORDER BY row LIMIT \(Self.pageSize)
            """
        try forEachPage { last in
            let page = try store.read { database in
                try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: [run.id, last]).map {
                    try decision($0, database)
                }
            }
            try page.forEach(body)
            return page.last?.row
        }
    }

    /// See `RunArchive`.
    public func forEachNotification(_ body: (Int) throws -> Void) throws {
        let sql = """
            SELECT row FROM decision JOIN outbox ON outbox.decision_id = decision.id
            WHERE run_id = ? AND row > ? ORDER BY row LIMIT \(Self.pageSize)
            """
        try forEachPage { last in
            let page = try store.read { try Int.fetchAll($0, sql: sql, arguments: [run.id, last]) }
            try page.forEach(body)
            return page.last
        }
    }

    /// See `RunArchive`.
    public func decision(row: Int) throws -> DecisionRecord? {
        try store.read { database in
            let sql = "SELECT * FROM decision WHERE run_id = ? AND row = ?"
            return try Row.fetchOne(try database.cachedStatement(sql: sql), arguments: [run.id, row])
                .map { try decision($0, database) }
        }
    }

    /// See `RunArchive`.
    public func personalData(row: Int) throws -> PersonalData {
        try store.read { database in
            let sql = """
                SELECT name, value FROM personal JOIN decision ON decision.id = personal.decision_id
                WHERE run_id = ? AND row = ? ORDER BY position
                """
            var personal = PersonalData()
            for field in try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: [run.id, row]) {
                personal.append(name: field["name"], value: field["value"])
            }
            return personal
        }
    }

    /// See `RunArchive`.
    public func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? {
        try store.read { database in
            let sql = "SELECT jpeg FROM face_crop WHERE image_sha256 = ? AND matcher = ?"
            return try Data.fetchOne(try database.cachedStatement(sql: sql), arguments: [imageSHA256, matcher])
                .map(Blob.bytes)
        }
    }

    /// Calls the body with the last row of the page before, until it returns nil.
    private func forEachPage(_ body: (_ last: Int) throws -> Int?) throws {
        var last = 0
        while let next = try body(last) { last = next }
    }

    private func decision(_ row: Row, _ database: Database) throws -> DecisionRecord {
        try Self.decision(row, database, checks)
    }

    /// Decodes a row of the table `decision` with its scores.
    static func decision(
        _ row: Row, _ database: Database, _ checks: DecodedTexts<[CheckResult]>
    ) throws -> DecisionRecord {
        guard let outcome = Outcome(rawValue: row["outcome"]) else {
            throw AuditError(.databaseInvalid, "a decision has an unknown outcome")
        }
        let scores = try Row.fetchAll(
            try database.cachedStatement(sql: "SELECT * FROM score WHERE decision_id = ? ORDER BY position"),
            arguments: [row["id"] as Int64])
        return DecisionRecord(
            row: row["row"], line: row["line"], requestID: row["request_id"], kind: row["kind"], outcome: outcome,
            reasons: try JSONText.decode([Reason].self, row["reasons"]),
            checks: try checks.decode(row["checks"]), confidence: row["confidence"],
            subjectID: row["subject_id"], images: try JSONText.decode([ImageRecord].self, row["images"]),
            comparisons: try scores.map(comparison), requestKey: row["request_key"])
    }

    private static func comparison(_ row: Row) throws -> ComparisonRecord {
        guard let metric = ScoreMetric(rawValue: row["metric"]), let part = ComparisonRecord.Part(rawValue: row["part"])
        else { throw AuditError(.databaseInvalid, "a score has an unknown metric or part") }
        return ComparisonRecord(
            matcher: row["matcher"], metric: metric, score: row["score"], approveThreshold: row["approve_threshold"],
            rejectThreshold: row["reject_threshold"], verdict: (row["verdict"] as String?).flatMap(Outcome.init),
            part: part)
    }
}
