package import AuditCore
import Glibc

/// A manifest's file, held open by one descriptor for both passes. Only a regular file is opened: a FIFO or a device
/// cannot be read twice, and reading one can block for ever or have effects.
package final class ManifestFile: Sendable {
    /// The path as the user gave it.
    package let path: String
    /// What the file is called in errors: `manifest`, `pairs file`.
    private let noun: String
    private let descriptor: Int32
    private let identity: Identity

    /// What tells one state of a file from another without reading it.
    private struct Identity: Equatable {
        var device: UInt
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int

        init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Opens a regular file for reading.
    package init(path: String, noun: String = "manifest") throws(AuditError) {
        // Asked before opening, because to open a device can have effects; asked again after, because the name may
        // have been given to something else in between.
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0 else {
            throw AuditError(.inputMissing, "the \(noun) cannot be found", at: SourceLocation(file: path))
        }
        guard Self.isRegular(status) else { throw Self.notRegular(path, noun) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw AuditError(.inputMissing, "the \(noun) cannot be opened", at: SourceLocation(file: path))
        }
        guard fstat(descriptor, &status) == 0, Self.isRegular(status) else {
            close(descriptor)
            throw Self.notRegular(path, noun)
        }
        self.path = path
        self.noun = noun
        self.descriptor = descriptor
        self.identity = Identity(status)
    }

    deinit {
        close(descriptor)
    }

    /// Fills `block` from `offset` on as far as the file reaches.
    /// - Returns: The number of bytes; fewer than `block.count` only at the end of the file.
    func read(into block: inout [UInt8], at offset: Int) throws(AuditError) -> Int {
        var count = 0
        while count < block.count {
            let result = block.withUnsafeMutableBytes { bytes in
                pread(descriptor, bytes.baseAddress.map { $0 + count }, bytes.count - count, off_t(offset + count))
            }
            if result == 0 { break }
            if result > 0 {
                count += result
            } else if errno != EINTR {
                throw AuditError(
                    .ioError, "reading the \(noun) failed with error number \(errno)", at: SourceLocation(file: path))
            }
        }
        return count
    }

    /// Fails when the path names another file than the open one, or when the file's size or time has changed since it
    /// was opened.
    func checkUnchanged() throws(AuditError) {
        var named = stat()
        var held = stat()
        guard stat(path, &named) == 0, Identity(named) == identity,
            fstat(descriptor, &held) == 0, Identity(held) == identity
        else { throw changed }
    }

    /// What ends a run whose manifest is not the one that was checked.
    var changed: AuditError {
        AuditError(
            .manifestChanged, "the \(noun) changed while it was read; run again when nothing writes to it",
            at: SourceLocation(file: path))
    }

    private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    private static func notRegular(_ path: String, _ noun: String) -> AuditError {
        AuditError(.inputMissing, "the \(noun) is not a regular file", at: SourceLocation(file: path))
    }
}
