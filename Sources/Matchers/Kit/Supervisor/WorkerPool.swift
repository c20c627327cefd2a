public import AuditCore
public import Logging

/// The workers of one matcher, at most one a core, behind the `FaceMatcher` protocol.
///
/// A photo waits until a worker is free: that is the back-pressure. A worker that fails costs the photo it had and is
/// replaced by a new one, which proves itself first. When `maxFailedStarts` in a row fail, the circuit opens: the matcher
/// is taken as broken. Faults on photos do not count, however many: a worker that has just proved itself on known photos
/// is sound, so the photo is at fault, and nobody who sends bad photos may stop a night.
public actor WorkerPool: FaceMatcher {
    /// What the workers said of themselves; every one must say the same.
    public nonisolated let descriptor: MatcherDescriptor
    /// How far the first worker was restricted when it had said what it is; the same kernel restricts the others.
    public nonisolated let sandbox: SandboxLevel

    /// Failed starts in a row, self-test included, after which no photo is sent any more.
    public static let maxFailedStarts = 5

    private let spec: WorkerSpec
    private let canaries: CanarySet?
    private let capacity: Int
    private let logger: Logger
    private let startSeconds: Double
    private var idle: [WorkerProcess]
    private var live: [WorkerProcess]
    private var running: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var failedStarts = 0
    private var openCircuit: AuditError?

    /// Starts the first worker and lets it prove itself; the others start when they are needed.
    /// - Throws: `AuditError` with code `matcher_unavailable` when it does not start or fails its self-test.
    public static func start(
        _ spec: WorkerSpec, capacity: Int, canaries: CanarySet?, logger: Logger
    ) async throws(AuditError) -> WorkerPool {
        do throws(WorkerFault) {
            let (worker, descriptor, seconds) = try await Self.provenWorker(spec, canaries: canaries)
            return WorkerPool(
                spec: spec, capacity: max(1, capacity), canaries: canaries, logger: logger, first: worker,
                descriptor: descriptor, startSeconds: seconds)
        } catch {
            throw AuditError(
                .matcherUnavailable,
                "matcher \(spec.name) is not used: \(error.detail); "
                    + "check it with `auditor models verify` and `auditor matchers list`")
        }
    }

    private init(
        spec: WorkerSpec, capacity: Int, canaries: CanarySet?, logger: Logger, first: WorkerProcess,
        descriptor: MatcherDescriptor, startSeconds: Double
    ) {
        self.spec = spec
        self.capacity = capacity
        self.canaries = canaries
        self.logger = logger
        self.descriptor = descriptor
        self.startSeconds = startSeconds
        sandbox = SandboxLevel(of: first.pid)
        idle = [first]
        live = [first]
        running = 1
    }

    /// See `FaceMatcher`.
    public func extract(
        _ image: ImageBytes, choice: FaceChoice
    ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
        let worker: WorkerProcess
        switch try await checkOut() {
        case .success(let free): worker = free
        case .failure(let fault): return .failure(ExtractionFailure(fault.code, detail: fault.detail))
        }
        let answer = await worker.call(
            .extract, choice: choice, payload: image.bytes, seconds: spec.limits.requestSeconds)
        switch Self.interpret(answer, descriptor: descriptor) {
        case .success(let extraction):
            checkIn(worker)
            return extraction
        case .failure(let fault):
            await discard(worker, fault)
            return .failure(ExtractionFailure(fault.code, detail: fault.detail))
        }
    }

    /// Ends every worker. The pool must not be used afterwards.
    public func stop() async {
        let workers = idle
        idle = []
        live = []
        running -= workers.count
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.stop(politely: true) } }
        }
    }

    /// What the workers cost so far. Memory is read now and of the workers that run now.
    public func statistics() -> WorkerStatistics {
        WorkerStatistics(startSeconds: startSeconds, peakMemoryBytes: live.compactMap(\.peakMemoryBytes).max())
    }

    /// The workers that run now, for the conformance kit, which ends one.
    var processIDs: [Int32] { live.map(\.pid) }

    /// The marks of the workers that run now, see `OrphanReaper`.
    var marks: [String] { live.map(\.mark) }

    private func checkOut() async throws(AuditError) -> Result<WorkerProcess, WorkerFault> {
        while true {
            if let openCircuit { throw openCircuit }
            if let worker = idle.popLast() { return .success(worker) }
            if running < capacity { break }
            await withCheckedContinuation { waiting.append($0) }
        }
        running += 1
        do throws(WorkerFault) {
            let (worker, found, _) = try await Self.provenWorker(spec, canaries: canaries)
            guard found == descriptor else {
                await worker.stop(politely: false)
                throw .protocolViolation("a restarted worker describes itself differently: version or models changed")
            }
            failedStarts = 0
            live.append(worker)
            return .success(worker)
        } catch {
            running -= 1
            countFailedStart(error)
            wakeNext()
            return .failure(error)
        }
    }

    private func checkIn(_ worker: WorkerProcess) {
        idle.append(worker)
        wakeNext()
    }

    private func discard(_ worker: WorkerProcess, _ fault: WorkerFault) async {
        warn(fault)
        live.removeAll { $0 === worker }
        await worker.stop(politely: false)
        running -= 1
        wakeNext()
    }

    private func warn(_ fault: WorkerFault) {
        logger.warning("worker failed", metadata: ["matcher": "\(spec.name)", "fault": "\(fault.detail)"])
    }

    private func countFailedStart(_ fault: WorkerFault) {
        warn(fault)
        failedStarts += 1
        guard failedStarts >= Self.maxFailedStarts, openCircuit == nil else { return }
        openCircuit = AuditError(
            .matcherUnavailable,
            "matcher \(spec.name) could not be started \(failedStarts) times in a row, last: \(fault.detail); "
                + "decisions made so far are kept; mend it and run the same command again")
        while !waiting.isEmpty { wakeNext() }
    }

    private func wakeNext() {
        guard !waiting.isEmpty else { return }
        waiting.removeFirst().resume()
    }
}

