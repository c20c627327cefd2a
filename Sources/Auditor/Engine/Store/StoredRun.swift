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
            \(Self.selection) WHERE run_id = ? AND row > ? AND outcome IN (\(list)) ORDER BY row LIMIT \(Self.pageSize)
            """
        try forEachPage { last in
            let page = try store.read { database in
                try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: [run.id, last]).map {
                    try stored($0, database)
                }
            }
            for decision in page { try body(complete(decision)) }
            return page.last?.record.row
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
        let found = try store.read { database in
            let sql = "\(Self.selection) WHERE run_id = ? AND row = ?"
            return try Row.fetchOne(try database.cachedStatement(sql: sql), arguments: [run.id, row])
                .map { try stored($0, database) }
        }
        return try found.map(complete)
    }

    /// See `RunArchive`.
    public func personalData(row: Int) throws -> PersonalData {
        let decision = try store.read { database in
            let sql = "SELECT id FROM decision WHERE run_id = ? AND row = ?"
            return try Int64.fetchOne(try database.cachedStatement(sql: sql), arguments: [run.id, row])
        }
        guard let decision else { return PersonalData() }
        return try store.personalRecord(decision: decision)?.fields ?? PersonalData()
    }

    /// See `RunArchive`.
    public func document(row: Int) throws -> ShownDocument? {
        guard store.hasKeys else { return nil }
        let decision = try store.read { database in
            let sql = "SELECT id FROM decision WHERE run_id = ? AND row = ?"
            return try Int64.fetchOne(try database.cachedStatement(sql: sql), arguments: [run.id, row])
        }
        guard let decision, let stored = try store.personalRecord(decision: decision)?.document else { return nil }
        return ShownDocument(reading: stored.reading) { side in
            guard let sha256 = stored.reading.sides[side]?.imageSHA256 else { return nil }
            return try store.faceCrop(FaceCrop.Address(imageSHA256: sha256, matcher: stored.key))
        }
    }

    /// See `RunArchive`.
    public func faceCrop(imageSHA256: String, matcher: String) throws -> [UInt8]? {
        try store.faceCrop(FaceCrop.Address(imageSHA256: imageSHA256, matcher: matcher))
    }

    /// Calls the body with the last row of the page before, until it returns nil.
    private func forEachPage(_ body: (_ last: Int) throws -> Int?) throws {
        var last = 0
        while let next = try body(last) { last = next }
    }

    /// See `RunArchive`.
    public func checkpoint() throws -> String? { try store.checkpoint(run: run.id) }

    /// See `RunArchive`.
    public func duplicates() throws -> DuplicatesRecord? {
        store.hasKeys ? try RunDuplicates(store: store, run: run).record() : nil
    }

    /// See `RunArchive`.
    public func searches() throws -> RunSearches { RunSearches(try store.galleryEvidence(run: run.id)) }

    /// See `RunArchive`.
    public func subject(number: Int64) throws -> EnrolledPerson? {
        guard store.hasKeys else { return nil }
        return try store.subject(number: number).map {
            EnrolledPerson(subjectID: $0.subjectID, name: $0.name, email: $0.email)
        }
    }

    /// A decision as it is stored, without what is personal.
    private struct Stored {
        var id: Int64
        var hasSubject: Bool
        var record: DecisionRecord
    }

    private static let selection = """
        SELECT decision.*, personal.has_subject FROM decision LEFT JOIN personal ON personal.decision_id = decision.id
        """

    private func stored(_ row: Row, _ database: Database) throws -> Stored {
        Stored(
            id: row["id"], hasSubject: row["has_subject"] ?? false, record: try Self.decision(row, database, checks))
    }

    /// Adds the claimed identity, which is encrypted; a store that was opened without keys leaves it out.
    private func complete(_ stored: Stored) throws -> DecisionRecord {
        guard stored.hasSubject, store.hasKeys else { return stored.record }
        var record = stored.record
        record.subjectID = try store.personalRecord(decision: stored.id)?.subjectID ?? ""
        return record
    }

    /// Decodes a row of the table `decision` with its scores, after it was held against its leaf; the claimed identity is
    /// elsewhere.
    /// - Throws: `log_mismatch` for an edited one.
    static func decision(
        _ row: Row, _ database: Database, _ checks: DecodedTexts<[CheckResult]>
    ) throws -> DecisionRecord {
        guard let outcome = Outcome(rawValue: row["outcome"]) else {
            throw AuditError(.databaseInvalid, "a decision has an unknown outcome")
        }
        let columns = try DecisionColumns(row, database)
        try LoggedEvidence.check(columns, leaf: row["leaf"], id: row["id"], database)
        return DecisionRecord(
            row: row["row"], line: row["line"], requestID: row["request_id"], kind: row["kind"], outcome: outcome,
            reasons: try JSONText.decode([Reason].self, row["reasons"]),
            checks: try checks.decode(row["checks"]), confidence: row["confidence"],
            images: try JSONText.decode([ImageRecord].self, row["images"]),
            comparisons: try columns.scores.map(comparison), requestKey: row["request_key"],
            gallery: try (row["gallery"] as String?).map { try JSONText.decode(GalleryEvidence.self, $0) },
            document: try (row["document"] as String?).map { try JSONText.decode(DocumentEvidence.self, $0) })
    }

    private static func comparison(_ score: DecisionColumns.ScoreColumns) throws -> ComparisonRecord {
        guard let metric = ScoreMetric(rawValue: score.metric), let part = ComparisonRecord.Part(rawValue: score.part)
        else { throw AuditError(.databaseInvalid, "a score has an unknown metric or part") }
        return ComparisonRecord(
            matcher: score.matcher, metric: metric, score: score.score, approveThreshold: score.approveThreshold,
            rejectThreshold: score.rejectThreshold, verdict: score.verdict.flatMap(Outcome.init), part: part)
    }
}
