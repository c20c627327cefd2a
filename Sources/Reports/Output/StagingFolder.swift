import AuditCore
import Glibc

/// A folder beside the target in which a report is written before it takes the target's place, so that a reader sees
/// either the report before or the report after. The folder is locked while it is in use; a sweep removes those
/// without an owner.
final class StagingFolder {
    private let target: OutputFolder
    private let path: String
    private let isPrivate: Bool
    private var lock: Int32
    private var folders: [String] = []

    /// Creates the folder, after removing what killed processes have left.
    /// - Parameter isPrivate: Whether only its owner may read it (modes 0700 and 0600); otherwise the group may too.
    init(for target: OutputFolder, isPrivate: Bool = false) throws(AuditError) {
        self.target = target
        self.isPrivate = isPrivate
        try target.makeParents()
        Self.sweep(target)
        path = "\(target.parent)/\(Self.prefix(target))\(getpid())"
        guard mkdir(path, isPrivate ? 0o700 : 0o750) == 0 else {
            throw FileSystem.failure("create the output folder", path)
        }
        lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileSystem.failure("lock the output folder", path)
            rmdir(path)
            throw error
        }
    }

    deinit {
        if lock >= 0 { close(lock) }
    }

    /// Creates a folder below this one.
    func makeFolder(_ name: String) throws(AuditError) {
        let folder = "\(path)/\(name)"
        guard mkdir(folder, isPrivate ? 0o700 : 0o750) == 0 else {
            throw FileSystem.failure("create the folder", folder)
        }
        folders.append(folder)
    }

    /// Creates a file below this folder.
    func file(_ name: String) throws(AuditError) -> FileWriter {
        try FileWriter(path: "\(path)/\(name)", mode: isPrivate ? 0o600 : 0o640)
    }

    /// Writes a whole file. Files of a folder with thousands are not synced one by one: `commit` syncs them all.
    func write(_ text: String, to name: String, durable: Bool = true) throws(AuditError) {
        let writer = try file(name)
        try writer.write(text)
        try writer.close(durable: durable)
    }

    /// Writes a whole file if it is not there yet.
    func writeOnce(_ bytes: [UInt8], to name: String) throws(AuditError) {
        guard access("\(path)/\(name)", F_OK) != 0 else { return }
        let writer = try file(name)
        try writer.write(bytes)
        try writer.close(durable: false)
    }

    /// Makes everything durable and puts the folder in the target's place.
    func commit() throws(AuditError) {
        try FileSystem.syncFileSystem(lock, path)
        for folder in folders { try FileSystem.syncFolder(folder) }
        try FileSystem.syncFolder(path)
        // Once more, just before the swap: the target may have changed while the report was written.
        try target.checkReplaceable()
        if FileSystem.isFolder(target.path) == nil {
            guard rename(path, target.path) == 0 else { throw FileSystem.failure("create", target.path) }
        } else {
            try swap()
        }
        try FileSystem.syncFolder(target.parent)
    }

    private func swap() throws(AuditError) {
        guard let refusal = FileSystem.exchange(path, target.path) else {
            FileSystem.remove(path)
            return
        }
        // A file system without exchange (some network and overlay ones): two renames, the only moment without a target.
        guard refusal == EINVAL || refusal == ENOSYS else {
            throw FileSystem.failure("replace", target.path, refusal)
        }
        let aside = "\(path)-old"
        guard rename(target.path, aside) == 0 else { throw FileSystem.failure("replace", target.path) }
        guard rename(path, target.path) == 0 else {
            let error = FileSystem.failure("replace", target.path)
            rename(aside, target.path)
            throw error
        }
        FileSystem.remove(aside)
    }

    /// Removes the folder: what follows any failure.
    func discard() {
        FileSystem.remove(path)
    }

    private static func prefix(_ target: OutputFolder) -> String { ".\(target.name).staging-" }

    /// Removes staging folders of this target whose owner is gone. A lock tells, not the process number, which another
    /// process may have got since.
    private static func sweep(_ target: OutputFolder) {
        let prefix = prefix(target)
        for name in FileSystem.names(in: target.parent) ?? [] where name.hasPrefix(prefix) {
            let path = "\(target.parent)/\(name)"
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { FileSystem.remove(path) }
            close(descriptor)
        }
    }
}
