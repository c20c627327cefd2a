import AuditCore

/// How a request to a search worker failed.
enum SearchTrouble: Error {
    /// The worker did; it can no longer be trusted.
    case fault(WorkerFault)
    /// It says that the request cannot be right, and lives on.
    case refused(String)
}

/// One running search worker with an open index.
struct SearchSession: Sendable {
    let process: WorkerProcess
    /// What it said of its library.
    let library: String

    /// Starts a worker, hears what it is, and opens an index.
    static func start(_ spec: WorkerSpec, _ options: SearchOptions) async throws(SearchTrouble) -> SearchSession {
        let process: WorkerProcess
        do throws(WorkerFault) { process = try await WorkerProcess.start(spec) } catch { throw .fault(error) }
        do throws(SearchTrouble) {
            var request = SearchRequest(.hello)
            request.version = workerProtocolVersion
            let hello: SearchHello = try await exchange(process, request, [], seconds: spec.limits.startSeconds).answer
            guard hello.version == workerProtocolVersion, hello.capabilities.contains("search") else {
                throw .fault(.protocolViolation("its answer to hello is not that of a search worker"))
            }
            request = SearchRequest(.open)
            request.dimension = options.dimension
            request.metric = options.metric
            request.threads = options.threads
            request.capacity = options.capacity
            let session = SearchSession(process: process, library: Redaction.line(hello.library))
            let (answer, _) = try await session.ask(request, [], seconds: spec.limits.startSeconds)
            guard answer.templates == 0 else {
                throw .fault(.protocolViolation("a new index is not empty"))
            }
            return session
        } catch {
            await process.stop(politely: false)
            throw error
        }
    }

    /// Sends a request of the capability and waits for its answer.
    func ask(
        _ request: SearchRequest, _ payload: [UInt8], seconds: Double
    ) async throws(SearchTrouble) -> (answer: SearchAnswer, payload: [UInt8]) {
        try await Self.exchange(process, request, payload, seconds: seconds)
    }

    private static func exchange<Answer: Decodable>(
        _ process: WorkerProcess, _ request: SearchRequest, _ payload: [UInt8], seconds: Double
    ) async throws(SearchTrouble) -> (answer: Answer, payload: [UInt8]) {
        let result = await process.call(payload: payload, seconds: seconds) { id in
            var request = request
            request.id = id
            request.payload = payload.isEmpty ? nil : payload.count
            return try WireCoding.encode(request)
        }
        switch result {
        case .failure(let fault):
            throw .fault(fault)
        case .success(let (head, frame)):
            if head.type == .error {
                guard let error: ErrorAnswer = try? WireCoding.decode(frame.header) else {
                    throw .fault(.protocolViolation("an error answer cannot be read"))
                }
                let detail = Redaction.line(error.message)
                switch error.code {
                case SearchFailure.refused: throw .refused(detail)
                // Memory that ran out may be there in a new process.
                case SearchFailure.failed: throw .fault(.crashed(detail))
                default: throw .fault(.protocolViolation("it gave an error code that it may not give"))
                }
            }
            guard head.type.rawValue == request.type.rawValue,
                let answer: Answer = try? WireCoding.decode(frame.header)
            else {
                throw .fault(
                    .protocolViolation("its answer to \(request.type.rawValue) is of another kind or cannot be read"))
            }
            return (answer, frame.payload)
        }
    }
}
