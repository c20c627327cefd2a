import AuditCore
import Glibc
import Synchronization

/// The two streams: results go to stdout, everything else to stderr. Written without buffering, so that the order on
/// a terminal is the order of events.
enum Console {
    /// The first error number of a result that could not be written; 0 for none.
    private static let failure = Atomic<Int32>(0)

    static func result(_ text: String, terminator: String = "\n") {
        let problem = write(text + terminator, to: STDOUT_FILENO)
        // A reader who has gone has what it wanted, and who closes stdout wants no result.
        guard problem != 0, problem != EPIPE, problem != EBADF else { return }
        _ = failure.compareExchange(expected: 0, desired: problem, ordering: .relaxed)
    }

    static func error(_ text: String) { errorRaw(text + "\n") }
    static func errorRaw(_ text: String) { _ = write(text, to: STDERR_FILENO) }
    static var stderrIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Fails if a result was not written whole: half a list must not pass for a whole one.
    /// - Throws: `io_error`.
    static func checkResults() throws(AuditError) {
        let problem = failure.load(ordering: .relaxed)
        guard problem != 0 else { return }
        throw AuditError(
            .ioError, "the results could not be written to standard output: \(String(cString: strerror(problem)))")
    }

    /// - Returns: the error number that ended it; 0 when all is written.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                return count < 0 ? errno : EIO
            }
            bytes = bytes.dropFirst(count)
        }
        return 0
    }
}
