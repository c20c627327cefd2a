import AuditCore
import AuditEngine
import Evaluation

/// Reads a run and those before it from a store, one decision at a time.
struct DriftWindow {
    let store: AuditStore

    /// What is known of drift.
    /// - Parameters:
    ///   - number: The run; nil for the newest finished one.
    ///   - size: At most so many runs before it.
    func record(run number: Int?, window size: Int) throws -> DriftRecord {
        let night = try store.finishedRun(id: number)
        let earlier = Self.window(try store.runs(), before: night, size: size)
        let qualityMatcher = night.matchers.first?.name
        let summaries = try earlier.map { try summary($0, qualityMatcher) }
        return DriftAnalysis(
            try summary(night, qualityMatcher), window: summaries,
            options: DriftOptions(toolVersion: Version.current)
        ).record()
    }

    /// The newest finished runs before one, oldest first. A manifest that was run again, under another policy say, is
    /// about the same requests: it counts once, by its newest run, and not at all when it is the run's own.
    static func window(_ runs: [RunRecord], before night: RunRecord, size: Int) -> [RunRecord] {
        var seen: Set = [night.manifestSHA256]
        let newestFirst = runs.filter { $0.state == .finished && $0.id < night.id }.reversed()
        return newestFirst.filter { seen.insert($0.manifestSHA256).inserted }.prefix(size).reversed()
    }

    private func summary(_ run: RunRecord, _ qualityMatcher: String?) throws -> NightSummary {
        var summary = NightSummary(run: run)
        try StoredRun(store: store, run: run).forEachDecision { summary.add($0, qualityMatcher: qualityMatcher) }
        return summary
    }
}
