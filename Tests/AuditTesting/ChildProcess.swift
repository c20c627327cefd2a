import CTesting
public import Foundation
import Synchronization

/// A program that a test starts. Not Foundation's `Process`: up to Swift 6.3 its `run()` on Linux copies 256 bytes of every
/// shorter entry of `/proc/self/fd` and now and then crashes the tests (swift-corelibs-foundation, pull request 5472).
public final class ChildProcess: Sendable {
    /// The process number.
    public let id: Int32
    /// The wait status once the program has ended and was reaped.
    private let status = Mutex<Int32?>(nil)

    /// Starts a program with no other descriptors than the three standard ones.
    /// - Parameters:
    ///   - folder: Its working directory; the test's if nil.
    ///   - environment: Its whole environment; the test's if nil.
    ///   - input: Its stdin; `/dev/null` if nil.
    ///   - output: Its stdout; the test's if nil, as for `errors`.
    public init(
        _ executable: String, _ arguments: [String] = [], folder: String? = nil, environment: [String: String]? = nil,
        input: FileHandle? = nil, output: FileHandle? = nil, errors: FileHandle? = nil
    ) throws {
        let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0.key)=\($0.value)" }
        var child: pid_t = 0
        let failure = Self.withCStrings([executable] + arguments) { words in
            Self.withCStrings(variables) { variables in
                ctesting_spawn(
                    &child, executable, words, variables, folder, input?.fileDescriptor ?? -1,
                    output?.fileDescriptor ?? -1, errors?.fileDescriptor ?? -1)
            }
        }
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
        id = child
    }

    /// Whether the program still runs.
    public var isRunning: Bool { reap(WNOHANG) == nil }

    /// Waits for the end; blocks the thread.
    /// - Returns: The exit status, or 128 plus the signal that ended the program, as shells say it.
    @discardableResult
    public func wait() -> Int32 {
        // Looked at without reaping, so that the number stays ours while other threads ask.
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        guard let status = reap(0) else { return -1 }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
    }

    /// The wait status of the ended program, taken once; nil while it runs.
    private func reap(_ options: Int32) -> Int32? {
        status.withLock { status in
            if status == nil {
                var ended: Int32 = 0
                var found = waitpid(id, &ended, options)
                while found == -1, errno == EINTR { found = waitpid(id, &ended, options) }
                // Whoever else took it left no status; it is gone all the same.
                if found != 0 { status = found == id ? ended : -1 }
            }
            return status
        }
    }

    /// Runs a program to its end.
    /// - Parameters:
    ///   - input: A file that it reads from stdin.
    ///   - isMerged: Whether what it writes to stderr is returned too.
    /// - Returns: What it wrote, and how it ended as `wait` says it.
    public static func run(
        _ executable: String, _ arguments: [String] = [], input: String? = nil, isMerged: Bool = false
    ) throws -> (output: [UInt8], status: Int32) {
        let pipe = Pipe()
        let child = try ChildProcess(
            executable, arguments, input: input.flatMap { FileHandle(forReadingAtPath: $0) },
            output: pipe.fileHandleForWriting, errors: isMerged ? pipe.fileHandleForWriting : nil)
        try pipe.fileHandleForWriting.close()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return (Array(output), child.wait())
    }

    /// Calls with an array of C strings that ends with NULL.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let strings = texts.map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        return body(strings)
    }
}
