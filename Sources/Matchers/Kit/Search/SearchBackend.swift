public import AuditCore

/// What an index is opened with.
public struct SearchOptions: Equatable, Sendable {
    /// Values of a template, 1 to 65,536.
    public var dimension: Int
    /// `cosine` or `euclidean`.
    public var metric: ScoreMetric
    /// Threads of a search.
    public var threads: Int
    /// Most templates that will be held.
    public var capacity: Int

    /// Creates options.
    public init(dimension: Int, metric: ScoreMetric, threads: Int, capacity: Int) {
        self.dimension = dimension
        self.metric = metric
        self.threads = threads
        self.capacity = capacity
    }

    /// Whether an index can be opened so.
    var arePossible: Bool {
        metric.isOfTemplates && (1...AnswerValidation.maxTemplateSize).contains(dimension)
            && (1...1024).contains(threads) && (0...Int(Int32.max)).contains(capacity)
    }
}

/// What a search worker implements: the synchronous half of an index, for one thread. Blocks are as they came on the wire:
/// ids are little-endian 64-bit integers, templates little-endian single-precision values.
public protocol SearchBackend {
    /// Its library, as "faiss 1.7.3".
    static var library: String { get }
    /// Opens an empty index.
    init(_ options: SearchOptions) throws(SearchFailure)
    /// How many templates it holds.
    var count: Int { get }
    /// Adds templates, all or none; one whose id is there is replaced.
    mutating func add(ids: UnsafeRawBufferPointer, templates: UnsafeRawBufferPointer) throws(SearchFailure)
    /// Removes templates; ids that are not there are ignored.
    mutating func remove(ids: UnsafeRawBufferPointer) throws(SearchFailure)
    /// The best of each probe, best first, ties by lower id.
    func nearest(probes: UnsafeRawBufferPointer, count: Int) throws(SearchFailure) -> SearchHits
    /// What is at least as alike to each probe as the threshold, best first, ties by lower id.
    func within(probes: UnsafeRawBufferPointer, threshold: Double, limit: Int) throws(SearchFailure) -> SearchHits
}

/// The hits of a block of probes.
public struct SearchHits: Equatable, Sendable {
    /// How many each probe has.
    public var counts: [Int]
    /// The templates' ids, probe after probe.
    public var ids: [Int64]
    /// Their scores, likewise.
    public var scores: [Double]

    /// Creates hits.
    public init(counts: [Int], ids: [Int64], scores: [Double]) {
        self.counts = counts
        self.ids = ids
        self.scores = scores
    }
}

/// Why an index refused a request or could not do it.
public struct SearchFailure: Error, Equatable, Sendable {
    /// Whether the request cannot be right; else the index failed.
    public var isRefusal: Bool
    /// What happened, without personal data.
    public var detail: String

    /// Creates a failure.
    public init(isRefusal: Bool, detail: String) {
        self.isRefusal = isRefusal
        self.detail = detail
    }

    /// The code in the worker's answer.
    var code: String { isRefusal ? Self.refused : Self.failed }

    static let refused = "search_refused"
    static let failed = "search_failed"
}
