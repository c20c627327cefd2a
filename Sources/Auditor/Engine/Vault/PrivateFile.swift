public import AuditCore
import Glibc

/// Small private files: keys and checkpoints, written so that nobody else can read them and nobody sees half of them.
public enum PrivateFile {
    /// More than any key's text.
    static let limit = 4096

    /// Reads a whole file, at most `limit` bytes and one; nil when there is none.
    /// - Parameter forbidden: mode bits that must not be set.
    /// - Throws: `key_invalid` for one that others can read, and for anything but a regular file.
    static func read(_ path: String, forbidden: mode_t) throws(AuditError) -> [UInt8]? {
        // Without waiting: a FIFO has no writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw refusal("the key file cannot be read: \(systemError())", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal("the key file is no regular file", path)
        }
        guard status.st_mode & forbidden == 0 else {
            throw refusal(
                "others can read the key file (mode 0\(String(status.st_mode & 0o777, radix: 8))); run `chmod 600` on "
                    + "it, and change the key if somebody may have read it", path)
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw refusal("the key file cannot be read: \(systemError())", path) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    /// Makes a file of mode 0600 that was not there; durable, and whole or not at all.
    /// - Throws: `output_not_writable` when it exists or cannot be made, `disk_full`, `io_error`.
    static func create(_ path: String, _ text: String) throws(AuditError) {
        // Without a name until it is whole, so that a kill leaves nothing behind.
        let descriptor = open(folder(of: path), unnamed | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return try createByName(path, text) }
        defer { close(descriptor) }
        try write(text, to: descriptor, path)
        // Unlike rename, link never replaces a key that another process has just made.
        guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
            throw failure("create the file", path)
        }
        try syncFolder(of: path)
    }

    /// Replaces a file by one of mode 0600; durable, and at any moment the old or the new one is there. One process at a
    /// time: the name of the new one is always the same, so that what a kill leaves goes with the next call.
    /// - Throws: `output_not_writable`, `disk_full`, `io_error`.
    /// - Parameter what: what the file is, for the error.
    public static func replace(_ path: String, _ text: String, what: String = "key file") throws(AuditError) {
        let temporary = try writeBeside(path, text, name: "\(path).tmp")
        guard rename(temporary, path) == 0 else {
            let error = failure("replace the \(what)", path)
            unlink(temporary)
            throw error
        }
        try syncFolder(of: path)
    }

    /// `O_TMPFILE`, which Swift does not import.
    private static let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY

    /// For file systems that know no files without a name.
    private static func createByName(_ path: String, _ text: String) throws(AuditError) {
        let temporary = try writeBeside(path, text, name: "\(path).tmp-\(getpid())")
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 else { throw failure("create the file", path) }
        try syncFolder(of: path)
    }

    private static func writeBeside(_ path: String, _ text: String, name temporary: String) throws(AuditError) -> String
    {
        // Left by a killed process.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("create the file", path) }
        defer { close(descriptor) }
        do throws(AuditError) {
            try write(text, to: descriptor, path)
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private static func write(_ text: String, to descriptor: Int32, _ path: String) throws(AuditError) {
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw failure("write the file", path)
        }
    }

    private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "." }

    private static func syncFolder(of path: String) throws(AuditError) {
        let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder of the file", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write the folder of the file", path) }
    }

    private static func refusal(_ message: String, _ path: String) -> AuditError {
        AuditError(.keyInvalid, message, at: SourceLocation(file: path))
    }

    private static func failure(_ action: String, _ path: String) -> AuditError {
        let code: AuditError.Code =
            switch errno {
            case ENOSPC, EDQUOT: .diskFull
            case EIO: .ioError
            default: .outputNotWritable
            }
        return AuditError(code, "cannot \(action): \(systemError())", at: SourceLocation(file: path))
    }
}
