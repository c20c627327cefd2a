import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// Option of every command that reads or writes personal data.
struct KeyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file with the master key. (default: AUDITOR_MASTER_KEY_FILE, AUDITOR_MASTER_KEY_COMMAND, the systemd "
                + "credential auditor-master-key, or DATABASE.master-key)", valueName: "file"))
    var masterKey: String?

    /// Opens a database with its keys; a new database gets new ones, and where they are is said.
    func open(_ database: String, mustExist: Bool = false) async throws(AuditError) -> AuditStore {
        // Before anything that is slow, and before a key is made for nothing.
        try RunLock.refuse(ifHeld: database)
        let isThere = FileManager.default.fileExists(atPath: database)
        if mustExist, !isThere {
            throw AuditError(
                .inputMissing, "there is no such database; name one with --database",
                at: AuditCore.SourceLocation(file: database))
        }
        let source = MasterKeySource.resolve(
            option: masterKey, environment: ProcessInfo.processInfo.environment, database: database)
        let keys = Vault.path(database: database)
        let isNew = !FileManager.default.fileExists(atPath: keys)
        if isThere, isNew, !(source.path.map { FileManager.default.fileExists(atPath: $0) } ?? true) {
            // What is no database of ours is that first of all.
            _ = try StoreProbe.look(path: database)
            throw AuditError(
                .keyMissing,
                "the keys of this database are missing; without them its personal fields and face pictures are lost for "
                    + "ever: put the file back from its own backup, or name a new database with --database",
                at: AuditCore.SourceLocation(file: keys))
        }
        let store = try AuditStore(path: database, mustExist: mustExist, master: await source.load(database: database))
        if isThere { warnOfReaders(database) }
        if isNew { EventLog.notice(Self.notice(keys, source)) }
        return store
    }

    /// A database that was copied or put back may have been left open to others; `auditor doctor` says the same.
    private func warnOfReaders(_ database: String) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: database)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 else { return }
        EventLog.notice(
            "others can read or change the database (mode 0\(String(mode & 0o777, radix: 8))); run `chmod 600` on it")
    }

    private static func notice(_ keys: String, _ source: MasterKeySource) -> String {
        let master = source.path.map { "the master key in \($0)" } ?? "the master key that the command prints"
        return "New keys are in \(keys), wrapped by \(master). Keep a copy of the master key elsewhere: without it the "
            + "personal data in the database is lost for ever."
    }
}
