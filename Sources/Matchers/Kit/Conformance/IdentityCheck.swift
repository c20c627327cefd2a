import AuditCore

/// A photo compared with itself scores best.
struct IdentityCheck: ConformanceCheck {
    let id = "identity"
    let title = "A photo compared with itself has the metric's best score, which no other pair exceeds."

    /// Room for single precision: a template times itself sums up to thousands of roundings.
    private static let tolerance = 1e-4

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            let metric = pool.descriptor.metric
            let once = try await pool.template(bench.photos.person)
            let again = try await pool.template(bench.photos.person)
            let mate = try await pool.template(bench.photos.samePerson)
            guard let own = metric.score(once, again), let mated = metric.score(once, mate) else {
                return .failed("the templates cannot be compared")
            }
            let best = metric.direction == .similarity ? 1.0 : 0
            guard abs(own - best) <= Self.tolerance else { return .failed("a photo scores \(own) with itself") }
            guard metric.direction.similarity(mated) <= metric.direction.similarity(own) + Self.tolerance else {
                return .failed("another photo scores \(mated), the photo itself \(own)")
            }
            return .passed("score \(own)")
        }
    }
}
