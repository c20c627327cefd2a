public import AuditCore
import GRDB

extension AuditStore {
    /// Records a new, unfinished run.
    /// - Returns: the record with its number.
    /// - Parameters:
    ///   - draft: The run without its number.
    ///   - inputs: What the run reads besides the manifest.
    public func createRun(_ draft: RunRecord, inputs: RunInputs) throws(AuditError) -> RunRecord {
        let vault = try keys()
        return try write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (key, state, manifest_name, manifest_sha256, rows, policy_name, policy_sha256,
                        policy_text, as_of, tool_version, matchers, calibrations, notices, mail, replay, policy_path,
                        selection, images_root, face_choice, started, document_reader, leaf)
                    VALUES (?, 'unfinished', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                    """,
                arguments: [
                    draft.key, draft.manifestName, draft.manifestSHA256, draft.rows, draft.policyName,
                    draft.policySHA256, inputs.policyText, draft.asOf, draft.toolVersion,
                    try JSONText.encode(draft.matchers),
                    try JSONText.encode(draft.calibrations), try JSONText.encode(draft.notices),
                    try draft.mail.map(JSONText.encode), try draft.replay.map(JSONText.encode), inputs.policyPath,
                    try JSONText.encode(inputs.selection), inputs.imagesRoot, inputs.faceChoice.rawValue,
                    draft.started, try draft.documentReader.map(JSONText.encode),
                ])
            var run = draft
            run.id = Int(database.lastInsertedRowID)
            run.state = .unfinished
            var log = try LogAppender(database, vault)
            let columns = try RunColumns(run: run.id, database)
            let leaf = try log.append(.run(columns.leaf(of: run, logSize: log.size)))
            try database.execute(sql: "UPDATE run SET leaf = ? WHERE id = ?", arguments: [leaf, run.id])
            try log.save()
            return run
        }
    }

    /// The newest run with this key and state.
    public func newestRun(key: String, state: RunRecord.State) throws(AuditError) -> RunRecord? {
        try read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM run WHERE key = ? AND state = ? ORDER BY id DESC LIMIT 1",
                arguments: [key, state.rawValue]
            ).map(Self.runRecord)
        }
    }

    /// The run with this number.
    public func run(id: Int) throws(AuditError) -> RunRecord? {
        try read { try Row.fetchOne($0, sql: "SELECT * FROM run WHERE id = ?", arguments: [id]).map(Self.runRecord) }
    }

    /// The run with this number.
    /// - Throws: `input_missing` when there is none.
    public func existingRun(id: Int) throws(AuditError) -> RunRecord {
        if let run = try run(id: id) { return run }
        throw AuditError(
            .inputMissing, "there is no run \(id); `auditor runs` lists them", at: SourceLocation(file: path))
    }

    /// The finished run with this number, or the one that finished last.
    /// - Throws: `input_missing` when there is none of this number, it is not finished, or none is.
    public func finishedRun(id: Int?) throws(AuditError) -> RunRecord {
        guard let id else {
            if let newest = try newestFinishedRun() { return newest }
            throw AuditError(.inputMissing, "no run has finished yet", at: SourceLocation(file: path))
        }
        let run = try existingRun(id: id)
        guard run.state == .finished else {
            throw AuditError(
                .inputMissing, "run \(id) is \(run.state.rawValue); only a finished run can be used here",
                at: SourceLocation(file: path))
        }
        return run
    }

    /// The run that finished last; nil when none has. A resumed run may have finished after a newer one.
    public func newestFinishedRun() throws(AuditError) -> RunRecord? {
        try read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM run WHERE state = 'finished' ORDER BY finished DESC, id DESC LIMIT 1"
            ).map(Self.runRecord)
        }
    }

    /// The run of a manifest that finished last; nil when none has. A replay decides no new requests, so it is no night.
    public func newestNight() throws(AuditError) -> RunRecord? {
        try read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM run WHERE state = 'finished' AND replay IS NULL ORDER BY finished DESC, id DESC LIMIT 1
                    """
            ).map(Self.runRecord)
        }
    }

    /// Every run, oldest first.
    public func runs() throws(AuditError) -> [RunRecord] {
        try read { try Row.fetchAll($0, sql: "SELECT * FROM run ORDER BY id").map(Self.runRecord) }
    }

    /// Marks a run as finished, which only a run with a decision for every row can be.
    public func finish(run id: Int, at time: String) throws(AuditError) {
        let vault = try keys()
        try write { database in
            try database.execute(
                sql: """
                    UPDATE run SET state = 'finished', finished = ?
                    WHERE id = ? AND state = 'unfinished'
                        AND rows = (SELECT count(*) FROM decision WHERE run_id = run.id)
                    """, arguments: [time, id])
            guard database.changesCount == 1 else {
                throw AuditError(.internalError, "run \(id) has not one decision for every row")
            }
            try Self.endAttempt(run: id, database)
            var log = try LogAppender(database, vault)
            let counts = try Row.fetchAll(
                database, sql: "SELECT outcome, count(*) FROM decision WHERE run_id = ? GROUP BY outcome",
                arguments: [id])
            let leaf = EndLeaf(
                run: try Self.leaf(ofRun: id, database),
                counts: Dictionary(uniqueKeysWithValues: counts.map { ($0[0] as String, $0[1] as Int) }), finished: time
            )
            try database.execute(
                sql: "UPDATE run SET end_leaf = ? WHERE id = ?", arguments: [try log.append(.end(leaf)), id])
            try log.save()
        }
    }

    /// Withdraws an unfinished run whose manifest changed while it was read: its decisions are about a file that no
    /// longer exists, so none of them stands. Their keys are destroyed as well, and the withdrawal is signed; killed before
    /// that, the next opening of the database does it.
    public func withdraw(run id: Int) throws(AuditError) {
        let vault = try keys()
        try write { database in
            try Self.endAttempt(run: id, database)
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO doomed_key
                    SELECT key_id FROM personal JOIN decision ON decision.id = decision_id WHERE run_id = ?
                    """, arguments: [id])
            var log = try LogAppender(database, vault)
            _ = try log.append(.withdrawal(WithdrawalLeaf(run: try Self.leaf(ofRun: id, database))))
            let started = try String.fetchOne(database, sql: "SELECT started FROM run WHERE id = ?", arguments: [id])
            let subjectKeys = try GalleryWriter(database: database, vault: vault)
                .withdraw(run: id, at: started ?? "", &log)
            for key in subjectKeys {
                try database.execute(sql: "INSERT OR IGNORE INTO doomed_key VALUES (?)", arguments: [key])
            }
            try log.save()
            for table in ["score", "personal", "person", "outbox", "seen_face"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE decision_id IN (SELECT id FROM decision WHERE run_id = ?)",
                    arguments: [id])
            }
            try database.execute(sql: "DELETE FROM decision WHERE run_id = ?", arguments: [id])
            try database.execute(sql: "UPDATE run SET state = 'withdrawn' WHERE id = ?", arguments: [id])
        }
        try destroyDoomedKeys()
        try signCheckpoint()
    }

    static func leaf(ofRun id: Int, _ database: Database) throws -> Int {
        let leaf = try Int.fetchOne(database, sql: "SELECT leaf FROM run WHERE id = ?", arguments: [id])
        guard let leaf else { throw AuditError(.internalError, "run \(id) is not there") }
        return leaf
    }

    /// What a run measured of itself is in no leaf, so an edit shows only here.
    private static func measurements(_ row: Row) throws -> RunMeasurements? {
        guard let text: String = row["measurements"] else { return nil }
        do {
            return try JSONText.decode(RunMeasurements.self, text)
        } catch {
            throw AuditError(
                .databaseInvalid,
                "what run \(row["id"] as Int) measured of itself cannot be read: the column `measurements` was edited or "
                    + "damaged; put the newest good copy of the database back, or set the column to NULL")
        }
    }

    static func runRecord(_ row: Row) throws -> RunRecord {
        guard let state = RunRecord.State(rawValue: row["state"]) else {
            throw AuditError(.databaseInvalid, "a run has an unknown state")
        }
        return RunRecord(
            id: row["id"], key: row["key"], state: state, manifestName: row["manifest_name"],
            manifestSHA256: row["manifest_sha256"], rows: row["rows"], policyName: row["policy_name"],
            policySHA256: row["policy_sha256"], asOf: row["as_of"], toolVersion: row["tool_version"],
            matchers: try JSONText.decode([MatcherDescriptor].self, row["matchers"]),
            calibrations: try JSONText.decode([CalibrationRecord].self, row["calibrations"]),
            notices: try JSONText.decode([String].self, row["notices"]), started: row["started"],
            finished: row["finished"],
            mail: try (row["mail"] as String?).map { try JSONText.decode(MailSettings.self, $0) },
            replay: try (row["replay"] as String?).map { try JSONText.decode(RunRecord.Replay.self, $0) },
            measurements: try measurements(row),
            documentReader: try (row["document_reader"] as String?).map {
                try JSONText.decode(DocumentReaderDescriptor.self, $0)
            })
    }
}
