package import AuditCore

/// What the supervisor asks a worker of the capability `search`; the JSON header of a frame (docs/worker-protocol.md).
package struct SearchRequest: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case hello, bye
        case open = "search_open"
        case add = "search_add"
        case remove = "search_remove"
        case nearest = "search_nearest"
        case within = "search_within"
    }

    package var id = 0
    package var type: Kind
    /// `hello`: the protocol's version.
    package var version: Int?
    /// `search_open`: values of a template.
    package var dimension: Int?
    /// `search_open`: `cosine` or `euclidean`.
    package var metric: ScoreMetric?
    /// `search_open`: threads of a search.
    package var threads: Int?
    /// `search_open`: most templates that will be held.
    package var capacity: Int?
    /// `search_nearest`: hits for each probe.
    package var count: Int?
    /// `search_within`: native units.
    package var threshold: Double?
    /// `search_within`: most hits for each probe.
    package var limit: Int?
    /// Number of bytes that follow.
    package var payload: Int?

    package init(_ type: Kind) { self.type = type }

    enum CodingKeys: String, CodingKey {
        case id, type, dimension, metric, threads, capacity, count, threshold, limit, payload
        case version = "protocol"
    }
}

/// The answer of such a worker to `hello`: it is no matcher and has no template of its own.
package struct SearchHello: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind = .hello
    package var version = workerProtocolVersion
    package var name = "search"
    /// Its library, as "faiss 1.7.3".
    package var library: String
    package var capabilities = ["search"]

    package init(id: Int, library: String) {
        self.id = id
        self.library = library
    }

    enum CodingKeys: String, CodingKey {
        case id, type, name, capabilities
        case version = "protocol"
        case library = "version"
    }
}

/// Its answer to every other request.
package struct SearchAnswer: Codable, Equatable, Sendable {
    package var id: Int
    package var type: WorkerAnswerHead.Kind
    /// How many templates it holds now.
    package var templates: Int
    /// `search_nearest`, `search_within`: hits of each probe in turn.
    package var counts: [Int]?
    /// Number of bytes that follow.
    package var payload: Int?

    package init(id: Int, type: WorkerAnswerHead.Kind, templates: Int, counts: [Int]? = nil, payload: Int? = nil) {
        self.id = id
        self.type = type
        self.templates = templates
        self.counts = counts
        self.payload = payload
    }
}
