public import AuditCore
import GRDB

/// Whose data is to be erased.
public enum ErasureSubject: Sendable {
    /// Everybody whose field has this value, in the field's normal form.
    case field(BlindIndex.Field, String)
    /// One request id, in whatever run.
    case request(String)
    /// Every request whose newest decision's run was finished before this time, RFC 3339 UTC.
    case finishedBefore(String)
}

/// What an erasure finds, or has done.
public struct Erasure: Equatable, Sendable {
    /// Decisions, in every run.
    public var decisions: [Int64] = []
    /// The runs that they belong to: their reports, on whatever disk, hold what the database no longer does.
    public var runs: [Int] = []
    /// Stored faces.
    public var faces = 0
    /// Enrolled subjects, by number.
    public var subjects: [Int64] = []
    /// Templates of faces that were kept for finding duplicates.
    public var seenFaces = 0

    /// Whether there is nothing to erase.
    public var isEmpty: Bool { decisions.isEmpty && subjects.isEmpty }
}

extension AuditStore {
    /// Finds what belongs to somebody. A request that was decided again is found wherever it was decided, and with it
    /// whom it enrolled. Retention leaves subjects alone: they are kept until they are erased.
    public func findPersonalData(of subject: ErasureSubject) throws(AuditError) -> Erasure {
        let index = BlindIndex(keyed: try keys().keyed)
        return try read { database in
            var erasure = Erasure()
            erasure.decisions = try Self.decisions(of: subject, index, database)
            erasure.subjects = try Self.subjects(of: subject, decisions: erasure.decisions, index, database)
            try Self.fill(&erasure, database)
            return erasure
        }
    }

