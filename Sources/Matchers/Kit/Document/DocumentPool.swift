public import AuditCore
public import Logging

/// The workers that read documents, at most one a core, behind the `DocumentReader` protocol. How they are replaced, and when
/// all are taken as broken, see `WorkerCrew`.
public struct DocumentPool: DocumentReader {
    /// See `DocumentReader`.
    public var descriptor: DocumentReaderDescriptor { crew.identity }
    /// How far the first worker was restricted when it had said what it is.
    public var sandbox: SandboxLevel { crew.sandbox }

    private let spec: WorkerSpec
    private let crew: WorkerCrew<DocumentReaderDescriptor>

    /// How to start the built-in reader.
    /// - Parameters:
    ///   - worker: Absolute path of `auditor-worker`.
    ///   - models: The models folder.
    ///   - languages: Language data that is loaded before the worker seals itself; a photo can be read with no other.
    ///   - expected: The models that it must have loaded, from the catalogue; nil to take what is there.
    public static func spec(
        worker: String, models: String, languages: [String], limits: WorkerLimits = WorkerLimits(),
        expected: [ModelDigest]? = nil
    ) -> WorkerSpec {
        WorkerSpec(
            name: "document", executable: worker,
            arguments: ["document", "--models", models, "--languages", languages.joined(separator: "+")], limits: limits,
            models: expected)
    }

    /// Starts the first worker; the others start when they are needed.
    /// - Throws: `AuditError` with code `matcher_unavailable` when it does not start.
    public static func start(_ spec: WorkerSpec, capacity: Int, logger: Logger) async throws(AuditError)
        -> DocumentPool
    {
        do throws(WorkerFault) {
            let crew = try await WorkerCrew<DocumentReaderDescriptor>(
                title: "the reader of documents", capacity: capacity, logger: logger
            ) { () async throws(WorkerFault) in try await recruit(spec) }
            return DocumentPool(spec: spec, crew: crew)
        } catch {
            throw AuditError(
                .matcherUnavailable,
                "documents cannot be read: \(error.detail); check it with `auditor models verify` and `auditor doctor`")
        }
    }

    /// See `DocumentReader`.
    public func read(
        _ image: ImageBytes, languages: [String]
    ) async throws(AuditError) -> Result<DocumentCapture, ExtractionFailure> {
        let answer = try await crew.ask(about: image) { [spec] worker in
            let answer = await worker.call(payload: image.bytes, seconds: spec.limits.requestSeconds) { id in
                try WireCoding.encode(
                    DocumentRequest(
                        id: id, type: .document, languages: languages, maxPixels: spec.limits.maxPixels,
                        payload: image.bytes.isEmpty ? nil : image.bytes.count))
            }
            return Self.interpret(answer)
        }
        switch answer {
        case .success(let capture): return capture
        case .failure(let fault): return .failure(ExtractionFailure(fault.code, detail: fault.detail))
        }
    }

    /// Ends every worker. The pool must not be used afterwards.
    public func stop() async { await crew.stop() }

    /// What the workers cost so far.
    public func statistics() async -> WorkerStatistics { await crew.statistics() }

    /// The workers that run now.
    var processIDs: [Int32] { get async { await crew.processIDs } }

    private static func recruit(
        _ spec: WorkerSpec
    ) async throws(WorkerFault) -> (worker: WorkerProcess, identity: DocumentReaderDescriptor, startSeconds: Double) {
        let files = try PinnedFile.check(spec.pinned)
        let began = ContinuousClock.now
        let worker = try await WorkerProcess.start(spec)
        do throws(WorkerFault) {
            let answer = try await worker.call(.hello, seconds: spec.limits.startSeconds).get()
            guard answer.head.type == .hello, let hello: DocumentHello = try? WireCoding.decode(answer.frame.header)
            else { throw .protocolViolation("its answer to hello is no description of a reader of documents") }
            if let problem = DocumentValidation.problem(of: hello) { throw .protocolViolation(problem) }
            if let models = spec.models, Set(models) != Set(hello.models) {
                throw .notStarted("a model has changed between its check and its use")
            }
            try PinnedFile.recheck(files)
            return (worker, hello.descriptor, (ContinuousClock.now - began) / .seconds(1))
        } catch {
            await worker.stop(politely: false)
            throw error
        }
    }

    /// Sorts an answer: a fault ends the worker, a failure is the photo's, a success has been checked.
    private static func interpret(
        _ answer: Result<(head: WorkerAnswerHead, frame: Frame), WorkerFault>
    ) -> Result<Result<DocumentCapture, ExtractionFailure>, WorkerFault> {
        let (head, frame): (WorkerAnswerHead, Frame)
        switch answer {
        case .failure(let fault): return .failure(fault)
        case .success(let exchange): (head, frame) = exchange
        }
        switch head.type {
        case .document:
            guard let read: DocumentAnswer = try? WireCoding.decode(frame.header) else {
                return .failure(.protocolViolation("a document answer cannot be read"))
            }
            if let problem = DocumentValidation.problem(of: read.side, straightened: frame.payload) {
                return .failure(.protocolViolation(problem))
            }
            return .success(.success(DocumentCapture(side: read.side, straightened: frame.payload)))
        case .error:
            guard let error: ErrorAnswer = try? WireCoding.decode(frame.header) else {
                return .failure(.protocolViolation("an error answer cannot be read"))
            }
            let failure = AnswerValidation.failure(error)
            return failure.code == .workerProtocol
                ? .failure(.protocolViolation(failure.detail)) : .success(.failure(failure))
        default:
            return .failure(.protocolViolation("it answered document with \(head.type.rawValue)"))
        }
    }
}
