import AuditCore
import CLinux
import FoundationEssentials
import Glibc

/// The few system calls that Foundation does not offer, and one mapping of `errno` for all of this module.
enum FileSystem {
    /// What a failed system call means for the command (DESIGN.md 4.1).
    static func failure(_ action: String, _ path: String, _ number: Int32 = errno) -> AuditError {
        let code: AuditError.Code =
            switch number {
            case ENOSPC, EDQUOT: .diskFull
            case EIO, EFBIG: .ioError
            default: .outputNotWritable
            }
        let cause = String(cString: strerror(number))
        return AuditError(code, "cannot \(action): \(cause)", at: SourceLocation(file: path))
    }

    /// Removes a file or a folder with everything in it; does not follow links. A failure leaves it to the next sweep.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path with links, `.` and `..` resolved; nil when it does not exist.
    static func resolved(_ path: String) -> String? {
        guard let buffer = realpath(path, nil) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    /// Whether the path is a folder, following links; nil when nothing is there.
    static func isFolder(_ path: String) -> Bool? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, sorted, because the order of a listing is unspecified; nil when it cannot be read.
    static func names(in folder: String) -> [String]? {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted()
    }

    /// Makes a folder's entries durable.
    static func syncFolder(_ path: String) throws(AuditError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write the folder", path) }
    }

    /// Makes everything written to the file system that holds the descriptor durable: one call instead of one a file.
    static func syncFileSystem(_ descriptor: Int32, _ path: String) throws(AuditError) {
        guard clinux_sync_file_system(descriptor) == 0 else { throw failure("write", path) }
    }

    /// Swaps two paths in one step, or returns the `errno` of the kernel's refusal.
    static func exchange(_ a: String, _ b: String) -> Int32? {
        clinux_exchange(a, b) == 0 ? nil : errno
    }
}
