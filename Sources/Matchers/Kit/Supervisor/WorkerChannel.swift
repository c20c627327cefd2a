import Glibc
import SystemPackage

/// Our ends of a worker's three pipes, and the exchange of one frame for another within a deadline.
///
/// One `poll` loop writes the request and reads answer and stderr at once, so a worker that floods one pipe while it
/// ignores another cannot block us. Blocking: call it from a thread that may wait.
final class WorkerChannel {
    private let input: FileDescriptor
    private let output: FileDescriptor
    private let errors: FileDescriptor
    private var decoder = FrameDecoder(limits: .fromWorker)
    private var stderrTail: [UInt8] = []
    private var hasErrors = true
    private var scratch = [UInt8](repeating: 0, count: 1 << 16)
    private static let stderrLimit = 4096

    /// Takes ownership of the descriptors.
    init(input: FileDescriptor, output: FileDescriptor, errors: FileDescriptor) {
        self.input = input
        self.output = output
        self.errors = errors
        for descriptor in [input, output, errors] {
            let flags = fcntl(descriptor.rawValue, F_GETFL)
            _ = fcntl(descriptor.rawValue, F_SETFL, flags | O_NONBLOCK)
        }
    }

    deinit {
        for descriptor in [input, output, errors] { try? descriptor.close() }
    }

    /// Sends a frame and waits for the next one.
    func exchange(_ request: Frame, seconds: Double) -> Result<Frame, WorkerFault> {
        let deadline = ContinuousClock.now + .seconds(seconds)
        let bytes = request.bytes
        var sent = 0
        // An answer before the question would be taken for the answer to it.
        if isReadable, !readSome() { return .failure(crash()) }
        guard !decoder.isMidFrame else { return .failure(.protocolViolation("it sent bytes that nobody asked for")) }
        while true {
            do throws(FrameError) {
                if let answer = try decoder.next() {
                    guard sent == bytes.count, !decoder.isMidFrame else {
                        return .failure(.protocolViolation("it answered more than it was asked"))
                    }
                    return .success(answer)
                }
            } catch {
                return .failure(.protocolViolation("a frame is invalid: \(error)"))
            }
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return .failure(.timedOut(seconds: seconds)) }
            var descriptors = [
                pollfd(fd: output.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasErrors ? errors.rawValue : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: sent < bytes.count ? input.rawValue : -1, events: Int16(POLLOUT), revents: 0),
            ]
            let milliseconds = Int32(min(1000, left / .milliseconds(1) + 1))
            guard poll(&descriptors, 3, milliseconds) >= 0 || errno == EINTR else { return .failure(crash()) }
            if descriptors[1].revents != 0 { drainErrors() }
            if descriptors[2].revents != 0 {
                guard let count = writeSome(bytes[sent...]) else { return .failure(crash()) }
                sent += count
            }
            if descriptors[0].revents != 0, !readSome() { return .failure(crash()) }
        }
    }

    /// Closes nothing, tells nothing: collects what the worker last said and names the end.
    private func crash() -> WorkerFault {
        drainErrors()
        return .crashed(Redaction.tail(stderrTail))
    }

    /// Whether bytes, or the end of its output, are waiting.
    private var isReadable: Bool {
        var descriptor = pollfd(fd: output.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    private func writeSome(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes { Glibc.write(input.rawValue, $0.baseAddress, $0.count) }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    private func readSome() -> Bool {
        let count = scratch.withUnsafeMutableBytes { Glibc.read(output.rawValue, $0.baseAddress, $0.count) }
        if count > 0 {
            decoder.append(scratch[..<count])
            return true
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR)
    }

    private func drainErrors() {
        // A bounded number of reads: a worker that floods stderr must not keep us here past the deadline.
        for _ in 0..<16 {
            let count = scratch.withUnsafeMutableBytes { Glibc.read(errors.rawValue, $0.baseAddress, $0.count) }
            guard count > 0 else {
                // A closed stderr is always ready: polling it would keep a core busy until the answer comes.
                if count == 0 || errno != EAGAIN && errno != EINTR { hasErrors = false }
                return
            }
            stderrTail.append(contentsOf: scratch[..<count])
            stderrTail.removeFirst(max(0, stderrTail.count - Self.stderrLimit))
        }
    }
}