extension WorkerPool {
    /// Starts a worker, hears what it is, and lets it prove itself on the known photos.
    private static func provenWorker(
        _ spec: WorkerSpec, canaries: CanarySet?
    ) async throws(WorkerFault) -> (WorkerProcess, MatcherDescriptor, startSeconds: Double) {
        let files = try PinnedFile.check(spec.pinned)
        let began = ContinuousClock.now
        let worker = try await WorkerProcess.start(spec)
        do throws(WorkerFault) {
            let descriptor = try await hello(worker, spec: spec)
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            // What was loaded is what was checked.
            try PinnedFile.recheck(files)
            if let canaries { try await prove(worker, descriptor: descriptor, spec: spec, canaries: canaries) }
            return (worker, descriptor, seconds)
        } catch {
            await worker.stop(politely: false)
            throw error
        }
    }

    private static func hello(_ worker: WorkerProcess, spec: WorkerSpec) async throws(WorkerFault) -> MatcherDescriptor
    {
        let answer = try await worker.call(.hello, seconds: spec.limits.startSeconds).get()
        guard answer.head.type == .hello, let hello: HelloAnswer = try? WireCoding.decode(answer.frame.header) else {
            throw .protocolViolation("its answer to hello is no description of a matcher")
        }
        guard hello.version == workerProtocolVersion else {
            throw .protocolViolation("it speaks protocol \(hello.version), not \(workerProtocolVersion)")
        }
        guard spec.program != nil || hello.name == spec.name else {
            throw .protocolViolation("it calls itself \(Redaction.line(hello.name)), not \(spec.name)")
        }
        if let problem = AnswerValidation.problem(of: hello) { throw .protocolViolation(problem) }
        if let models = spec.models, Set(models) != Set(hello.models) {
            throw .notStarted("a model has changed between its check and its use")
        }
        var descriptor = hello.descriptor
        descriptor.name = spec.name
        descriptor.program = spec.program
        return descriptor
    }

    private static func prove(
        _ worker: WorkerProcess, descriptor: MatcherDescriptor, spec: WorkerSpec, canaries: CanarySet
    ) async throws(WorkerFault) {
        var templates: [FaceTemplate] = []
        for photo in [canaries.person, canaries.samePerson, canaries.otherPerson] {
            let answer = await worker.call(
                .extract, choice: .largest, payload: photo.bytes, seconds: spec.limits.requestSeconds)
            guard case .success(let extraction) = try interpret(answer, descriptor: descriptor).get(),
                let template = extraction.template
            else { throw .protocolViolation("self-test: no face on a known photo") }
            templates.append(template)
        }
        if let problem = canaries.problem(metric: descriptor.metric, templates: templates) {
            throw .protocolViolation("self-test: \(problem)")
        }
    }

    /// Sorts an answer: a fault ends the worker, a failure is the photo's, a success has been checked.
    private static func interpret(
        _ answer: Result<(head: WorkerAnswerHead, frame: Frame), WorkerFault>, descriptor: MatcherDescriptor
    ) -> Result<Result<Extraction, ExtractionFailure>, WorkerFault> {
        let result: Result<Extraction, ExtractionFailure>
        switch answer {
        case .failure(let fault):
            return .failure(fault)
        case .success(let answer):
            switch answer.head.type {
            case .extract:
                guard let extract: ExtractAnswer = try? WireCoding.decode(answer.frame.header) else {
                    return .failure(.protocolViolation("an extract answer cannot be read"))
                }
                result = AnswerValidation.extraction(extract, crop: answer.frame.payload, descriptor: descriptor)
            case .error:
                guard let error: ErrorAnswer = try? WireCoding.decode(answer.frame.header) else {
                    return .failure(.protocolViolation("an error answer cannot be read"))
                }
                result = .failure(AnswerValidation.failure(error))
            default:
                return .failure(.protocolViolation("it answered extract with \(answer.head.type.rawValue)"))
            }
        }
        if case .failure(let failure) = result, failure.code == .workerProtocol {
            return .failure(.protocolViolation(failure.detail))
        }
        return .success(result)
    }
}
