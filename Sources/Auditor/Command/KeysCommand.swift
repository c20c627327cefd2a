import ArgumentParser
import AuditCore
import AuditEngine
import Foundation

/// `auditor keys`: the keys of a database (docs/privacy.md).
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Change the master key.", subcommands: [KeysRotateCommand.self])
}

/// `auditor keys rotate`.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Wrap every key anew by another master key; nothing that is encrypted is touched.",
        discussion: """
            Killed at any moment, the same command goes on; until it has ended, both master keys open the database. A key \
            file is replaced; for a key from a command or a systemd credential, replace it there when this has ended.
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Option(help: ArgumentHelp("The file with the new master key. (default: a new one is made)", valueName: "file"))
    var newMasterKey: String?

    func run() async throws {
        let path = database.database
        let lock = try RunLock(database: path)
        let source = MasterKeySource.resolve(
            option: keys.masterKey, environment: ProcessInfo.processInfo.environment, database: path)
        let old = try await source.load(database: path)
        guard let file = source.path ?? newMasterKey else {
            throw ValidationError("The master key comes from a command: name the new one with --new-master-key.")
        }
        // Kept until the old file is replaced: a kill between loses nothing.
        let next = newMasterKey ?? file + ".new"
        if newMasterKey == nil, !FileManager.default.fileExists(atPath: next) {
            try MasterKeySource.create(MasterKey(), at: next)
        }
        let new = try await MasterKeySource.file(next).load(database: path)
        let vault = try openVault(path, old: old, new: new)
        try vault.rotate(to: new)
        try vault.close()
        if source.path != nil, source.path != newMasterKey, case .file = source.kept {
            try MasterKeySource.replace(new, at: file)
            if newMasterKey == nil { try? FileManager.default.removeItem(atPath: next) }
            Console.result(
                "the keys are wrapped by master key \(new.id), which is in \(file) now; keep a copy elsewhere")
        } else {
            Console.result(
                "the keys are wrapped by master key \(new.id) of \(next); put it where the old one came from")
        }
        withExtendedLifetime(lock) {}
    }

    /// A rotation that was killed after its last step is opened by the new key only.
    private func openVault(_ path: String, old: MasterKey, new: MasterKey) throws(AuditError) -> Vault {
        do throws(AuditError) {
            return try Vault(database: path, master: old, mustExist: true)
        } catch {
            guard error.code == .keyInvalid else { throw error }
            return try Vault(database: path, master: new, mustExist: true)
        }
    }
}

extension MasterKeySource {
    /// The file that this program may replace; itself for all others.
    fileprivate var kept: MasterKeySource { if case .beside = self { .file(path ?? "") } else { self } }
}
