import AuditCore
import Glibc

/// A killed worker is replaced by one that is the same.
struct RestartCheck: ConformanceCheck {
    let id = "restart"
    let title = "After SIGKILL a new process starts, describes itself the same and gives the same template."

    func run(_ bench: ConformanceBench) async -> ConformanceVerdict {
        await bench.withWorker { pool in
            let before = try await pool.template(bench.photos.person)
            let old = await pool.processIDs
            for pid in old { kill(pid, SIGKILL) }
            // This request finds the dead worker and is its cost.
            if case .success = try await pool.extract(bench.photos.person, choice: .largest) {
                return .failed("a killed process answered")
            }
            let after = try await pool.template(bench.photos.person)
            guard await pool.processIDs != old else { return .failed("no new process was started") }
            return after == before
                ? .passed("the next request worked") : .failed("the new process gives another template")
        }
    }
}
