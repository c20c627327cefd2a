import AuditCore
import AuditEngine
import Foundation
import Logging
import MatcherKit

/// Starts the workers that search templates, one a matcher, and ends them all.
actor SearchFleet {
    private let worker: String
    private let threads: Int
    private var indexes: [SearchIndex] = []

    /// - Parameter threads: Of each search; 1 inside a run, whose matchers have the other cores.
    init(_ installation: Installation, threads: Int = 1) throws(AuditError) {
        worker = try installation.worker()
        self.threads = threads
    }

    /// An empty index of a matcher's templates.
    func start(_ matcher: MatcherDescriptor) async throws(AuditError) -> any TemplateIndex {
        let index = try await SearchIndex.start(
            worker: worker, dimension: matcher.templateSize, metric: matcher.metric, threads: threads,
            logger: Logger(label: "auditor"), source: { _, _ in [] })
        indexes.append(index)
        return index
    }

    /// Ends every worker.
    func stop() async {
        for index in indexes { await index.stop() }
        indexes = []
    }
}
