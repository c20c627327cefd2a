import AuditCore
import AuditEngine
import Foundation
import Glibc
import MatcherKit

/// Whether others can read what is personal or change what decides.
struct PermissionsCheck: DoctorCheck {
    let name = "permissions"

    func findings(_ subject: DoctorSubject) async -> [Finding] {
        [database(subject), keys(subject), folder(subject)] + plugins(subject) + reach(subject)
    }

    private func database(_ subject: DoctorSubject) -> Finding {
        let id = "permissions.database"
        let files = ["", "-wal", "-journal", ".status.json"].map { subject.database + $0 }
        let modes = files.compactMap { file in FileMode(file).map { (file, $0) } }
        guard !modes.isEmpty else { return .ok(id, "there is no database yet; it will be its owner's only") }
        if let (file, mode) = modes.first(where: { $0.1.bits & 0o007 != 0 }) {
            return .problem(
                id, "\(file) holds personal data and is open to every user (mode \(mode.text))",
                do: "run `chmod 600 \(file)`")
        }
        if let (file, mode) = modes.first(where: { $0.1.bits & 0o070 != 0 }) {
            return .warning(
                id, "\(file) holds personal data and is open to its group (mode \(mode.text))",
                do: "run `chmod 600 \(file)` unless the group is meant")
        }
        if geteuid() != 0, let (file, _) = modes.first(where: { $0.1.owner != geteuid() }) {
            return .warning(
                id, "\(file) belongs to another user", do: "run every command as the user who runs the nightly audit")
        }
        return .ok(id, "only its owner can read the database")
    }

    private func keys(_ subject: DoctorSubject) -> Finding {
        let id = "permissions.keys"
        let files = [".keys", ".keys-wal", ".master-key"].map { subject.database + $0 }
        let modes = files.compactMap { file in FileMode(file).map { (file, $0) } }
        guard !modes.isEmpty else { return .ok(id, "there are no keys yet") }
        if let (file, mode) = modes.first(where: { $0.1.bits & 0o077 != 0 }) {
            return .problem(
                id, "\(file) is open to others (mode \(mode.text))",
                do: "run `chmod 600 \(file)`, and `auditor keys rotate` if somebody may have read it",
                exit: .configuration)
        }
        return .ok(id, "only their owner can read the keys")
    }

    private func folder(_ subject: DoctorSubject) -> Finding {
        let id = "permissions.folder"
        let folder = subject.databaseFolder
        guard let mode = FileMode(folder) else {
            return .problem(id, "\(folder) does not exist", do: "create it with `mkdir -m 700`", exit: .cannotCreate)
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            return .problem(
                id, "this user cannot create files in \(folder)", do: "give it to the user who runs the audit",
                exit: .cannotCreate)
        }
        if mode.bits & 0o002 != 0, !mode.isSticky {
            return .problem(
                id, "every user can replace the database in \(folder) (mode \(mode.text))",
                do: "run `chmod o-w \(folder)`")
        }
        if mode.bits & 0o022 != 0 {
            return .warning(
                id, "others can create files in \(folder) (mode \(mode.text))",
                do: "keep the database in a folder of its own, mode 700")
        }
        return .ok(id, "only its owner can change \(folder)")
    }

    /// A plugin is held against its digest at every start; who can write it can still stop every run, or change it
    /// between the look and the start.
    private func plugins(_ subject: DoctorSubject) -> [Finding] {
        guard case .success(let loaded) = subject.policy else {
            return [.notChecked("permissions.plugins", "the policy cannot be used, so its plugins are not known")]
        }
        let files = loaded.policy.plugins.flatMap { [$0.path] + $0.files.map(\.path) }
        let paths = Set(files + files.map(FilePath.folder)).sorted()
        let open = paths.compactMap { path -> Finding? in
            guard let mode = FileMode(path), mode.bits & 0o022 != 0, !mode.isSticky else { return nil }
            let who = mode.bits & 0o002 != 0 ? "every user" : "its group"
            let found = "\(who) can change \(path) (mode \(mode.text))"
            let action = "run `chmod go-w \(path)`"
            return mode.bits & 0o002 != 0
                ? .problem("permissions.plugins", found, do: action)
                : .warning("permissions.plugins", found, do: action)
        }
        guard open.isEmpty else { return open }
        let text =
            files.isEmpty ? "there are no plugins" : "only their owners can change the plugins' \(files.count) files"
        return [.ok("permissions.plugins", text)]
    }

    /// What a plugin can read it can carry out in its answers.
    private func reach(_ subject: DoctorSubject) -> [Finding] {
        let id = "permissions.plugin_reads"
        guard case .success(let loaded) = subject.policy else { return [] }
        let files = PluginSecrets.secrets(database: subject.database, masterKey: nil)
        let open = loaded.policy.plugins.compactMap { plugin in
            PluginSecrets.readable(by: plugin, files).map { file in
                Finding.warning(
                    id, "the plugin \(plugin.name) can read \(file)",
                    do: SandboxLevel.available.landlock > 0
                        ? "keep the database and its keys outside of the folders that the plugin's settings name"
                        : "use a kernel with Landlock, or no plugin")
            }
        }
        guard open.isEmpty else { return open }
        return loaded.policy.plugins.isEmpty ? [] : [.ok(id, "no plugin can read the database or its keys")]
    }
}

/// Owner and mode of what a path leads to.
private struct FileMode {
    let bits: mode_t
    let owner: uid_t

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bits = status.st_mode & 0o7777
        owner = status.st_uid
    }

    var isSticky: Bool { bits & 0o1000 != 0 }
    var text: String { String(bits, radix: 8) }
}
