import AuditCore
import CLinux
import CSandbox
import Dispatch
import Glibc
import Subprocess
import Synchronization
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One running worker: its process, which swift-subprocess spawns in a session of its own and reaps, and its channel.
///
/// The process ends when this object is told to stop or its stream fails. Ending means the whole process group: a
/// worker may have children.
final class WorkerProcess: Sendable {
    private let spec: WorkerSpec
    private let queue: DispatchQueue
    private let state: Mutex<State>
    private let life: Task<Void, Never>

    private struct State {
        var channel: WorkerChannel?
        var nextID = 1
    }

    /// Starts the program and waits until it runs; `hello` is the caller's next step.
    static func start(_ spec: WorkerSpec) async throws(WorkerFault) -> WorkerProcess {
        let pipes: (input: Pipe, output: Pipe, errors: Pipe)
        do {
            pipes = (try Pipe(), try Pipe(), try Pipe())
        } catch {
            throw .notStarted("no pipe: \(error)")
        }
        OrphanReaper.prepare()
        let mark = UUID().uuidString
        let (started, announce) = AsyncStream.makeStream(of: Result<pid_t, WorkerFault>.self)
        let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
        let life = Task.detached {
            await Self.live(spec, mark: mark, pipes: pipes, announce: announce, until: stopped)
            OrphanReaper.reap(mark: mark)
            OrphanReaper.sweep()
        }
        var answers = started.makeAsyncIterator()
        let answer = await answers.next() ?? .failure(.notStarted("it never ran"))
        let pid = try answer.get()
        // Set from outside, so that the limits hold for any program; and no core file, since it would hold photos.
        let isLimited = clinux_limit_process(pid, UInt64(spec.limits.memoryMiB) << 20) == 0
        let reason = errno
        let worker = WorkerProcess(spec: spec, pid: pid, mark: mark, pipes: pipes, life: life, stop: stop)
        // One that is gone already says so when it is called.
        guard isLimited || reason == ESRCH else {
            await worker.stop(politely: false)
            throw .notStarted("its limits cannot be set: \(Errno(rawValue: reason))")
        }
        return worker
    }

    /// The process, which leads its session.
    let pid: pid_t
    /// What its descendants carry, see `OrphanReaper`.
    let mark: String
    private let stopSignal: AsyncStream<Void>.Continuation

    private init(
        spec: WorkerSpec, pid: pid_t, mark: String, pipes: (input: Pipe, output: Pipe, errors: Pipe),
        life: Task<Void, Never>,
        stop: AsyncStream<Void>.Continuation
    ) {
        self.spec = spec
        self.pid = pid
        self.mark = mark
        self.life = life
        stopSignal = stop
        queue = DispatchQueue(label: "worker-\(spec.name)-\(pid)")
        state = Mutex(
            State(
                channel: WorkerChannel(
                    input: pipes.input.write, output: pipes.output.read, errors: pipes.errors.read)))
    }

    deinit { stopSignal.finish() }

    /// The most memory that the process has had resident, in bytes (`VmHWM`); nil when it is gone.
    var peakMemoryBytes: Int? { WorkerStatistics.peakMemoryBytes(of: pid) }

    /// Sends a request and waits for its answer. Calls on one worker must not overlap: the pool sees to it.
    func call(
        _ kind: WorkerRequest.Kind, choice: FaceChoice? = nil, payload: [UInt8] = [], seconds: Double
    ) async -> Result<(head: WorkerAnswerHead, frame: Frame), WorkerFault> {
        let limits = spec.limits
        return await call(payload: payload, seconds: seconds) { id in
            try WireCoding.encode(
                WorkerRequest(
                    id: id, type: kind, version: kind == .hello ? workerProtocolVersion : nil, faceChoice: choice,
                    maxPixels: kind == .extract ? limits.maxPixels : nil,
                    payload: payload.isEmpty ? nil : payload.count))
        }
    }

