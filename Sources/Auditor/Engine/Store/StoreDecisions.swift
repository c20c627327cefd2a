public import AuditCore
import GRDB

/// Everything that one request adds to the store, in one transaction.
public struct DecidedRow: Sendable {
    /// The decision.
    public var record: DecisionRecord
    /// The personal fields of the request.
    public var personal: PersonalData
    /// The aligned faces, by image digest and matcher.
    public var crops: [FaceCrop]
    /// The digest of the mail template when the applicant gets a message; nil when not.
    public var mailTemplateSHA256: String?
    /// What is needed to decide the row again.
    public var origin: Origin
    /// The number of the subject whom the request is about, as far as the gallery knows one.
    var subject: Int64?
    /// What the row adds to the gallery.
    public var enrolment: Enrolment?
    /// The faces to keep for finding duplicates; nothing is kept of a row that is decided again, whose source has them.
    public var seen: [SeenFace]
    /// What was read on the document; personal.
    var document: StoredReading?

    /// What the gallery answered; part of the decision.
    public var gallery: GalleryEvidence? {
        get { record.gallery }
        set { record.gallery = newValue }
    }

    /// Creates a row.
    public init(
        record: DecisionRecord, personal: PersonalData = PersonalData(), crops: [FaceCrop] = [],
        mailTemplateSHA256: String? = nil, origin: Origin, enrolment: Enrolment? = nil, seen: [SeenFace] = []
    ) {
        self.record = record
        self.personal = personal
        self.crops = crops
        self.mailTemplateSHA256 = mailTemplateSHA256
        self.origin = origin
        self.enrolment = enrolment
        self.seen = seen
    }

    /// Where a decided row came from.
    public struct Origin: Equatable, Sendable {
        /// Whether the row was a valid request.
        public var isRequest: Bool
        /// The photos that the request names: a path below the images root, or nil for one that was inline.
        public var photos: [ImageRole: String?]
        /// The applicant's language, as the manifest has it.
        public var locale: String?
        /// The decision that was replayed.
        public var source: Int64?

        /// Creates an origin.
        public init(
            isRequest: Bool, photos: [ImageRole: String?] = [:], locale: String? = nil, source: Int64? = nil
        ) {
            self.isRequest = isRequest
            self.photos = photos
            self.locale = locale
            self.source = source
        }
    }
}

/// One aligned face, stored once for an image and a matcher however many requests name it.
public struct FaceCrop: Equatable, Sendable {
    /// SHA-256 of the photo.
    public var imageSHA256: String
    /// The matcher that chose and aligned the face.
    public var matcher: String
    /// The face as a 112-pixel JPEG.
    public var jpeg: [UInt8]

    /// Creates a crop.
    public init(imageSHA256: String, matcher: String, jpeg: [UInt8]) {
        self.imageSHA256 = imageSHA256
        self.matcher = matcher
        self.jpeg = jpeg
    }
}

extension AuditStore {
    /// Commits decisions with their scores, personal fields, faces, outbox rows and leaves of the log: all of them or
    /// none. When this returns, they survive a power loss.
    public func commit(run id: Int, _ rows: [DecidedRow]) throws(AuditError) {
        guard !rows.isEmpty else { return }
        let vault = try keys()
        // Their keys are durable first: a key without a value harms nobody, a value without its key is lost.
        let sealer = try RowSealer(rows, vault: vault, store: self)
        try write { database in
            var log = try LogAppender(database, vault)
            let runLeaf = try Self.leaf(ofRun: id, database)
            let started = try String.fetchOne(database, sql: "SELECT started FROM run WHERE id = ?", arguments: [id])
            for row in rows {
                let decision = try Self.insert(row, run: id, runLeaf: runLeaf, sealer, &log, into: database)
                guard let enrolment = row.enrolment else { continue }
                try sealer.enrol(enrolment, by: decision, at: started ?? "", &log, into: database)
            }
            log.lastKey = max(log.lastKey, sealer.lastKey)
            try log.save()
        }
    }

