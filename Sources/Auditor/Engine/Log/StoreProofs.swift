public import AuditCore
import GRDB

extension AuditStore {
    /// Calls the body with every leaf, in order.
    public func forEachLeaf(_ body: (_ index: Int, _ bytes: [UInt8]) throws -> Void) throws {
        var next = 0
        while true {
            let page = try read { database in
                let sql = "SELECT position, body FROM log_leaf WHERE position >= ? ORDER BY position LIMIT 1000"
                return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [next]).map {
                    (index: $0["position"] as Int, bytes: Blob.bytes($0["body"]))
                }
            }
            guard let last = page.last else { return }
            next = last.index + 1
            for leaf in page { try body(leaf.index, leaf.bytes) }
        }
    }

    /// Every signed checkpoint, by its size.
    public func checkpoints() throws(AuditError) -> [(size: Int, note: String)] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT size, note FROM log_checkpoint ORDER BY size")
                .map { (size: $0[0] as Int, note: $0[1] as String) }
        }
    }

    /// That a decision is in the log: its leaf, with the way from it to the newest signed checkpoint.
    /// - Parameters:
    ///   - request: the request id.
    ///   - run: the run; nil for the newest that decided the request.
    /// - Throws: `input_missing` when there is no such decision, or no checkpoint covers it yet.
    public func proof(request: String, run: Int?) throws -> LoggedDecision {
        let found = try read { database in
            let sql = """
                SELECT decision.id, run_id, row, leaf, body FROM decision JOIN log_leaf ON position = leaf
                WHERE request_id = ? AND (?2 IS NULL OR run_id = ?2) ORDER BY run_id DESC, row LIMIT 1
                """
            return try Row.fetchOne(database, sql: sql, arguments: [request, run]).map {
                (
                    id: $0["id"] as Int64, run: $0["run_id"] as Int, row: $0["row"] as Int, leaf: $0["leaf"] as Int,
                    bytes: Blob.bytes($0["body"])
                )
            }
        }
        guard let found else {
            throw AuditError(
                .inputMissing, "there is no decision on such a request; `auditor runs` lists the runs",
                at: SourceLocation(file: path))
        }
        guard let note = try newestCheckpoint() else { throw uncovered }
        let checkpoint = try SignedNote(parsing: note.utf8)
        let size = try LogCheckpoint(parsing: checkpoint.unverifiedText.utf8).size
        guard found.leaf < size else { throw uncovered }
        var builder = try MerkleProofBuilder(size: size, inclusionOf: found.leaf)
        try forEachLeaf { index, bytes in
            if index < size { builder.append(MerkleTree.leafHash(bytes)) }
        }
        let proof = try TlogProof(
            index: found.leaf, inclusion: try builder.inclusionProof(), checkpoint: checkpoint, extra: found.bytes)
        return LoggedDecision(decision: found.id, run: found.run, row: found.row, leaf: found.bytes, proof: proof)
    }

    private var uncovered: AuditError {
        AuditError(
            .inputMissing, "no signed checkpoint covers this decision yet; one is made when its run has ended",
            at: SourceLocation(file: path))
    }
}

/// A decision and the proof that it is in the log.
public struct LoggedDecision: Sendable {
    let decision: Int64
    /// The run that decided.
    public let run: Int
    /// The row of its manifest.
    public let row: Int
    /// The leaf's bytes.
    public let leaf: [UInt8]
    /// The way to a signed checkpoint; its extra data is the leaf.
    public let proof: TlogProof
}
