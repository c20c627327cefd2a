import Foundation
import GRDB

@testable import AuditEngine

/// What somebody does who knows this program and has the database, but no key: rows, leaves and tree agree again, and what
/// was signed is gone.
enum Forger {
    /// Makes the first decision of run 1 that is no approval one.
    static func approve(_ database: Database) throws {
        let sql =
            "SELECT leaf FROM decision WHERE run_id = 1 AND outcome <> 'approved' AND row <> 2 ORDER BY row LIMIT 1"
        guard let place = try Int.fetchOne(database, sql: sql),
            case .decision(var leaf) = try LogLeaf(parsing: body(place, database))
        else { return }
        let old = leaf.outcome
        try database.execute(sql: "UPDATE decision SET outcome = 'approved' WHERE leaf = ?", arguments: [place])
        leaf.outcome = "approved"
        leaf.evidence = try DecisionColumns.fetch(leaf: place, database)?.evidence ?? ""
        try set(.decision(leaf), at: place, database)
        guard let end = try Int.fetchOne(database, sql: "SELECT end_leaf FROM run WHERE id = 1"),
            case .end(var ending) = try LogLeaf(parsing: body(end, database))
        else { return }
        ending.counts[old, default: 0] -= 1
        if ending.counts[old] == 0 { ending.counts[old] = nil }
        ending.counts["approved", default: 0] += 1
        try set(.end(ending), at: end, database)
    }

    /// Adds a leaf.
    static func append(_ leaf: LogLeaf, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO log_leaf SELECT max(position) + 1, ? FROM log_leaf",
            arguments: [Blob.data(try leaf.bytes())])
    }

    /// Makes the recorded state that of the leaves.
    static func settle(_ database: Database) throws {
        var range = CompactRange()
        for row in try Row.fetchAll(database, sql: "SELECT body FROM log_leaf ORDER BY position") {
            range.append(MerkleTree.leafHash(Blob.bytes(row["body"])))
        }
        try database.execute(
            sql: "UPDATE log_state SET size = ?, frontier = ?", arguments: [range.size, Blob.data(range.encoded)])
    }

    private static func body(_ place: Int, _ database: Database) throws -> [UInt8] {
        let row = try Row.fetchOne(database, sql: "SELECT body FROM log_leaf WHERE position = ?", arguments: [place])
        return row.map { Blob.bytes($0["body"]) } ?? []
    }

    private static func set(_ leaf: LogLeaf, at place: Int, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE log_leaf SET body = ? WHERE position = ?", arguments: [Blob.data(try leaf.bytes()), place])
    }
}
