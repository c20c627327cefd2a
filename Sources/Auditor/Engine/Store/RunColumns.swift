import AuditCore
import GRDB

/// The columns of the table `run` that never change once it is there, for the audit log.
struct RunColumns {
    private static let names = [
        "id", "key", "manifest_name", "manifest_sha256", "rows", "policy_name", "policy_sha256", "policy_text", "as_of",
        "tool_version", "matchers", "calibrations", "notices", "mail", "replay", "policy_path", "selection",
        "images_root", "face_choice", "started", "document_reader",
    ]

    /// The digest that the run's leaf holds of them.
    let digest: String

    init(run id: Int, _ database: Database) throws {
        let list = Self.names.map { "CAST(\($0) AS TEXT)" }.joined(separator: ", ")
        let sql = "SELECT \(list) FROM run WHERE id = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else {
            throw AuditError(.databaseInvalid, "run \(id) is not there")
        }
        // Nothing and an empty text are two things.
        let values = Self.names.indices.map { (row[$0] as String?).map { "=" + $0 } ?? "" }
        digest = SHA256Hex.digest(parts: ["identity-auditor/run-columns/1"] + values)
    }

    /// The run's leaf.
    func leaf(of run: RunRecord, logSize: Int) -> RunLeaf {
        RunLeaf(
            id: run.id, key: run.key, manifest: run.manifestSHA256, rows: run.rows, policy: run.policySHA256,
            calibrations: run.calibrations.map(\.sha256),
            models: run.matchers.flatMap { matcher in matcher.models.map { [matcher.name, $0.file, $0.sha256] } }
                + (run.documentReader.map { reader in
                    (reader.models + reader.languages).map { [reader.name, $0.file, $0.sha256] }
                } ?? []),
            tool: run.toolVersion, started: run.started, columns: digest, size: logSize)
    }
}
