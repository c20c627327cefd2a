import ArgumentParser
import AuditCore
import AuditEngine
import Foundation
import Reports

/// `auditor log`: what was decided cannot be altered unseen (docs/audit-log.md).
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Verify the audit log, prove that a decision is in it, print its checkpoint.",
        subcommands: [
            LogVerifyCommand.self, LogProveCommand.self, LogCheckpointCommand.self, LogExportCommand.self,
        ])
}

/// `auditor log verify`.
struct LogVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold the database against its log, and the log against signed checkpoints.",
        discussion: """
            Exit status 0: everything holds. 1: something was altered, or what has ended is not signed. 65: the log \
            cannot be read, is older than a trusted checkpoint, or was forked. Nothing is repaired; --commitments opens \
            the database as a run does, which signs what a kill left unsigned.
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Option(help: "A signed checkpoint that was kept elsewhere; may be repeated.") var trusted: [String] = []
    @Option(help: ArgumentHelp("The log's public key from elsewhere; without it the database's own is believed."))
    var key: String?
    @Option(help: "Verify a folder of `auditor log export` instead of a database.") var export: String?
    @Flag(help: "Open the encrypted personal data too, and hold it against the log's commitments; needs the keys.")
    var commitments = false
    @Flag(help: "Print JSON (samples/schemas/log-verification.schema.json).") var json = false

    func validate() throws {
        if export != nil, commitments { throw ValidationError("--commitments is for a database.") }
    }

    func run() async throws {
        var trusted: [String] = []
        for path in self.trusted {
            guard let data = SmallInput.read(path, limit: 1 << 20) else {
                throw AuditError(
                    .inputMissing, "the checkpoint cannot be read", at: AuditCore.SourceLocation(file: path))
            }
            // A file that is no checkpoint says nothing of the log.
            guard PublishedCheckpoint.isCheckpoint(Data(data)) else {
                throw AuditError(
                    .logInvalid,
                    "this file is no signed checkpoint, so the log was not looked at; give the text that `auditor log "
                        + "checkpoint` printed, and of a mail the checkpoint's lines alone",
                    at: AuditCore.SourceLocation(file: path))
            }
            trusted.append(String(decoding: data, as: UTF8.self))
        }
        let found: LogVerification
        if let export {
            found = try ExportedLogVerifier(folder: export).verify(trusted: trusted, key: key)
        } else {
            if let published = try PublishedCheckpoint(database: database.database).read() {
                trusted.append(published.note)
            }
            let store = try await open()
            found = try StoredLogVerifier(store: store).verify(trusted: trusted, key: key)
            try store.close()
        }
        Console.result(json ? try JSONOutput.text(found) : LogVerificationText.text(found))
        guard !found.holds else { return }
        throw ExitCode((found.isUnreadable ? ExitStatus.dataInvalid : ExitStatus.findings).rawValue)
    }
}

extension LogVerifyCommand {
    /// A database that cannot be opened is a log that cannot be read.
    private func open() async throws(AuditError) -> AuditStore {
        if commitments { return try await keys.open(database.database, mustExist: true) }
        do throws(AuditError) {
            return try AuditStore(path: database.database, mustExist: true, master: nil)
        } catch {
            guard error.code == .databaseInvalid else { throw error }
            throw AuditError(.logInvalid, "the log cannot be read: \(error.message)", at: error.location)
        }
    }
}

/// `auditor log prove`.
struct LogProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Print the proof that a decision is in the log: what an applicant can be given.",
        discussion: """
            The proof is a file of c2sp.org/tlog-proof@v1 with the decision's leaf as extra data; \
            samples/verify/verify_proof.sh checks it with openssl alone.
            """)

    @Argument(help: "The request id.") var request: String
    @Option(help: ArgumentHelp("The run. (default: the newest that decided the request)", valueName: "run"))
    var run: Int?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var keys: KeyOption
    @Option(name: .shortAndLong, help: "Write the proof into this file instead.") var output: String?
    @Option(
        help: ArgumentHelp(
            "Write what opens the log's commitment, the request's own data and salt, into this file; needs the keys.",
            valueName: "file"))
    var opening: String?

    func run() async throws {
        let store =
            opening == nil
            ? try AuditStore(path: database.database, mustExist: true, master: nil)
            : try await keys.open(database.database, mustExist: true)
        let logged = try store.proof(request: request, run: run)
        if let opening {
            guard let text = try store.opening(of: logged) else {
                throw AuditError(
                    .inputMissing,
                    "the personal data of this request was erased; nothing opens its commitment any more",
                    at: AuditCore.SourceLocation(file: database.database))
            }
            try write(text + "\n", to: opening)
        }
        try store.close()
        guard let output else { return Console.result(logged.proof.description, terminator: "") }
        try write(logged.proof.description, to: output)
        Console.result("run \(logged.run), row \(logged.row): \(output)")
    }

    /// What is proved is a person's own affair.
    private func write(_ text: String, to path: String) throws(AuditError) {
        try PrivateFile.replace(path, text, what: "proof")
    }
}

/// `auditor log checkpoint`.
struct LogCheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Print the newest signed checkpoint, to be kept elsewhere.")

    @OptionGroup var database: DatabaseOption
    @Flag(help: "Print the log's public key instead.") var key = false

    func run() throws {
        let store = try AuditStore(path: database.database, mustExist: true, master: nil)
        let (publicKey, note) = (try store.logKey(), try store.newestCheckpoint())
        try store.close()
        if key { return Console.result(publicKey) }
        guard let note else {
            throw AuditError(
                .inputMissing, "there is no checkpoint yet; one is signed when a run has ended",
                at: AuditCore.SourceLocation(file: database.database))
        }
        Console.result(note, terminator: "")
    }
}

/// `auditor log export`.
struct LogExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write key, leaves and checkpoints into a folder, for verifiers that know nothing of the database.",
        discussion: "samples/verify/verify_log.py verifies it with Python and openssl.")

    @OptionGroup var database: DatabaseOption
    @Option(name: .shortAndLong, help: "The folder; replaced only if it holds an earlier export.") var output: String

    func run() throws {
        let store = try AuditStore(path: database.database, mustExist: true, master: nil)
        try LogExportRenderer.write(
            key: try store.logKey(), checkpoints: try store.checkpoints(),
            leaves: { take in try store.forEachLeaf { _, leaf in try take(leaf) } }, into: output)
        try store.close()
        Console.result("export: \(output)")
    }
}
