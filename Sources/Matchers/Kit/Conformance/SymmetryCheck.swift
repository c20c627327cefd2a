import AuditCore

/// A pair scores the same whichever photo comes first.
struct SymmetryCheck: ConformanceCheck {
    let id = "symmetry"
    let title = "Two photos score the same whichever is processed first."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            let metric = pool.descriptor.metric
            let a = try await pool.template(bench.photos.person)
            let b = try await pool.template(bench.photos.samePerson)
            let forward = metric.score(a, b)
            return await bench.withWorker { other in
                let b = try await other.template(bench.photos.samePerson)
                let a = try await other.template(bench.photos.person)
                let backward = metric.score(b, a)
                guard let forward, let backward, forward == backward else {
                    return .failed(
                        "a with b scores \(forward.map { "\($0)" } ?? "nothing"), b with a "
                            + (backward.map { "\($0)" } ?? "nothing"))
                }
                return .passed("score \(forward) both ways")
            }
        }
    }
}
