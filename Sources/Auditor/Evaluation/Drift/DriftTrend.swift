import AuditCore

extension DriftAnalysis {
    /// What a trend shows of a run.
    func trend(_ summary: NightSummary) -> NightTrend {
        func counts(_ kind: DriftFigure.Kind) -> [String: Int] {
            summary.counts.reduce(into: [:]) { if $1.key.kind == kind { $0[$1.key.name] = $1.value } }
        }
        var scores: [String: NightTrend.Quartiles] = [:]
        for (figure, sketch) in summary.values where figure.kind == .score {
            guard let matcher = figure.matcher, let lower = sketch.quantile(0.25), let median = sketch.quantile(0.5),
                let upper = sketch.quantile(0.75)
            else { continue }
            scores[matcher] = NightTrend.Quartiles(lower: lower, median: median, upper: upper, count: sketch.count)
        }
        return NightTrend(
            run: summary.run.id, started: summary.run.started, manifest: summary.run.manifestName,
            policy: summary.run.policyName, requests: summary.requests, outcomes: counts(.outcome),
            reasons: counts(.reason), scores: scores, comparable: DriftChanges.isSame(summary.run, night.run))
    }
}
