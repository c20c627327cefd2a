import AuditCore
import Glibc

/// A new file that is written through a buffer and is durable once `close` has returned.
final class FileWriter {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let capacity = 1 << 16
    /// Number of bytes written so far, with those in the buffer.
    private(set) var length = 0

    /// Creates the file; it must not exist, except for devices.
    /// - Parameter mode: Who may read. Reports show faces: at most the group, nobody else.
    init(path: String, mode: UInt32 = 0o640) throws(AuditError) {
        self.path = path
        let flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | (path.hasPrefix("/dev/") ? 0 : O_EXCL)
        descriptor = open(path, flags, mode)
        guard descriptor >= 0 else { throw FileSystem.failure("create the file", path) }
        buffer.reserveCapacity(Self.capacity)
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Appends bytes.
    func write(_ bytes: some Sequence<UInt8>) throws(AuditError) {
        let before = buffer.count
        buffer.append(contentsOf: bytes)
        length += buffer.count - before
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Appends text as UTF-8.
    func write(_ text: String) throws(AuditError) {
        try write(text.utf8)
    }

    /// Overwrites bytes that were written before: for a header whose numbers are known only at the end.
    func overwrite(at offset: Int, _ bytes: [UInt8]) throws(AuditError) {
        try flush()
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                pwrite(descriptor, raw.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileSystem.failure("write", path, count == 0 ? EIO : errno) }
            done += count
        }
    }

    /// Writes what is buffered, makes it durable unless the whole folder is synced later, and closes the file.
    func close(durable: Bool = true) throws(AuditError) {
        try flush()
        if durable, fsync(descriptor) != 0, errno != EINVAL { throw FileSystem.failure("write", path) }
        let result = Glibc.close(descriptor)
        descriptor = -1
        guard result == 0 else { throw FileSystem.failure("write", path) }
    }

    private func flush() throws(AuditError) {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { raw in
                Glibc.write(descriptor, raw.baseAddress.map { $0 + done }, buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileSystem.failure("write", path, count == 0 ? EIO : errno) }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
