public import AuditCore
import GRDB

extension AuditStore {
    /// Records a new, unfinished run.
    /// - Returns: the record with its number.
    /// - Parameters:
    ///   - draft: The run without its number.
    ///   - inputs: What the run reads besides the manifest.
    public func createRun(_ draft: RunRecord, inputs: RunInputs) throws(AuditError) -> RunRecord {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (key, state, manifest_name, manifest_sha256, rows, policy_name, policy_sha256,
                        policy_text, as_of, tool_version, matchers, calibrations, notices, mail, replay, policy_path,
                        selection, images_root, face_choice, started)
                    VALUES (?, 'unfinished', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    draft.key, draft.manifestName, draft.manifestSHA256, draft.rows, draft.policyName,
                    draft.policySHA256, inputs.policyText, draft.asOf, draft.toolVersion,
                    try JSONText.encode(draft.matchers),
                    try JSONText.encode(draft.calibrations), try JSONText.encode(draft.notices),
                    try draft.mail.map(JSONText.encode), try draft.replay.map(JSONText.encode), inputs.policyPath,
                    try JSONText.encode(inputs.selection), inputs.imagesRoot, inputs.faceChoice.rawValue,
                    draft.started,
                ])
            var run = draft
            run.id = Int(database.lastInsertedRowID)
            run.state = .unfinished
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

    /// Every run, oldest first.
    public func runs() throws(AuditError) -> [RunRecord] {
        try read { try Row.fetchAll($0, sql: "SELECT * FROM run ORDER BY id").map(Self.runRecord) }
    }

    /// Marks a run as finished, which only a run with a decision for every row can be.
    public func finish(run id: Int, at time: String) throws(AuditError) {
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
        }
    }

    /// Withdraws an unfinished run whose manifest changed while it was read: its decisions are about a file that no
    /// longer exists, so none of them stands.
    public func withdraw(run id: Int) throws(AuditError) {
        try write { database in
            for table in ["score", "personal", "photo", "outbox"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE decision_id IN (SELECT id FROM decision WHERE run_id = ?)",
                    arguments: [id])
            }
            try database.execute(sql: "DELETE FROM decision WHERE run_id = ?", arguments: [id])
            try database.execute(sql: "UPDATE run SET state = 'withdrawn' WHERE id = ?", arguments: [id])
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
            measurements: try (row["measurements"] as String?).map { try JSONText.decode(RunMeasurements.self, $0) })
    }
}

/// What a run reads besides its requests, kept so that it can be replayed.
public struct RunInputs: Equatable, Sendable {
    /// The policy file's text.
    public var policyText: String
    /// The policy file's path, absolute: calibrations are looked for beside it.
    public var policyPath: String
    /// The matchers that were selected on the command line; empty for the policy's.
    public var selection: [String]
    /// The folder that photo paths are relative to, absolute.
    public var imagesRoot: String
    /// Which face of a photo was compared.
    public var faceChoice: FaceChoice

    /// Creates inputs.
    public init(
        policyText: String, policyPath: String, selection: [String], imagesRoot: String, faceChoice: FaceChoice
    ) {
        self.policyText = policyText
        self.policyPath = policyPath
        self.selection = selection
        self.imagesRoot = imagesRoot
        self.faceChoice = faceChoice
    }
}

extension AuditStore {
    /// What a run read besides its requests.
    public func inputs(run id: Int) throws(AuditError) -> RunInputs? {
        try read { database in
            let sql = "SELECT policy_text, policy_path, selection, images_root, face_choice FROM run WHERE id = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [id]).map { row in
                guard let choice = FaceChoice(rawValue: row[4]) else {
                    throw AuditError(.databaseInvalid, "a run has an unknown face choice")
                }
                return RunInputs(
                    policyText: row[0], policyPath: row[1], selection: try JSONText.decode([String].self, row[2]),
                    imagesRoot: row[3], faceChoice: choice)
            }
        }
    }
}
