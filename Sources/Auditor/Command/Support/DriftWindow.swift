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

    /// The newest finished runs before one, oldest first. A manifest that was decided again, by another run of it or by a
    /// replay, is about the same requests: it counts once, by its newest run, and not at all when it is the run's own.
    /// What finished later was not there when the run finished, and a report says the same whenever it is rendered.
    static func window(_ runs: [RunRecord], before night: RunRecord, size: Int) -> [RunRecord] {
        let byNumber = Dictionary(runs.map { ($0.id, $0) }) { first, _ in first }
        var seen = manifests(of: night, in: byNumber)
        let newestFirst = runs.filter {
            $0.state == .finished && $0.id < night.id && ($0.finished ?? "") <= (night.finished ?? "")
        }.reversed()
        var window: [RunRecord] = []
        for run in newestFirst where window.count < size {
            let own = manifests(of: run, in: byNumber)
            guard seen.isDisjoint(with: own) else { continue }
            seen.formUnion(own)
            window.append(run)
        }
        return window.reversed()
    }

    /// The digests of the manifests whose requests a run decided: its own, or those of the runs that it replays, which may
    /// be replays themselves.
    private static func manifests(of run: RunRecord, in runs: [Int: RunRecord]) -> Set<String> {
        guard let replay = run.replay else { return [run.manifestSHA256] }
        // A source is older than its replay, so this ends; a trial is in no list, but its sources are.
        return replay.sources.reduce(into: [run.manifestSHA256]) { digests, source in
            guard source < run.id, let source = runs[source] else { return }
            digests.formUnion(manifests(of: source, in: runs))
        }
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
