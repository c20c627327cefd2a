import AuditCore

/// A request whose deadline passes is cut off: the process and what it started are gone, and the next request works.
struct CancelCheck: ConformanceCheck {
    let id = "cancel"
    let title = "After a request is cut off, no process is left and the next request works."

    private static let deadline = 0.001

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        var limits = bench.spec.limits
        limits.requestSeconds = Self.deadline
        let cut = await bench.withWorker(limits: limits) { pool in
            let marks = await pool.marks
            let result = try await pool.extract(bench.photos.person, choice: .largest)
            let wasInTime = if case .success = result { true } else { false }
            if wasInTime { await pool.stop() }
            if case .failure(let failure) = result, failure.code != .workerTimeout {
                return .failed("\(failure.code.rawValue): \(failure.detail)")
            }
            let left = marks.flatMap(OrphanReaper.survivors)
            guard left.isEmpty else { return .failed("\(left.count) processes are left") }
            return .passed(
                wasInTime ? "it answered within 1 ms; no process is left" : "cut off after 1 ms; no process is left")
        }
        guard case .passed = cut else { return cut }
        return await bench.withWorker { pool in
            _ = try await pool.template(bench.photos.person)
            return cut
        }
    }
}
