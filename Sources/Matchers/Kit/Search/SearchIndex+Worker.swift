import AuditCore
import Logging

/// The worker of an index: filling, asking, replacing.
extension SearchIndex {
    /// Multiplications a second that even a slow processor does; a deadline must not end what is only long.
    private static let slowest = 2.5e8

    /// Room for a gallery that grows by half, or by a night's enrolments when it is small.
    static func roomFor(_ expected: Int) -> Int { max(0, expected) + max(16_384, max(0, expected) / 2) }

    /// Address space for the program, its libraries and frames; a thread's stack and OpenBLAS's buffer for it; and of each
    /// template its values, its id and its place in the table of ids (64 bytes).
    static func memoryMiB(_ options: SearchOptions) -> Int {
        1024 + 256 * options.threads + (options.capacity * (4 * options.dimension + 64)) >> 20
    }

    static func payload(_ block: [(id: Int64, template: FaceTemplate)], _ dimension: Int) -> [UInt8] {
        SearchWire.payload(block.map(\.template), dimension: dimension, ids: block.map(\.id))
    }

    static func checkCount(_ answer: SearchAnswer, _ count: Int) throws(WorkerFault) {
        guard answer.templates == count else {
            throw .protocolViolation("it holds \(answer.templates) templates, not \(count)")
        }
    }

    /// Searches in blocks: many probes at once let FAISS multiply matrices.
    func search(_ probes: [FaceTemplate], _ question: SearchValidation.Question) async throws(AuditError)
        -> [[IndexHit]]
    {
        for probe in probes { try check(probe) }
        var request: SearchRequest
        let most: Int
        switch question {
        case .nearest(let count):
            request = SearchRequest(.nearest)
            request.count = count
            most = count
        case .within(let threshold, let limit):
            request = SearchRequest(.within)
            request.threshold = threshold
            request.limit = limit
            most = limit
        }
        guard most > 0 else { return probes.map { _ in [] } }
        guard most <= SearchWire.maxHits else {
            throw AuditError(.internalError, "a search may give at most \(SearchWire.maxHits) hits for a probe")
        }
        let perBlock = min(SearchWire.maxProbes, SearchWire.maxHits / most)
        var found: [[IndexHit]] = []
        for start in stride(from: 0, to: probes.count, by: perBlock) {
            let block = probes[start..<min(start + perBlock, probes.count)]
            let work = Double(block.count) * Double(count) * Double(options.dimension)
            let validation = SearchValidation(metric: options.metric, question: question, probes: block.count)
            let known = known ?? []
            found += try await ask(
                request, SearchWire.payload(block, dimension: options.dimension),
                seconds: spec.limits.requestSeconds + work / Self.slowest
            ) { answer, payload throws(WorkerFault) in
                try validation.hits(answer, payload: payload, known: known)
            }
        }
        return found
    }

    /// Asks the worker, and once more a new one when it fails or its answer cannot be right.
    func ask<T: Sendable>(
        _ request: SearchRequest, _ payload: [UInt8], seconds: Double,
        _ interpret: (SearchAnswer, [UInt8]) throws(WorkerFault) -> T
    ) async throws(AuditError) -> T {
        if session == nil { try await fill() }
        var failures = 0
        while true {
            guard let session else { throw Self.unavailable("it does not run") }
            do throws(SearchTrouble) {
                let (answer, bytes) = try await session.ask(request, payload, seconds: seconds)
                do throws(WorkerFault) { return try interpret(answer, bytes) } catch { throw .fault(error) }
            } catch {
                let detail = try Self.detail(of: error)
                logger.warning("search worker failed", metadata: ["fault": "\(detail)"])
                await drop(politely: false)
                failures += 1
                guard failures < 2 else { throw Self.unavailable("it failed twice on one request, last: \(detail)") }
                try await fill()
            }
        }
    }

    /// Makes room for so many templates.
    func reserve(_ count: Int) async throws(AuditError) {
        guard count > options.capacity else { return }
        options.capacity = max(Self.roomFor(count), 2 * options.capacity)
        await drop(politely: true)
        try await fill()
    }

    /// Ends the worker, if there is one.
    func drop(politely: Bool) async {
        let old = session
        session = nil
        await old?.process.stop(politely: politely)
    }

    /// Starts a worker and gives it every template.
    func fill() async throws(AuditError) {
        let began = ContinuousClock.now
        while true {
            var spec = spec
            spec.limits.memoryMiB = Self.memoryMiB(options)
            let started: SearchSession
            do throws(SearchTrouble) {
                started = try await SearchSession.start(spec, options)
            } catch {
                throw Self.unavailable(try Self.detail(of: error))
            }
            do throws(AuditError) {
                if let held = try await stream(to: started) {
                    known = held
                    session = started
                    startSeconds = (ContinuousClock.now - began) / .seconds(1)
                    return
                }
            } catch {
                await started.process.stop(politely: false)
                throw error
            }
            await started.process.stop(politely: true)
            options.capacity = Self.roomFor(2 * options.capacity)
        }
    }

    /// Gives a new worker the source's templates, and then those that were added since.
    /// - Returns: The ids; nil when there is no room for all.
    private func stream(to session: SearchSession) async throws(AuditError) -> Set<Int64>? {
        var held: Set<Int64> = []
        let perBlock = SearchWire.templates(of: options.dimension)
        var last: Int64?
        while true {
            let page = try await source(last, perBlock)
            guard let end = page.last?.id else { break }
            for (id, template) in page {
                if let last, id <= last {
                    throw AuditError(.internalError, "a gallery's templates are not in order of id")
                }
                last = id
                try check(template)
            }
            last = end
            let block = known.map { known in page.filter { known.contains($0.id) && added[$0.id] == nil } } ?? page
            for start in stride(from: 0, to: block.count, by: perBlock) {
                let part = Array(block[start..<min(start + perBlock, block.count)])
                held.formUnion(part.map(\.id))
                guard held.count <= options.capacity else { return nil }
                try await send(part, to: session, expecting: held.count)
            }
        }
        let own = added.sorted { $0.key < $1.key }.map { (id: $0.key, template: $0.value) }
        for start in stride(from: 0, to: own.count, by: perBlock) {
            let part = Array(own[start..<min(start + perBlock, own.count)])
            held.formUnion(part.map(\.id))
            guard held.count <= options.capacity else { return nil }
            try await send(part, to: session, expecting: held.count)
        }
        if let known, known != held {
            throw AuditError(.internalError, "the store gave \(held.count) of \(known.count) templates back")
        }
        return held
    }

    private func send(
        _ block: [(id: Int64, template: FaceTemplate)], to session: SearchSession, expecting count: Int
    ) async throws(AuditError) {
        do throws(SearchTrouble) {
            let (answer, _) = try await session.ask(
                SearchRequest(.add), Self.payload(block, options.dimension), seconds: spec.limits.requestSeconds)
            do throws(WorkerFault) { try Self.checkCount(answer, count) } catch { throw .fault(error) }
        } catch {
            throw Self.unavailable(try Self.detail(of: error))
        }
    }

    private static func unavailable(_ detail: String) -> AuditError {
        AuditError(.matcherUnavailable, "the gallery cannot be searched: \(detail)")
    }

    /// What went wrong with the worker; what it refused is our own mistake, which no other worker would mend.
    private static func detail(of trouble: SearchTrouble) throws(AuditError) -> String {
        switch trouble {
        case .fault(let fault): return fault.detail
        case .refused(let text): throw AuditError(.internalError, "the search worker refused a request: \(text)")
        }
    }
}
