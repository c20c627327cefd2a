import AuditCore
import AuditEngine
import Logging
import MatcherKit

/// The workers that search galleries: one a matcher, started when the first face is searched.
actor SearchFleet {
    private let worker: String
    private let logger: Logger
    private let threads: Int
    private var running: [SearchIndex] = []

    /// - Parameter threads: Of each search; 1 inside a run, whose matchers have the other cores.
    /// - Throws: `configuration_invalid` when the worker program is missing.
    init(_ installation: Installation, threads: Int = 1, logger: Logger = Logger(label: "auditor")) throws(AuditError) {
        worker = try installation.worker()
        self.logger = logger
        self.threads = threads
    }

    /// Makes an index in a worker.
    nonisolated var maker: IndexMaker {
        { matcher, templates throws(AuditError) in try await self.start(matcher, templates) }
    }

    /// Ends every worker.
    func stop() async {
        for index in running { await index.stop() }
        running = []
    }

    private func start(
        _ matcher: MatcherDescriptor, _ templates: [(id: Int64, template: FaceTemplate)]
    ) async throws(AuditError) -> any TemplateIndex {
        let index = try await SearchIndex.start(
            worker: worker, dimension: matcher.templateSize, metric: matcher.metric, expected: templates.count,
            threads: threads, logger: logger,
            source: { after, limit throws(AuditError) in
                let first = after.map { Self.place(after: $0, in: templates) } ?? 0
                return Array(templates[first...].prefix(limit))
            })
        running.append(index)
        return index
    }

    /// Where the first number above `id` is; the templates are in the order of their numbers.
    private static func place(after id: Int64, in templates: [(id: Int64, template: FaceTemplate)]) -> Int {
        var (low, high) = (0, templates.count)
        while low < high {
            let middle = (low + high) / 2
            if templates[middle].id > id { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
