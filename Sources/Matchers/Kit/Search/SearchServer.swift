import AuditCore

/// Serves an index over two file descriptors until the peer says `bye` or closes its end.
public final class SearchServer<Backend: SearchBackend> {
    private let input: Int32
    private let output: Int32
    private var index: (backend: Backend, dimension: Int)?

    /// Creates a server; the descriptors stay the caller's.
    public init(_ type: Backend.Type, input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    /// Answers requests until the stream ends.
    /// - Returns: true after `bye` or end of input between frames, false after a broken stream.
    public func run() -> Bool {
        FrameLoop(input: input, output: output).run { [self] frame, peer in
            let request: SearchRequest = try WireCoding.decode(frame.header)
            guard let type = WorkerAnswerHead.Kind(rawValue: request.type.rawValue) else { return false }
            switch request.type {
            case .hello:
                try peer.send(SearchHello(id: request.id, library: Backend.library))
            case .bye:
                try peer.send(WorkerAnswerHead(id: request.id, type: .bye))
                return false
            case .open, .add, .remove, .nearest, .within:
                let result = Result { () throws(SearchFailure) in try answer(request, frame.payload) }
                switch result {
                case .success(let hits):
                    let payload = hits.map(SearchWire.payload) ?? []
                    try peer.send(
                        SearchAnswer(
                            id: request.id, type: type, templates: index?.backend.count ?? 0, counts: hits?.counts,
                            payload: payload.isEmpty ? nil : payload.count),
                        payload: payload)
                case .failure(let failure):
                    try peer.send(ErrorAnswer(id: request.id, code: failure.code, message: failure.detail))
                }
            }
            return true
        }
    }

    private func answer(_ request: SearchRequest, _ payload: [UInt8]) throws(SearchFailure) -> SearchHits? {
        if request.type == .open {
            try open(request, payload)
            return nil
        }
        guard let index else { throw Self.refusal("no index is open") }
        switch request.type {
        case .add:
            let (ids, templates) = try Self.split(payload, dimension: index.dimension)
            try Self.lend(ids) { ids throws(SearchFailure) in
                try Self.lend(templates) { templates throws(SearchFailure) in
                    try self.index?.backend.add(ids: ids, templates: templates)
                }
            }
            return nil
        case .remove:
            guard payload.count.isMultiple(of: 8) else { throw Self.refusal("a block of ids has a part of one") }
            try Self.lend(payload[...]) { ids throws(SearchFailure) in try self.index?.backend.remove(ids: ids) }
            return nil
        default:
            return try search(index.backend, request, payload, dimension: index.dimension)
        }
    }

    private func open(_ request: SearchRequest, _ payload: [UInt8]) throws(SearchFailure) {
        guard index == nil else { throw Self.refusal("an index is open already") }
        guard payload.isEmpty, let dimension = request.dimension, let metric = request.metric,
            let threads = request.threads, let capacity = request.capacity
        else { throw Self.refusal("search_open lacks something") }
        let options = SearchOptions(dimension: dimension, metric: metric, threads: threads, capacity: capacity)
        guard options.arePossible else { throw Self.refusal("search_open asks for what cannot be") }
        index = (try Backend(options), dimension)
    }

    private func search(
        _ backend: Backend, _ request: SearchRequest, _ payload: [UInt8], dimension: Int
    ) throws(SearchFailure) -> SearchHits {
        guard payload.count.isMultiple(of: dimension * 4) else { throw Self.refusal("a block has a part of a probe") }
        let probes = payload.count / (dimension * 4)
        let wanted = request.type == .nearest ? request.count : request.limit
        guard let wanted, wanted > 0, wanted <= SearchWire.maxHits, probes * wanted <= SearchWire.maxHits else {
            throw Self.refusal("the answer would be larger than a frame")
        }
        return try Self.lend(payload[...]) { bytes throws(SearchFailure) in
            if request.type == .nearest { return try backend.nearest(probes: bytes, count: wanted) }
            guard let threshold = request.threshold else { throw Self.refusal("there is no threshold") }
            return try backend.within(probes: bytes, threshold: threshold, limit: wanted)
        }
    }

    /// A block of n ids and then n templates.
    private static func split(
        _ payload: [UInt8], dimension: Int
    ) throws(SearchFailure) -> (ids: ArraySlice<UInt8>, templates: ArraySlice<UInt8>) {
        let each = 8 + dimension * 4
        guard payload.count.isMultiple(of: each) else { throw refusal("a block has a part of a template") }
        let cut = payload.count / each * 8
        return (payload[..<cut], payload[cut...])
    }

    private static func refusal(_ detail: String) -> SearchFailure { SearchFailure(isRefusal: true, detail: detail) }

    /// The standard library's own does not hand typed errors on.
    private static func lend<T>(
        _ bytes: ArraySlice<UInt8>, _ body: (UnsafeRawBufferPointer) throws(SearchFailure) -> T
    ) throws(SearchFailure) -> T {
        try bytes.withUnsafeBytes { raw in
            Result { () throws(SearchFailure) in try body(raw) }
        }.get()
    }
}