    /// Erases personal data: destroys its keys, removes what they sealed, and leaves a tombstone in the log. Decisions,
    /// their reasons and their scores stay. Killed at any moment, the same call does the rest, or the opening before it.
    /// - Parameters:
    ///   - cause: `request` or `retention`.
    ///   - time: RFC 3339 UTC.
    /// - Returns: what was erased.
    public func erase(_ subject: ErasureSubject, cause: String, at time: String) throws(AuditError) -> Erasure {
        let erasure = try findPersonalData(of: subject)
        guard !erasure.isEmpty else {
            return erasure
        }
        let (vault, list) = (try keys(), Self.list(erasure.decisions))
        let doomed = try read { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT key_id FROM personal WHERE decision_id IN (\(list))
                    UNION SELECT key_id FROM face_crop WHERE image_sha256 IN (\(Self.images(list)))
                    UNION SELECT key_id FROM subject WHERE id IN (\(Self.list(erasure.subjects)))
                    """)
        }
        // First, because the tags by which the data is found go with the rest.
        try vault.destroy(doomed)
        try write { database in
            let leaves = try Int.fetchAll(
                database, sql: "SELECT leaf FROM decision WHERE id IN (\(list)) ORDER BY leaf")
            try database.execute(sql: "DELETE FROM face_crop WHERE image_sha256 IN (\(Self.images(list)))")
            _ = try GalleryWriter(database: database, vault: vault).erase(subjects: erasure.subjects)
            for table in ["personal", "person", "outbox", "seen_face"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE decision_id IN (\(list))")
            }
            // A digest of a photo is personal as long as somebody has the photo; details may hold one.
            try database.execute(
                sql: """
                    UPDATE decision SET request_key = '', images = '[]', salt = randomblob(?), reasons = (
                        SELECT coalesce(json_group_array(json_remove(value, '$.detail')), '[]')
                        FROM json_each(decision.reasons))
                    WHERE id IN (\(list))
                    """, arguments: [DecisionColumns.saltByteCount])
            var log = try LogAppender(database, vault)
            // A leaf has room for some five thousand numbers.
            let (decisions, subjects) = (leaves.parts(of: 2000), erasure.subjects.parts(of: 2000))
            for place in 0..<max(decisions.count, subjects.count) {
                let part = decisions.indices.contains(place) ? decisions[place] : []
                let evidence = try part.compactMap { try DecisionColumns.fetch(leaf: $0, database)?.evidence }
                let leaf = ErasureLeaf(
                    decisions: part, subjects: subjects.indices.contains(place) ? subjects[place].map(Int.init) : [],
                    evidence: DecisionColumns.evidence(ofErased: evidence), cause: cause, time: time)
                _ = try log.append(.erasure(leaf))
            }
            try log.save()
        }
        try signCheckpoint()
        return erasure
    }

    private static func decisions(
        of subject: ErasureSubject, _ index: BlindIndex, _ database: Database
    ) throws -> [Int64] {
        let found: [Int64]
        switch subject {
        case .field(let field, let value):
            guard let tag = index.tag(value, in: field) else { return [] }
            found = try Int64.fetchAll(
                database, sql: "SELECT decision_id FROM person WHERE field = ? AND tag = ?",
                arguments: [field.rawValue, Blob.data(tag)])
        case .request(let id):
            found = try Int64.fetchAll(
                database,
                sql: """
                    SELECT decision.id FROM decision JOIN personal ON personal.decision_id = decision.id
                    WHERE request_id = ?
                    """, arguments: [id])
        case .finishedBefore(let time):
            // A request that was decided again lives as long as its newest decision.
            return try Int64.fetchAll(
                database,
                sql: """
                    SELECT decision_id FROM personal WHERE key_id NOT IN (
                        SELECT key_id FROM personal JOIN decision ON decision.id = personal.decision_id
                        JOIN run ON run.id = decision.run_id WHERE run.finished IS NULL OR run.finished >= ?)
                    """, arguments: [time])
        }
        // Decided again, a request keeps its key.
        return try Int64.fetchAll(
            database,
            sql: """
                SELECT decision_id FROM personal
                WHERE key_id IN (SELECT key_id FROM personal WHERE decision_id IN (\(list(found)))) ORDER BY decision_id
                """)
    }

    /// The enrolled subjects of somebody: by their own tags, and by the requests that enrolled them.
    private static func subjects(
        of subject: ErasureSubject, decisions: [Int64], _ index: BlindIndex, _ database: Database
    ) throws -> [Int64] {
        if case .finishedBefore = subject { return [] }
        var found = Set(
            try Int64.fetchAll(
                database, sql: "SELECT DISTINCT subject FROM enrolment WHERE decision_id IN (\(list(decisions)))"))
        if case .field(let field, let value) = subject, let tag = index.tag(value, in: field) {
            let column: String? =
                switch field {
                case .subjectID: "tag"
                case .email: "email_tag"
                default: nil
                }
            if let column {
                found.formUnion(
                    try Int64.fetchAll(
                        database, sql: "SELECT id FROM subject WHERE \(column) = ?", arguments: [Blob.data(tag)]))
            }
        }
        return found.sorted()
    }

    private static func fill(_ erasure: inout Erasure, _ database: Database) throws {
        let list = list(erasure.decisions)
        erasure.runs = try Int.fetchAll(
            database, sql: "SELECT DISTINCT run_id FROM decision WHERE id IN (\(list)) ORDER BY run_id")
        erasure.faces =
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM face_crop WHERE image_sha256 IN (\(images(list)))") ?? 0
        erasure.seenFaces =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM seen_face WHERE decision_id IN (\(list))") ?? 0
    }

    /// Numbers only, so nothing foreign gets into a statement.
    private static func list(_ ids: [Int64]) -> String { ids.map(String.init).joined(separator: ", ") }

    /// The photos of some decisions.
    private static func images(_ list: String) -> String {
        """
        SELECT json_extract(image.value, '$.sha256') FROM decision, json_each(decision.images) AS image
        WHERE decision.id IN (\(list)) AND json_extract(image.value, '$.sha256') IS NOT NULL
        """
    }
}