    /// Sends a request of any kind, whose header is made from its id, and waits for its answer, as above.
    func call(
        payload: [UInt8], seconds: Double, header: @escaping @Sendable (_ id: Int) throws -> [UInt8]
    ) async -> Result<(head: WorkerAnswerHead, frame: Frame), WorkerFault> {
        await withCheckedContinuation { continuation in
            // A thread that may block: the cooperative pool has one thread a core.
            queue.async { [self] in
                // Should this program be killed, a worker that spins ends by itself. Its threads may use every core.
                let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
                _ = sandbox_grant_processor(pid, UInt64(seconds.rounded(.up) * cores) + 5)
                let result = state.withLock { state -> Result<(head: WorkerAnswerHead, frame: Frame), WorkerFault> in
                    let id = state.nextID
                    state.nextID += 1
                    guard let header = try? header(id) else {
                        return .failure(.protocolViolation("the request cannot be written"))
                    }
                    return Self.exchange(
                        Frame(header: header, payload: payload), id: id, channel: state.channel, seconds: seconds)
                }
                continuation.resume(returning: result)
                // A worker may leave something behind for each photo of a long night.
                if ChildCensus.isDue() { OrphanReaper.sweep() }
            }
        }
    }

    private static func exchange(
        _ request: Frame, id: Int, channel: WorkerChannel?, seconds: Double
    ) -> Result<(head: WorkerAnswerHead, frame: Frame), WorkerFault> {
        guard let channel else { return .failure(.crashed("it has been stopped")) }
        switch channel.exchange(request, seconds: seconds) {
        case .failure(let fault):
            return .failure(fault)
        case .success(let frame):
            guard let head: WorkerAnswerHead = try? WireCoding.decode(frame.header) else {
                return .failure(.protocolViolation("an answer has no id or no known type"))
            }
            guard head.id == id else {
                return .failure(.protocolViolation("answer \(head.id) came for request \(id)"))
            }
            return .success((head, frame))
        }
    }

    /// Ends the process and waits until it is reaped. A worker that is well gets a `bye` and a second to go.
    func stop(politely: Bool) async {
        if politely { _ = await call(.bye, seconds: 1) }
        state.withLock { $0.channel = nil }
        stopSignal.finish()
        await life.value
    }

    /// Spawns, says so, waits to be told to stop, and ends the process group.
    private static func live(
        _ spec: WorkerSpec, mark: String, pipes: (input: Pipe, output: Pipe, errors: Pipe),
        announce: AsyncStream<Result<pid_t, WorkerFault>>.Continuation, until stopped: AsyncStream<Void>
    ) async {
        var options = PlatformOptions()
        options.createSession = true
        var environment = [Environment.Key(stringLiteral: OrphanReaper.variable): mark]
        for (name, value) in spec.environment {
            if let key = Environment.Key(rawValue: name) { environment[key] = value }
        }
        let command = spec.commandLine
        var worker: pid_t?
        ChildCensus.begin()
        do {
            _ = try await run(
                .path(FilePath(command.executable)), arguments: Arguments(command.arguments),
                environment: .custom(environment), platformOptions: options,
                input: .fileDescriptor(pipes.input.read, closeAfterSpawningProcess: true),
                output: .fileDescriptor(pipes.output.write, closeAfterSpawningProcess: true),
                error: .fileDescriptor(pipes.errors.write, closeAfterSpawningProcess: true)
            ) { execution in
                let pid = execution.processIdentifier.value
                ChildCensus.end((pid, mark))
                worker = pid
                announce.yield(.success(pid))
                for await _ in stopped {}
                // The session's leader has the group's id; its children go with it.
                kill(-pid, SIGKILL)
            }
        } catch {
            announce.yield(.failure(.notStarted(Redaction.line("\(spec.executable): \(error)"))))
        }
        if let worker { ChildCensus.remove(pid: worker, mark: mark) } else { ChildCensus.end(nil) }
        announce.finish()
    }
}

/// The two ends of a pipe, closed on exec.
private struct Pipe: Sendable {
    let read: FileDescriptor
    let write: FileDescriptor

    init() throws(Errno) {
        var ends: [Int32] = [0, 0]
        guard clinux_pipe_cloexec(&ends) == 0 else { throw Errno(rawValue: errno) }
        read = FileDescriptor(rawValue: ends[0])
        write = FileDescriptor(rawValue: ends[1])
    }
}
