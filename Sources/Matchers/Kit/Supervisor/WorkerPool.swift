public import AuditCore
public import Logging

/// The workers of one matcher, at most one a core, behind the `FaceMatcher` protocol. How they are replaced, and when all are
/// taken as broken, see `WorkerCrew`.
public struct WorkerPool: FaceMatcher {
    /// What the workers said of themselves; every one must say the same.
    public var descriptor: MatcherDescriptor { crew.identity }
    /// How far the first worker was restricted when it had said what it is; the same kernel restricts the others.
    public var sandbox: SandboxLevel { crew.sandbox }

    /// Failed starts in a row, self-test included, after which no photo is sent any more.
    public static let maxFailedStarts = 5
    /// Different photos in a row on which workers failed, after which no photo is sent any more. The same command goes on
    /// behind them, so that more hostile photos than this cost one start each time and no decision.
    public static let maxFaultyPhotos = 20

    private let spec: WorkerSpec
    private let crew: WorkerCrew<MatcherDescriptor>

    /// Starts the first worker and lets it prove itself; the others start when they are needed.
    /// - Throws: `AuditError` with code `matcher_unavailable` when it does not start or fails its self-test.
    public static func start(
        _ spec: WorkerSpec, capacity: Int, canaries: CanarySet?, logger: Logger
    ) async throws(AuditError) -> WorkerPool {
        do throws(WorkerFault) {
            let crew = try await WorkerCrew<MatcherDescriptor>(
                title: "matcher \(spec.name)", capacity: capacity, logger: logger
            ) { () async throws(WorkerFault) in try await provenWorker(spec, canaries: canaries) }
            return WorkerPool(spec: spec, crew: crew)
        } catch {
            throw AuditError(
                .matcherUnavailable,
                "matcher \(spec.name) is not used: \(error.detail); "
                    + "check it with `auditor models verify` and `auditor matchers list`")
        }
    }

    /// See `FaceMatcher`.
    public func extract(
        _ image: ImageBytes, choice: FaceChoice
    ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
        let answer = try await crew.ask(about: image) { [spec, descriptor] worker in
            Self.interpret(
                await worker.call(
                    .extract, choice: choice, payload: image.bytes, seconds: spec.limits.requestSeconds),
                descriptor: descriptor)
        }
        switch answer {
        case .success(let extraction): return extraction
        case .failure(let fault): return .failure(ExtractionFailure(fault.code, detail: fault.detail))
        }
    }

    /// Ends every worker. The pool must not be used afterwards.
    public func stop() async { await crew.stop() }

    /// What the workers cost so far. Memory is read now and of the workers that run now.
    public func statistics() async -> WorkerStatistics { await crew.statistics() }

    /// The workers that run now, for the conformance kit, which ends one.
    var processIDs: [Int32] { get async { await crew.processIDs } }

    /// The marks of the workers that run now, see `OrphanReaper`.
    var marks: [String] { get async { await crew.marks } }
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
