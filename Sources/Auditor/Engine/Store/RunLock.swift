public import AuditCore
import Glibc
import Synchronization

/// The lock that lets one process at a time use a database: `flock` on `<database>.lock`.
///
/// The file is never deleted, since deleting it would let two processes lock two files of one name. The kernel frees
/// the lock when the process ends, however it ends; `O_CLOEXEC` keeps workers from holding it on.
public final class RunLock: Sendable {
    /// Nil once it is free.
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    /// - Throws: `AuditError` with code `locked` when another process has it, `output_not_writable` when the file
    ///   cannot be made.
    public init(database: String) throws(AuditError) {
        let path = database + ".lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw AuditError(
                .outputNotWritable,
                "cannot create the lock file: \(systemError()); choose a folder that you may write with --database",
                at: SourceLocation(file: path))
        }
        guard Self.take(descriptor) else {
            close(descriptor)
            throw Self.refusal(database)
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { free() }

    /// Frees the lock, once.
    func free() {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }

    /// Fails as taking the lock would, and takes nothing: for what is slow and comes before the database is opened.
    /// - Throws: `AuditError` with code `locked`.
    public static func refuse(ifHeld database: String) throws(AuditError) {
        if isHeld(database: database) { throw refusal(database) }
    }

    /// `isHeld` of another process, such as `auditor status`, holds the lock for a moment, and so does a process that is
    /// about to become another program: that is no reason to refuse a night's run, so it is tried for 0.3 s.
    private static func take(_ descriptor: Int32) -> Bool {
        for attempt in 0..<13 {
            if attempt > 0 { usleep(25_000) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        }
        return false
    }

    private static func refusal(_ database: String) -> AuditError {
        AuditError(
            .locked, "another process uses this database; wait for it (`auditor status` shows how far it is)",
            at: SourceLocation(file: database))
    }

    /// Whether some process holds the lock now. Does not wait, and leaves nothing locked.
    public static func isHeld(database: String) -> Bool {
        let descriptor = open(database + ".lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }
}

/// The text of `errno`.
func systemError() -> String { String(cString: strerror(errno)) }
