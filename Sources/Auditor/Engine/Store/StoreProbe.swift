public import AuditCore
import GRDB

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A look at a database that leaves everything as it is: no lock, no recovery, no file beside it.
///
/// SQLite's `immutable` reads the one file and nothing else, so a write-ahead log that a killed run left is not seen, and
/// a run that begins meanwhile may make the look fail. That is an error to report, never a reason to touch the file.
public struct StoreProbe: Sendable, Equatable {
    /// Number of runs.
    public var runs: Int
    /// Number of runs with undecided rows.
    public var unfinished: Int
    /// When the newest run was created; nil without runs.
    public var newest: Date?

    /// Looks at a database.
    /// - Throws: `AuditError`: `database_invalid` for another program's file, other tables or damage, `io_error` or
    ///   `output_not_writable` when it cannot be read.
    public static func look(path: String) throws(AuditError) -> StoreProbe {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.label = "probe"
            let absolute = URL(filePath: path).absoluteURL.path(percentEncoded: true)
            let queue = try DatabaseQueue(path: "file://\(absolute)?mode=ro&immutable=1", configuration: configuration)
            return try queue.read { try look($0, path: path) }
        } catch {
            throw AuditError(store: error, path: path)
        }
    }

    private static func look(_ database: Database, path: String) throws -> StoreProbe {
        try StoreSchema.check(database, path: path)
        let newest = try String.fetchOne(database, sql: "SELECT started FROM run ORDER BY id DESC LIMIT 1")
        return StoreProbe(
            runs: try Int.fetchOne(database, sql: "SELECT count(*) FROM run") ?? 0,
            unfinished: try Int.fetchOne(database, sql: "SELECT count(*) FROM run WHERE state = 'unfinished'") ?? 0,
            newest: newest.flatMap(UTCTime.date))
    }
}
