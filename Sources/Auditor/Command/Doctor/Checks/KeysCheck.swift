import AuditCore
import AuditEngine
import Foundation

/// Whether the keys are there, and whether they would survive the loss of this disk.
struct KeysCheck: DoctorCheck {
    let name = "keys"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        let source = MasterKeySource.resolve(
            option: nil, environment: ProcessInfo.processInfo.environment, database: subject.database)
        return [vault(subject), master(subject, source), escrow(subject, source), checkpoint(subject)]
    }

    private func vault(_ subject: DoctorSubject) -> Finding {
        let (id, path) = ("keys.file", Vault.path(database: subject.database))
        let isThere = FileManager.default.fileExists(atPath: path)
        if case .absent = subject.store {
            return .ok(id, isThere ? "\(path) waits for its database" : "the first run makes \(path)")
        }
        if case .unusable = subject.store { return .notChecked(id, "the database cannot be read") }
        guard isThere else {
            return .problem(
                id, "\(path) is missing: nothing personal in the database can be read",
                do: "put it back from its own backup", exit: .configuration)
        }
        return .ok(
            id, "the data keys are in \(path); back it up apart from the database, and no longer than erasures may take"
        )
    }

    private func master(_ subject: DoctorSubject, _ source: MasterKeySource) -> Finding {
        let id = "keys.master"
        guard let path = source.path else {
            return .notChecked(id, "the master key comes from a command, which was not run")
        }
        if FileManager.default.fileExists(atPath: path) { return .ok(id, "the master key is in \(path)") }
        if FileManager.default.fileExists(atPath: Vault.path(database: subject.database)) {
            return .problem(
                id, "the master key \(path) is missing: no run can begin",
                do: "put the copy that is kept elsewhere there, with mode 0600", exit: .configuration)
        }
        if case .beside = source { return .ok(id, "the first run makes a master key, \(path)") }
        return .problem(
            id, "there is no master key in \(path)",
            do: "make one: `(umask 077; head -c 32 /dev/urandom | base64 > \(path))`", exit: .configuration)
    }

    /// Whether a copy is kept elsewhere cannot be seen from here; that none is needed can.
    private func escrow(_ subject: DoctorSubject, _ source: MasterKeySource) -> Finding {
        let id = "keys.escrow"
        guard case .beside = source else {
            return .ok(id, "the master key is kept apart from the database; keep a second copy of it as well")
        }
        return .warning(
            id,
            "the master key lies beside the database: one copy of the folder holds the data and the key, and losing "
                + "the folder loses both",
            do: "keep a copy of it elsewhere; better, give it by AUDITOR_MASTER_KEY_FILE or as a systemd credential")
    }

    private func checkpoint(_ subject: DoctorSubject) -> Finding {
        let id = "keys.checkpoint"
        let file = PublishedCheckpoint(database: subject.database)
        do throws(AuditError) {
            guard let published = try file.read() else { return .ok(id, "no checkpoint has been published yet") }
            return .ok(
                id,
                "the newest checkpoint covers \(published.size) leaves; the reviewers' mail and every report hold copies"
            )
        } catch {
            return .problem(
                id, error.message, do: "put a copy of the newest checkpoint there, from the reviewers' mail",
                exit: .dataInvalid)
        }
    }
}
