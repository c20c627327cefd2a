import AuditCore
import GRDB

extension AuditError {
    /// What an error of SQLite means for a command. The message names the result code, never the statement's values.
    init(store error: any Error, path: String) {
        if let error = error as? AuditError {
            self = error
            return
        }
        let location = SourceLocation(file: path)
        if let error = error as? LogError {
            self = error.auditError(at: location)
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.databaseInvalid, "a stored value cannot be read: \(type(of: error))", at: location)
            return
        }
        let name = error.resultCode.description
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .diskFull, "the disk is full; what was decided is kept: free space and run the same command again",
                at: location)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "another process uses this database", at: location)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            self.init(.outputNotWritable, "the database cannot be opened for writing (\(name))", at: location)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            self.init(
                .databaseInvalid,
                "this is no intact SQLite database (\(name)); keep a copy, then restore it or name another one",
                at: location)
        default:
            self.init(
                .ioError, "the database gave \(name); what was decided is kept: run the same command again",
                at: location)
        }
    }
}
