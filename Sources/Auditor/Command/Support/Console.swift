import Glibc

/// The two streams: results go to stdout, everything else to stderr. Written without buffering, so that the order on
/// a terminal is the order of events.
enum Console {
    static func result(_ text: String, terminator: String = "\n") { write(text + terminator, to: STDOUT_FILENO) }
    static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
    static func errorRaw(_ text: String) { write(text, to: STDERR_FILENO) }
    static var stderrIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
