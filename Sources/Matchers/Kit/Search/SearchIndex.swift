public import AuditCore
public import Logging

/// The templates of one matcher and one version in a worker of their own, which searches all of them exactly.
///
/// The worker holds the only copy of what the source gave. When it fails, a new one is filled from the source again and the
/// request at hand is repeated once. Requests are answered one after the other, in the order in which they came.
public actor SearchIndex: TemplateIndex {
    /// Gives every template of the gallery in pages: the first `limit` whose id is above `after`, by ascending id; an empty
    /// page ends it. After a failure of the worker it is asked again and must give everything that it gave at first
    /// and that has not been removed; what is new in it since then is left out.
    public typealias Source =
        @Sendable (_ after: Int64?, _ limit: Int) async throws(AuditError) -> [(id: Int64, template: FaceTemplate)]

    let spec: WorkerSpec
    var options: SearchOptions
    let source: Source
    let logger: Logger
    var session: SearchSession?
    /// What the index holds; nil until it has been filled for the first time.
    var known: Set<Int64>?
    /// What came by `add`: a source that reads committed rows need not have it. Bulk belongs in the source.
    var added: [Int64: FaceTemplate] = [:]
    var startSeconds = 0.0
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Starts the worker and fills it from the source.
    /// - Parameters:
    ///   - worker: Absolute path of `auditor-worker`.
    ///   - dimension: Values of a template, from the matcher's descriptor.
    ///   - metric: `cosine` or `euclidean`.
    ///   - expected: About how many templates there will be. The worker's memory is limited by it; a gallery that
    ///     outgrows it is filled into a new worker with twice the room.
    ///   - threads: Threads of a search; 1 inside a run, whose matchers have the other cores.
    ///   - requestSeconds: Deadline of a request besides the time that its comparisons may take.
    /// - Throws: `matcher_unavailable` when the worker does not start or fails, and what the source throws.
    public static func start(
        worker: String, dimension: Int, metric: ScoreMetric, expected: Int = 0, threads: Int = 1,
        requestSeconds: Double = 30, logger: Logger, source: @escaping Source
    ) async throws(AuditError) -> SearchIndex {
        let limits = WorkerLimits(requestSeconds: requestSeconds)
        let spec = WorkerSpec(name: "search", executable: worker, arguments: ["search"], limits: limits)
        let options = SearchOptions(
            dimension: dimension, metric: metric, threads: threads, capacity: roomFor(expected))
        return try await start(spec, options, logger: logger, source: source)
    }

    static func start(
        _ spec: WorkerSpec, _ options: SearchOptions, logger: Logger, source: @escaping Source
    ) async throws(AuditError) -> SearchIndex {
        guard options.arePossible else {
            throw AuditError(.internalError, "no index can be opened with \(options.dimension) values a template")
        }
        let index = SearchIndex(spec, options, logger: logger, source: source)
        try await index.fill()
        return index
    }

    private init(_ spec: WorkerSpec, _ options: SearchOptions, logger: Logger, source: @escaping Source) {
        self.spec = spec
        self.options = options
        self.logger = logger
        self.source = source
    }

    /// How many templates there are.
    public var count: Int { known?.count ?? 0 }

    /// What the worker says of its library, as "faiss 1.7.3"; nil while none runs.
    public var library: String? { session?.library }

    /// What the worker that runs now cost so far; its start includes filling.
    public var statistics: WorkerStatistics {
        WorkerStatistics(startSeconds: startSeconds, peakMemoryBytes: session?.process.peakMemoryBytes)
    }

    /// Ends the worker. The index must not be used afterwards.
    public func stop() async {
        await acquire()
        await drop(politely: true)
        release()
    }

    /// See `TemplateIndex`.
    public func add(_ templates: [(id: Int64, template: FaceTemplate)]) async throws(AuditError) {
        for (_, template) in templates { try check(template) }
        await acquire()
        defer { release() }
        let fresh = Set(templates.map(\.id)).subtracting(known ?? []).count
        try await reserve(count + fresh)
        var rest = templates[...]
        while !rest.isEmpty {
            let block = Array(rest.prefix(SearchWire.templates(of: options.dimension)))
            rest = rest.dropFirst(block.count)
            let after = (known ?? []).union(block.map(\.id))
            try await ask(.init(.add), Self.payload(block, options.dimension), seconds: spec.limits.requestSeconds) {
                answer, _ throws(WorkerFault) in try Self.checkCount(answer, after.count)
            }
            known = after
            for (id, template) in block { added[id] = template }
        }
    }

    /// See `TemplateIndex`.
    public func remove(_ ids: [Int64]) async throws(AuditError) {
        await acquire()
        defer { release() }
        let gone = ids.filter { known?.contains($0) == true }
        guard !gone.isEmpty else { return }
        // First here: a worker that fails now is filled again without them.
        for id in gone {
            known?.remove(id)
            added[id] = nil
        }
        let left = count
        let perBlock = SearchWire.blockBytes / 8
        for start in stride(from: 0, to: gone.count, by: perBlock) {
            let block = Array(gone[start..<min(start + perBlock, gone.count)])
            let isLast = start + perBlock >= gone.count
            try await ask(.init(.remove), SearchWire.payload(ids: block), seconds: spec.limits.requestSeconds) {
                answer, _ throws(WorkerFault) in if isLast { try Self.checkCount(answer, left) }
            }
        }
    }

    /// See `TemplateIndex`.
    public func nearest(_ probes: [FaceTemplate], count: Int) async throws(AuditError) -> [[IndexHit]] {
        await acquire()
        defer { release() }
        return try await search(probes, .nearest(min(count, self.count)))
    }

    /// See `TemplateIndex`.
    public func within(
        _ probes: [FaceTemplate], threshold: Double, limit: Int
    ) async throws(AuditError) -> [[IndexHit]] {
        guard !threshold.isNaN else { throw AuditError(.internalError, "a threshold of a search is no number") }
        await acquire()
        defer { release() }
        let finite = max(-Double.greatestFiniteMagnitude, min(threshold, .greatestFiniteMagnitude))
        // Nothing may be missed for the rounding of templates to unit length; distances are exact.
        let generous = options.metric == .cosine ? finite - IndexHit.tolerance : finite
        return try await search(probes, .within(threshold: generous, limit: min(limit, self.count)))
    }

    /// The process of the worker that runs now.
    var processID: Int32? { session?.process.pid }

    /// An actor lets others in while it waits; a worker takes one request after the other.
    private func acquire() async {
        guard isBusy else {
            isBusy = true
            return
        }
        // The one who leaves hands its place on.
        await withCheckedContinuation { waiting.append($0) }
    }

    private func release() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }

    func check(_ template: FaceTemplate) throws(AuditError) {
        if let problem = options.metric.problem(of: template, size: options.dimension) {
            throw AuditError(.internalError, problem)
        }
    }
}
