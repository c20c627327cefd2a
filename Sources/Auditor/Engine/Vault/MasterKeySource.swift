public import AuditCore
import Glibc

/// Where the master key comes from. It is never an argument nor a variable's value: others can read those.
public enum MasterKeySource: Equatable, Sendable {
    /// A file of its owner's only: 32 bytes, or one line of base64.
    case file(String)
    /// The same, handed over by systemd (`LoadCredential=`).
    case credential(String)
    /// A program and its arguments that prints the key: 32 bytes, or one line of base64. No shell reads it.
    case command([String])
    /// `<database>.master-key`: the only one that the program makes itself.
    case beside(database: String)

    /// The credential's name, a file in `$CREDENTIALS_DIRECTORY`.
    static let credentialName = "auditor-master-key"

    /// The first that is given of: the option's file, `AUDITOR_MASTER_KEY_FILE`, `AUDITOR_MASTER_KEY_COMMAND` (split at
    /// spaces), the systemd credential when it exists, the file beside the database.
    public static func resolve(
        option: String?, environment: [String: String], database: String
    ) -> MasterKeySource {
        if let option { return .file(option) }
        if let path = environment["AUDITOR_MASTER_KEY_FILE"], !path.isEmpty { return .file(path) }
        let words = (environment["AUDITOR_MASTER_KEY_COMMAND"] ?? "").split(separator: " ").map(String.init)
        if !words.isEmpty { return .command(words) }
        if let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty {
            let path = "\(folder)/\(credentialName)"
            if access(path, F_OK) == 0 { return .credential(path) }
        }
        return .beside(database: database)
    }

    /// The file that holds the key; nil for a command.
    public var path: String? {
        switch self {
        case .file(let path), .credential(let path): path
        case .command: nil
        case .beside(let database): database + ".master-key"
        }
    }

    /// The key. Beside the database a new one is made when there is neither a key nor a keys file that needs it.
    /// Call it while no worker runs: a supervisor that owns every child would take a command for an orphan.
    /// - Parameter database: whose keys it opens, for the sentence that says what a lost key means.
    /// - Throws: `AuditError`: `key_missing`, `key_invalid` (exit 78); `output_not_writable`, `disk_full`, `io_error`
    ///   for one that cannot be made.
    public func load(database: String) async throws(AuditError) -> MasterKey {
        switch self {
        case .file(let path):
            return try Self.read(path, forbidden: 0o077, database: database)
        case .credential(let path):
            // systemd gives the user access by an ACL, whose mask shows as the group's bits; the folder is closed.
            return try Self.read(path, forbidden: 0o007, database: database)
        case .command(let words):
            return try await MasterKeyCommand.run(words)
        case .beside(let database):
            let path = database + ".master-key"
            if access(path, F_OK) != 0, errno == ENOENT, access(Vault.path(database: database), F_OK) != 0 {
                let key = MasterKey()
                do throws(AuditError) {
                    try PrivateFile.create(path, key.line)
                    return key
                } catch {
                    // Of two first runs at once one makes the key; the lock then says which one goes on.
                    guard access(path, F_OK) == 0 else { throw error }
                }
            }
            return try Self.read(path, forbidden: 0o077, database: database)
        }
    }

    private static func read(_ path: String, forbidden: mode_t, database: String) throws(AuditError) -> MasterKey {
        guard let text = try PrivateFile.read(path, forbidden: forbidden) else {
            throw missing(path, database: database)
        }
        guard let key = MasterKey(text: text) else {
            throw AuditError(
                .keyInvalid, "the file holds no master key: 32 bytes, or one line with their base64",
                at: SourceLocation(file: path))
        }
        return key
    }

    private static func missing(_ path: String, database: String) -> AuditError {
        let keys = Vault.path(database: database)
        guard access(keys, F_OK) == 0 else {
            return AuditError(
                .keyMissing,
                "there is no master key file; make one with "
                    + "`(umask 077; head -c 32 /dev/urandom | base64 > FILE)` and keep a copy of it elsewhere",
                at: SourceLocation(file: path))
        }
        return AuditError(
            .keyMissing,
            "the master key is missing; without it every personal field and face picture in the database and the "
                + "signing key of its log, all wrapped in \(keys), are lost for ever: put the escrowed copy here, with "
                + "mode 0600", at: SourceLocation(file: path))
    }

    /// Makes a key file; for a new key, before `Vault.rotate(to:)`.
    /// - Throws: `output_not_writable` when the file exists, `disk_full`, `io_error`.
    public static func create(_ key: MasterKey, at path: String) throws(AuditError) {
        try PrivateFile.create(path, key.line)
    }

    /// Replaces a key file in one step; after `Vault.rotate(to:)`.
    /// - Throws: `output_not_writable`, `disk_full`, `io_error`.
    public static func replace(_ key: MasterKey, at path: String) throws(AuditError) {
        try PrivateFile.replace(path, key.line)
    }
}
