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

    /// Creates a row.
    public init(
        record: DecisionRecord, personal: PersonalData = PersonalData(), crops: [FaceCrop] = [],
        mailTemplateSHA256: String? = nil, origin: Origin
    ) {
        self.record = record
        self.personal = personal
        self.crops = crops
        self.mailTemplateSHA256 = mailTemplateSHA256
        self.origin = origin
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
    /// Commits decisions with their scores, personal fields, faces and outbox rows: all of them or none. When this
    /// returns, they survive a power loss.
    public func commit(run id: Int, _ rows: [DecidedRow]) throws(AuditError) {
        guard !rows.isEmpty else { return }
        try write { database in
            for row in rows { try Self.insert(row, run: id, into: database) }
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
                        JOIN personal ON personal.decision_id = decision.id AND personal.name = 'email'
                        WHERE run_id = ? AND outcome = ?
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

    /// The request key of a row's decision.
    public func requestKey(run id: Int, row: Int) throws(AuditError) -> String? {
        try read { database in
            let sql = "SELECT request_key FROM decision WHERE run_id = ? AND row = ?"
            return try database.cachedStatement(sql: sql).fetchText([id, row])
        }
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

    private static func insert(_ row: DecidedRow, run id: Int, into database: Database) throws {
        let record = row.record
        try database.cachedStatement(
            sql: """
                INSERT INTO decision (run_id, row, line, request_id, request_key, kind, outcome, confidence, subject_id,
                    reasons, checks, images, is_request, locale, source_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            id, record.row, record.line, record.requestID, record.requestKey, record.kind, record.outcome.rawValue,
            record.confidence, record.subjectID, try JSONText.encode(record.reasons),
            try JSONText.encode(record.checks), try JSONText.encode(record.images), row.origin.isRequest,
            row.origin.locale, row.origin.source,
        ])
        let decision = database.lastInsertedRowID
        for (position, comparison) in record.comparisons.enumerated() {
            try database.cachedStatement(sql: "INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
                arguments: [
                    decision, position, comparison.matcher, comparison.metric.rawValue, comparison.score,
                    comparison.approveThreshold, comparison.rejectThreshold, comparison.verdict?.rawValue,
                    comparison.part.rawValue,
                ])
        }
        for (position, field) in row.personal.fields.enumerated() {
            try database.cachedStatement(sql: "INSERT INTO personal VALUES (?, ?, ?, ?)")
                .execute(arguments: [decision, position, field.name, field.value])
        }
        for (role, path) in row.origin.photos {
            try database.cachedStatement(sql: "INSERT INTO photo VALUES (?, ?, ?)")
                .execute(arguments: [decision, role.rawValue, path])
        }
        for crop in row.crops {
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO face_crop VALUES (?, ?, ?)")
                .execute(arguments: [crop.imageSHA256, crop.matcher, Blob.data(crop.jpeg)])
        }
        if let template = row.mailTemplateSHA256 {
            try database.cachedStatement(sql: "INSERT INTO outbox VALUES (?, ?, 'ready')")
                .execute(arguments: [decision, template])
        }
    }
}

extension Statement {
    fileprivate func fetchText(_ arguments: StatementArguments) throws -> String? {
        try String.fetchOne(self, arguments: arguments)
    }
}
