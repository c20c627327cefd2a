import AuditCore
import AuditEngine
import Evaluation
import Foundation

/// The figures of a run and of those before it. A run's decisions are read once; the store keeps its figures.
struct DriftWindow {
    /// How many runs before a run its trends show.
    static let defaultSize = 14

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
    /// about the same requests: it counts once, by its newest run, and not at all when it is the run's own. What finished
    /// later was not there when the run finished, and a report says the same whenever it is rendered.
    static func window(_ runs: [RunRecord], before night: RunRecord, size: Int) -> [RunRecord] {
        var seen: Set = [night.manifestSHA256]
        let newestFirst = runs.filter {
            $0.state == .finished && $0.id < night.id && ($0.finished ?? "") <= (night.finished ?? "")
        }.reversed()
        return newestFirst.filter { seen.insert($0.manifestSHA256).inserted }.prefix(size).reversed()
    }

    private func summary(_ run: RunRecord, _ qualityMatcher: String?) throws -> NightSummary {
        if let text = try store.summary(run: run.id), let kept = try? KeptFigures(text),
            kept.qualityMatcher == qualityMatcher
        {
            return NightSummary(run: run, figures: kept.figures)
        }
        var kept = KeptFigures(qualityMatcher: qualityMatcher)
        try StoredRun(store: store, run: run).forEachDecision {
            kept.figures.add($0, qualityMatcher: qualityMatcher)
        }
        try store.keep(summary: kept.text(), run: run.id)
        return NightSummary(run: run, figures: kept.figures)
    }

    /// What the store keeps of a run.
    private struct KeptFigures: Codable {
        /// The matcher whose measurements of faces were counted.
        var qualityMatcher: String?
        var figures = NightFigures()

        init(qualityMatcher: String?) { self.qualityMatcher = qualityMatcher }

        init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }

        func text() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}
