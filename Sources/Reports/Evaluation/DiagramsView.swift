import AuditCore
import Evaluation

/// The diagrams, each with a key and the files that it was drawn from.
extension EvaluationPage {
    func diagrams(_ view: inout View) {
        let drawn = zip(record.matchers, result.curves).map { (matcher: $0, curves: $1) }
        view.flag("has_diagrams", !drawn.isEmpty)
        view.flag("has_key", drawn.count > 1)
        view.list(
            "keys",
            drawn.enumerated().map { index, entry in
                View { view in
                    view.markup("key_line", EvaluationPlots.key(EvaluationPlots.line(index)))
                    view.text("name", entry.matcher.name)
                }
            })
        view.list(
            "diagram_rows",
            [
                shared(drawn.map(\.matcher)), drawn.enumerated().flatMap { own($1.matcher, $1.curves, $0) },
            ].map { row in View { $0.list("diagrams", row) } })
    }

    /// What shows all matchers in one drawing.
    private func shared(_ matchers: [MatcherEvaluation]) -> [View] {
        // Names are foreign text: the drawing speaks of them by their order.
        let errors = matchers.map { NumberText.percent($0.eer.value) }.joined(separator: ", ")
        let areas = matchers.map { NumberText.fixed($0.auc, digits: 4) }.joined(separator: ", ")
        let costs = matchers.map { NumberText.fixed($0.cllr, digits: 3) }.joined(separator: ", ")
        let names = result.curves.map(\.matcher)
        return [
            diagram(
                "DET",
                "Both error rates on normal-deviate axes; nearer the lower left is better. The thin line: FMR = FNMR."
                    + EvaluationPlots.withoutErrors(result.curves),
                EvaluationPlots.det(
                    result.curves,
                    description: "False non-match rate against false match rate on normal-deviate axes. "
                        + "Equal error rates in the order of the key: \(errors)."),
                names, .det),
            diagram(
                "ROC", "True match rate against the false match rate on a logarithmic axis; higher is better.",
                EvaluationPlots.roc(
                    result.curves,
                    description: "True match rate against false match rate, logarithmic. Areas under the curve in the "
                        + "order of the key: \(areas)."),
                names, .roc),
            diagram(
                "Reliability",
                "Of comparisons given a probability, how many are mated, both classes at equal weight. The thin line: perfectly calibrated. Larger dots hold more comparisons; those of fewer than 10 are in the files only.",
                EvaluationPlots.reliability(
                    result.curves,
                    description: "Observed share of mated comparisons against the predicted probability. "
                        + "Cllr in bits in the order of the key: \(costs)."),
                names, .reliability),
        ]
    }

    /// What each matcher has for itself, in its own units.
    private func own(_ matcher: MatcherEvaluation, _ curves: EvaluationCurves, _ index: Int) -> [View] {
        let rates = matcher.operatingPoints.filter(\.supported).sorted { $0.fmrTarget > $1.fmrTarget }.map {
            RateText.target($0.fmrTarget)
        }
        let lines =
            rates.isEmpty ? "" : " Dotted, from left to right: the thresholds at FMR \(rates.joined(separator: ", "))."
        return [
            diagram(
                "Scores", "Shares of the mated and of the non-mated comparisons.\(lines)",
                EvaluationPlots.histogram(curves, matcher, number: index), [curves.matcher], .histogram,
                name: matcher.name, key: [("bar-mated", "mated"), ("bar-non-mated", "non-mated")]),
            diagram(
                "Error rates against threshold", "A logarithmic axis.\(lines)",
                EvaluationPlots.thresholds(curves, matcher, number: index), [curves.matcher], .thresholds,
                name: matcher.name, key: [("curve non-mated", "FMR"), ("curve mated", "FNMR")]),
            diagram(
                "Calibration",
                "What a score says: how many times more likely it is of the same person than of two. The steps are the sample's own ratios (pool adjacent violators), the line is what a policy's confidence comes from.",
                EvaluationPlots.calibration(curves, matcher, number: index), [curves.matcher], .calibration,
                name: matcher.name, key: [("curve m1", "logistic"), ("curve m2", "sample (PAV)")]),
        ]
    }

    private func diagram(
        _ title: String, _ caption: String, _ drawing: Markup, _ matchers: [String], _ kind: CurveFiles.Diagram,
        name: String? = nil, key: [(String, String)] = []
    ) -> View {
        View { view in
            view.fixed("diagram_title", title)
            view.fixed("caption", caption)
            if let name { view.text("owner", name) }
            view.markup("drawing", drawing)
            view.flag("has_local_key", !key.isEmpty)
            view.list(
                "local_key",
                key.map { className, word in
                    View { view in
                        view.markup("key_line", EvaluationPlots.key(className))
                        view.fixed("word", word)
                    }
                })
            view.list(
                "links",
                matchers.map { matcher in
                    View { view in
                        view.fixed("link", CurveFiles.path(files[matcher], kind))
                        view.text("name", matcher)
                    }
                })
        }
    }
}