    /// Makes a run's outbox what the command at hand asks for: the same decisions may be rendered with messages to
    /// other people than before, or from other templates.
    /// - Parameter templates: The digest of the mail template by outcome; without one there is no message.
    public func readdress(run id: Int, templates: [Outcome: String]) throws(AuditError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM outbox WHERE decision_id IN (SELECT id FROM decision WHERE run_id = ?)",
                arguments: [id])
            for (outcome, template) in templates {
                try database.execute(
                    sql: """
                        INSERT INTO outbox SELECT decision.id, ?, 'ready' FROM decision
                        JOIN personal ON personal.decision_id = decision.id
                        WHERE run_id = ? AND outcome = ? AND (personal.has_email OR (
                            kind = 'identify' AND outcome = 'approved' AND EXISTS (
                                SELECT 1 FROM subject WHERE email_tag IS NOT NULL
                                    AND id = json_extract(decision.gallery, '$.candidates[0].subject'))))
                        """, arguments: [template, id, outcome.rawValue])
            }
        }
    }

    /// The last row that has a decision; rows are decided in manifest order without gaps, so resuming begins behind it.
    public func lastDecidedRow(run id: Int) throws(AuditError) -> Int {
        try read { database in
            let sql = "SELECT count(*), coalesce(max(row), 0) FROM decision WHERE run_id = ?"
            guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else { return 0 }
            let (count, last): (Int, Int) = (row[0], row[1])
            guard count == last else {
                throw AuditError(.databaseInvalid, "run \(id) has \(count) decisions up to row \(last)")
            }
            return last
        }
    }

    /// Whether a row's decision has this request key.
    public func hasRequestKey(_ key: String, run id: Int, row: Int) throws(AuditError) -> Bool {
        let stored = try storedRequestKey(key)
        return try read { database in
            let sql = "SELECT request_key FROM decision WHERE run_id = ? AND row = ?"
            return try String.fetchOne(database.cachedStatement(sql: sql), arguments: [id, row]) == stored
        }
    }

    /// The form in which a request key is stored: it is a digest of personal fields, which anybody could find by trying
    /// values if the vault's secret did not go in.
    func storedRequestKey(_ key: String) throws(AuditError) -> String {
        Hexadecimal.text(try keys().keyed("request-key/1", Array(key.utf8)))
    }

    /// Number of decisions by outcome.
    public func counts(run id: Int) throws(AuditError) -> [Outcome: Int] {
        try read { database in
            var counts: [Outcome: Int] = [:]
            let sql = "SELECT outcome, count(*) FROM decision WHERE run_id = ? GROUP BY outcome"
            for row in try Row.fetchAll(database, sql: sql, arguments: [id]) {
                guard let outcome = Outcome(rawValue: row[0]) else {
                    throw AuditError(.databaseInvalid, "a decision has an unknown outcome")
                }
                counts[outcome] = row[1]
            }
            return counts
        }
    }

    private static func insert(
        _ row: DecidedRow, run id: Int, runLeaf: Int, _ sealer: RowSealer, _ log: inout LogAppender,
        into database: Database
    ) throws -> (id: Int64, leaf: Int) {
        var columns = try DecisionColumns(
            row, run: id, requestKey: sealer.requestKey(row), salt: RowSealer.salt(DecisionColumns.saltByteCount))
        columns.seen = try sealer.seen(row, database)
        let personal = PersonalRecord(row, salt: RowSealer.salt(LogCommitment.saltByteCount))
        let leaf = DecisionLeaf(
            run: runLeaf, row: columns.row, outcome: columns.outcome, reasons: row.record.reasons.map(\.code.rawValue),
            scores: columns.scores.map { [$0.matcher, DecisionLeaf.score($0.score)] }, evidence: columns.evidence,
            commitment: try personal.commitment(requestID: columns.requestID, images: row.record.images))
        let index = try log.append(.decision(leaf))
        let decision = try columns.insert(leaf: index, into: database)
        try sealer.insert(personal, decision: decision, of: row, into: database)
        if let template = row.mailTemplateSHA256 {
            try database.cachedStatement(sql: "INSERT INTO outbox VALUES (?, ?, 'ready')")
                .execute(arguments: [decision, template])
        }
        return (decision, index)
    }
}
