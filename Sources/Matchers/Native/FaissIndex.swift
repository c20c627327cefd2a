import AuditCore
import CSearch
public import MatcherKit

/// The exact index over FAISS.
public struct FaissIndex: SearchBackend {
    private let handle: Handle

    /// See `SearchBackend`.
    public static var library: String { "faiss \(version)" }
    /// FAISS's version, as "1.7.3".
    static var version: String { String(cString: csearch_version()) }

    /// See `SearchBackend`.
    public init(_ options: SearchOptions) throws(SearchFailure) {
        let raw = csearch_options(
            dimension: options.dimension, metric: options.metric == .cosine ? CSEARCH_COSINE : CSEARCH_EUCLIDEAN,
            threads: Int32(clamping: options.threads), capacity: options.capacity)
        handle = try Handle(raw)
    }

    /// See `SearchBackend`.
    public var count: Int { csearch_count(handle.raw) }

    /// See `SearchBackend`.
    public func add(ids: UnsafeRawBufferPointer, templates: UnsafeRawBufferPointer) throws(SearchFailure) {
        guard let first = ids.baseAddress, let values = templates.baseAddress else { return }
        guard templates.count == ids.count / 8 * handle.bytes else { throw Self.mismatch }
        try check { csearch_add(handle.raw, first, values, ids.count / 8, $0) }
    }

    /// See `SearchBackend`.
    public func remove(ids: UnsafeRawBufferPointer) throws(SearchFailure) {
        guard let first = ids.baseAddress else { return }
        try check { csearch_remove(handle.raw, first, ids.count / 8, $0) }
    }

    /// See `SearchBackend`.
    public func nearest(probes: UnsafeRawBufferPointer, count: Int) throws(SearchFailure) -> SearchHits {
        try hits(probes) { csearch_nearest(handle.raw, $0, $1, max(0, count), $2, $3) }
    }

    /// See `SearchBackend`.
    public func within(
        probes: UnsafeRawBufferPointer, threshold: Double, limit: Int
    ) throws(SearchFailure) -> SearchHits {
        try hits(probes) { csearch_within(handle.raw, $0, $1, threshold, max(0, limit), $2, $3) }
    }

    private func hits(
        _ probes: UnsafeRawBufferPointer,
        _ search: (
            UnsafeRawPointer, Int, UnsafeMutablePointer<csearch_hits>, UnsafeMutablePointer<csearch_error>
        ) -> csearch_status
    ) throws(SearchFailure) -> SearchHits {
        guard let first = probes.baseAddress else { return SearchHits(counts: [], ids: [], scores: []) }
        guard probes.count.isMultiple(of: handle.bytes) else { throw Self.mismatch }
        var found = csearch_hits()
        let probeCount = probes.count / handle.bytes
        try check { search(first, probeCount, &found, $0) }
        return SearchHits(
            counts: Array(UnsafeBufferPointer(start: found.counts, count: probeCount)),
            ids: Array(UnsafeBufferPointer(start: found.ids, count: found.total)),
            scores: Array(UnsafeBufferPointer(start: found.scores, count: found.total)))
    }

    private func check(_ call: (UnsafeMutablePointer<csearch_error>) -> csearch_status) throws(SearchFailure) {
        try Handle.check(call)
    }

    private static let mismatch = SearchFailure(isRefusal: true, detail: "a block has a part of a template")
}

/// Owns an index of the shim.
private final class Handle {
    let raw: OpaquePointer
    /// Bytes of a template.
    let bytes: Int

    init(_ options: csearch_options) throws(SearchFailure) {
        var opened: OpaquePointer?
        try Self.check { csearch_open(options, &opened, $0) }
        guard let opened else { throw SearchFailure(isRefusal: false, detail: "no index was made") }
        raw = opened
        bytes = options.dimension * 4
    }

    deinit { csearch_close(raw) }

    static func check(_ call: (UnsafeMutablePointer<csearch_error>) -> csearch_status) throws(SearchFailure) {
        var error = csearch_error()
        let status = call(&error)
        guard status != CSEARCH_OK else { return }
        let text = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        throw SearchFailure(isRefusal: status == CSEARCH_REFUSED, detail: text)
    }
}
