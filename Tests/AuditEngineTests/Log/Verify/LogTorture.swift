import AuditCore
import AuditTesting
import Foundation
import GRDB

@testable import AuditEngine

/// How often the log's tests try what is drawn at random: a little in the suite, all of it by `make torture-log`.
enum LogTorture {
    /// `AUDITOR_LOG_TORTURE`: how many times of each are to be tried.
    private static let number = ProcessInfo.processInfo.environment["AUDITOR_LOG_TORTURE"].flatMap { Int($0) }

    /// A number of trials.
    static func trials(_ short: Int) -> Int { number ?? short }

    /// Counts, for the table of `make torture-log`.
    static func report(_ line: String) { if number != nil { print("torture-log: \(line)") } }
}

/// What of a database the log vouches for, as text: two that give the same say the same.
enum VouchedContent {
    /// The tables and what of them is not vouched for: what a run measured of itself is in no leaf.
    static let tables: [(name: String, except: Set<String>)] = [
        ("run", ["measurements"]), ("decision", []), ("score", []), ("log_leaf", []),
        ("log_state", ["last_key", "mac"]), ("log_checkpoint", []), ("subject", []), ("enrolment", []),
        ("seen_face", []),
        ("list_entry", []),
    ]
    /// Tables that only who has the keys can judge.
    static let sealed: [(name: String, except: Set<String>)] = [
        ("personal", []), ("person", []), ("face_crop", []),
        ("log_state", ["public_key", "size", "frontier"]),
    ]

    static func read(_ database: Database, keys: Bool) throws -> [String] {
        var lines: [String] = []
        for table in tables
            + (keys ? sealed : [("personal", ["key_id", "record", "digest", "has_email", "has_subject"])])
        {
            let columns = try database.columns(in: table.name).map(\.name).filter { !table.except.contains($0) }
            let list = columns.map { "quote(\($0)) || hex(CAST(\($0) AS BLOB))" }.joined(separator: " || '|' || ")
            // Not by an index, which may be damaged by itself.
            lines += try String.fetchAll(
                database, sql: "SELECT '\(table.name):' || \(list) FROM \(table.name) NOT INDEXED")
        }
        lines += try String.fetchAll(database, sql: "SELECT coalesce(sql, '') FROM sqlite_schema")
        return lines.sorted()
    }
}

/// One random change of one row.
struct RowMutation {
    let sql: String

    private enum Act: CaseIterable { case edit, remove, copy, exchange }

    init(_ random: inout SplitMix, _ database: Database, keys: Bool) throws {
        let table = random.pick(VouchedContent.tables + (keys ? VouchedContent.sealed : []))
        let columns = try database.columns(in: table.name).filter { !table.except.contains($0.name) }
        let list = columns.map(\.name)
        let column = random.pick(columns)
        let place = Int(random.next() % 1000)
        let key = try Self.rowCondition(table.name, place, database)
        let other = try Self.rowCondition(table.name, place + 1 + Int(random.next() % 7), database)
        switch random.pick([Act.edit, .edit, .edit, .edit, .remove, .copy, .exchange]) {
        // A face that is gone is one that was never stored: no leaf says which there are.
        // An older checkpoint that is gone hides nothing: the newest covers what it covered, and is published.
        case .remove where table.name != "face_crop" && table.name != "log_checkpoint":
            sql = "DELETE FROM \(table.name) WHERE \(key)"
        case .copy where table.name != "face_crop" && table.name != "log_checkpoint":
            let changed = list.map { $0 == column.name ? Self.changed(column, &random) : $0 }
            sql = "INSERT INTO \(table.name) SELECT \(changed.joined(separator: ", ")) FROM \(table.name) WHERE \(key)"
        case .exchange:
            sql = """
                UPDATE \(table.name) SET \(column.name) = (SELECT \(column.name) FROM \(table.name) WHERE \(other))
                WHERE \(key)
                """
        default:
            sql = "UPDATE \(table.name) SET \(column.name) = \(Self.changed(column, &random)) WHERE \(key)"
        }
    }

    /// The condition that is true for the n-th row alone.
    private static func rowCondition(_ table: String, _ place: Int, _ database: Database) throws -> String {
        let keys = try database.primaryKey(table).columns
        let count = max(try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 1, 1)
        let list = keys.map { "quote(\($0))" }.joined(separator: ", ")
        let row = try Row.fetchOne(database, sql: "SELECT \(list) FROM \(table) LIMIT 1 OFFSET \(place % count)")
        return keys.enumerated().map { "\($1) = \(row?[$0] as String? ?? "NULL")" }.joined(separator: " AND ")
    }

    private static func changed(_ column: ColumnInfo, _ random: inout SplitMix) -> String {
        let (name, number) = (column.name, random.next())
        switch column.type {
        case "INTEGER": return "coalesce(\(name), 0) + \(random.pick([1, -1, 2, 1000, -3, 1 << 40]))"
        case "REAL":
            return random.pick(["coalesce(\(name), 0) + 1e-12 * \(number % 1_000_000 + 1000)", "-\(name) - 1", "NULL"])
        case "BLOB":
            return """
                CAST(substr(\(name), 1, \(number % 40)) || char(\(number % 90 + 33)) || substr(\(name), \(number % 40 + 2)) AS BLOB)
                """
        default:
            return random.pick([
                "coalesce(\(name), '') || 'x'", "substr(\(name), 2)", "''", "NULL", "'approved'", "upper(\(name))",
                "substr(\(name), 1, \(number % 60)) || char(\(number % 90 + 33)) || substr(\(name), \(number % 60 + 2))",
                "\(name) || char(0) || 'hidden'",
            ])
        }
    }
}
