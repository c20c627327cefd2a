public import AuditCore
import GRDB

/// An earlier request that shares a value.
struct SharingRequest: Equatable, Sendable {
    var decision: Int64
    var requestID: String
    var kind: String
}

/// A request as it was decided first.
struct DecidedRequest: Sendable {
    var decision: Int64
    var run: Int
    var row: Int
    var requestID: String
    var kind: RequestKind?
    var outcome: Outcome?
    var images: [ImageRecord]
}

/// What a decision found of the gallery.
struct DecidedEvidence: Sendable {
    var decision: Int64
    var kind: RequestKind?
    var reasons: Set<ReasonCode>
    var evidence: GalleryEvidence
}

/// How many other runs of a night searched.
struct EarlierSearches: Equatable, Sendable {
    /// Runs that identified or enrolled.
    var gallery = 0
    /// Runs that looked for faces under other identities.
    var duplicates = 0
}

extension AuditStore {
    /// Earlier requests that have this value in its normal form, by number; replays are about the same requests and left
    /// out.
    /// - Parameters:
    ///   - decision: only earlier ones.
    ///   - time: only of runs begun at or after it.
    ///   - count: at most so many, the newest.
    func requests(
        sharing value: String, in field: BlindIndex.Field, before decision: Int64, since time: String, newest count: Int
    ) throws(AuditError) -> [SharingRequest] {
        guard let tag = try blindIndex().tag(value, in: field) else { return [] }
        return try read { database in
            let sql = """
                SELECT decision_id, request_id, kind FROM person
                JOIN decision ON decision.id = decision_id JOIN run ON run.id = run_id
                WHERE field = ? AND tag = ? AND decision_id < ? AND source_id IS NULL AND started >= ?
                ORDER BY decision_id DESC LIMIT ?
                """
            return try Row.fetchAll(
                database.cachedStatement(sql: sql),
                arguments: [field.rawValue, Blob.data(tag), decision, time, count]
            ).map { SharingRequest(decision: $0[0], requestID: $0[1], kind: $0[2]) }.reversed()
        }
    }

    /// A stored face, as JPEG; nil when there is none or it was erased.
    public func storedFace(imageSHA256: String, matcher: String) throws(AuditError) -> [UInt8]? {
        try faceCrop(FaceCrop.Address(imageSHA256: imageSHA256, matcher: matcher))
    }

    /// A request; nil for a number that no decision has.
    func decidedRequest(_ decision: Int64) throws(AuditError) -> DecidedRequest? {
        try read { database in
            let statement = try database.cachedStatement(sql: "\(Self.requestColumns) WHERE id = ?")
            return try Row.fetchOne(statement, arguments: [decision]).map(Self.decidedRequest)
        }
    }

    /// Calls the body with every request of runs begun at or after a time, by number; rows that were none, and replays,
    /// are left out.
    func eachRequest(since time: String?, _ body: (DecidedRequest) throws -> Void) throws {
        let sql = """
            \(Self.requestColumns) WHERE id > ? AND is_request = 1 AND source_id IS NULL
                AND run_id IN (SELECT id FROM run WHERE started >= ?) ORDER BY id LIMIT 2000
            """
        var last: Int64 = 0
        while true {
            let page = try read { database in
                try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [last, time ?? ""])
                    .map(Self.decidedRequest)
            }
            guard let end = page.last else { return }
            last = end.decision
            for request in page { try body(request) }
        }
    }

    /// What each decision of a run found of the gallery, by row.
    func galleryEvidence(run id: Int) throws(AuditError) -> [DecidedEvidence] {
        try read { database in
            let sql = """
                SELECT id, kind, reasons, gallery FROM decision WHERE run_id = ? AND gallery IS NOT NULL ORDER BY row
                """
            return try Row.fetchAll(database, sql: sql, arguments: [id]).map { row in
                DecidedEvidence(
                    decision: row[0], kind: RequestKind(rawValue: row[1]),
                    reasons: Set(try JSONText.decode([Reason].self, row[2]).map(\.code)),
                    evidence: try JSONText.decode(GalleryEvidence.self, row[3]))
            }
        }
    }

    /// Other runs that were begun in the 24 hours before a run was, and searched before it was created: they share its
    /// budgets of alerts. The order of the log tells, so that the number is the same when the run goes on.
    /// - Parameter run: The run; nil for one that is about to be created.
    func earlierSearches(_ run: Int?, since: String) throws(AuditError) -> EarlierSearches {
        try read { database in
            let sql = """
                SELECT count(DISTINCT CASE WHEN decision.kind IN ('enrol', 'identify') THEN run_id END),
                    count(DISTINCT CASE WHEN json_extract(gallery, '$.watch.matcher') IS NOT NULL THEN run_id END)
                FROM decision JOIN run ON run.id = run_id
                WHERE run_id IS NOT ?1 AND started >= ?2 AND is_request = 1 AND source_id IS NULL
                    AND decision.leaf < coalesce((SELECT leaf FROM run WHERE id = ?1), decision.leaf + 1)
                """
            let row = try Row.fetchOne(database, sql: sql, arguments: [run, since])
            return EarlierSearches(gallery: row?[0] ?? 0, duplicates: row?[1] ?? 0)
        }
    }

    /// The matchers and versions of which there are seen faces, most faces first.
    func seenVersions() throws(AuditError) -> [(matcher: String, version: String, count: Int)] {
        try read { database in
            let sql = """
                SELECT matcher, template_version, count(*) FROM seen_face GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
                """
            return try Row.fetchAll(database, sql: sql).map { ($0[0], $0[1], $0[2]) }
        }
    }

    /// The requests since a time that have no face that was kept, erased ones among them.
    func requestsWithoutFaces(since time: String?) throws(AuditError) -> [Int64] {
        try read { database in
            let sql = """
                SELECT id FROM decision WHERE is_request = 1 AND source_id IS NULL
                    AND run_id IN (SELECT id FROM run WHERE started >= ?)
                    AND NOT EXISTS (SELECT 1 FROM seen_face WHERE decision_id = decision.id)
                """
            return try Int64.fetchAll(database, sql: sql, arguments: [time ?? ""])
        }
    }

    private static let requestColumns = "SELECT id, run_id, row, request_id, kind, outcome, images FROM decision"

    private static func decidedRequest(_ row: Row) throws -> DecidedRequest {
        DecidedRequest(
            decision: row[0], run: row[1], row: row[2], requestID: row[3], kind: RequestKind(rawValue: row[4]),
            outcome: Outcome(rawValue: row[5]), images: try JSONText.decode([ImageRecord].self, row[6]))
    }
}
