public import AuditCore
import Glibc

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// `<database>.checkpoint`: the newest signed checkpoint, outside the database, so that a database that is put back from
/// a backup is noticed. Copies of it that are kept elsewhere make the log hold against whoever owns this machine.
public struct PublishedCheckpoint {
    /// The file's path.
    public let path: String

    /// That of a database.
    public init(database: String) { path = database + ".checkpoint" }

    /// What the file says; nil when there is none.
    /// - Throws: `log_invalid` for a file that holds no checkpoint, `io_error`.
    public func read() throws(AuditError) -> (note: String, size: Int)? {
        guard access(path, F_OK) == 0 || errno != ENOENT else { return nil }
        let location = SourceLocation(file: path)
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw AuditError(.ioError, "the published checkpoint cannot be read: \(systemError())", at: location)
        }
        do throws(LogError) {
            let note = try SignedNote(parsing: data)
            let checkpoint = try LogCheckpoint(parsing: note.unverifiedText.utf8)
            return (note.description, checkpoint.size)
        } catch {
            throw error.auditError(at: location)
        }
    }

    /// Whether a file's bytes are a signed checkpoint, whoever signed it.
    public static func isCheckpoint(_ data: Data) -> Bool {
        (try? LogCheckpoint.size(ofNote: String(decoding: data, as: UTF8.self))) != nil
    }

    /// Replaces the file, durably.
    func write(_ note: String) throws(AuditError) { try PrivateFile.replace(path, note, what: "published checkpoint") }
}
