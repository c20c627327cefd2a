import AuditCore
import Evaluation

/// The sections below the diagrams: worst errors, comparison of matchers, groups, gates.
extension EvaluationPage {
    /// Disagreements shown on the page; the rest is in `evaluation.json`.
    private static let disagreementLimit = 20

    func worst(_ view: inout View) {
        let lists = result.curves.flatMap { curve in
            [
                (curve.matcher, false, "Different people who look most alike", curve.worstFalseMatches),
                (curve.matcher, true, "The same person, least alike", curve.worstFalseNonMatches),
            ]
        }.filter { $0.3.contains { !$0.imageA.isEmpty || !$0.imageB.isEmpty } }
        view.flag("has_worst", !lists.isEmpty)
        view.list(
            "worst",
            lists.map { matcher, isMated, title, pairs in
                View { view in
                    view.text("name", matcher)
                    view.fixed("list_title", title)
                    view.list("pairs", pairs.map { pair(matcher, $0, isMated: isMated) })
                }
            })
    }

    private func pair(_ matcher: String, _ pair: EvaluationCurves.ScoredPair, isMated: Bool) -> View {
        View { view in
            view.fixed("score", RateText.score(pair.score))
            view.fixed("is_error", error(matcher, pair.score, isMated: isMated))
            view.flag("has_faces", !faces.isEmpty)
            view.list(
                "images",
                [pair.imageA, pair.imageB].map { image in
                    View { view in
                        view.text("image", image)
                        if let file = faces.file(image, matcher) { view.fixed("src", file) }
                    }
                })
        }
    }

    /// Whether a comparison is an error at the strictest threshold that the sample supports.
    private func error(_ matcher: String, _ score: Double, isMated: Bool) -> String {
        guard let matcher = record.matchers.first(where: { $0.name == matcher }),
            let point = matcher.operatingPoints.last(where: \.supported)
        else { return "" }
        let isMatch = matcher.metric.direction.isMatch(score: score, threshold: point.threshold)
        let name = isMated ? "false non-match" : "false match"
        return (isMatch == isMated ? "no " : "") + "\(name) at FMR \(RateText.target(point.fmrTarget))"
    }

    func comparisons(_ view: inout View) {
        view.flag("has_comparisons", !record.comparisons.isEmpty)
        view.list("comparisons", record.comparisons.map(comparison))
    }

    private func comparison(_ comparison: MatcherComparison) -> View {
        View { view in
            view.text("a", comparison.a)
            view.text("b", comparison.b)
            view.text("conclusion", comparison.conclusion)
            view.fixed("target", RateText.target(comparison.fmrTarget))
            view.fixed("count", CountText.grouped(comparison.comparisons))
            view.fixed("only_a", CountText.grouped(comparison.onlyARight))
            view.fixed("only_b", CountText.grouped(comparison.onlyBRight))
            view.fixed("p_value", probability(comparison.pValue))
            view.fixed("difference", points(comparison.difference))
            view.fixed("difference_interval", comparison.differenceCI95.map(points).joined(separator: " to "))
            view.text("winner", comparison.winner ?? "the sample cannot tell")
            let shown = comparison.disagreements.prefix(Self.disagreementLimit)
            view.flag("has_disagreements", !shown.isEmpty)
            view.fixed("shown", "\(shown.count) of \(CountText.grouped(comparison.disagreementCount))")
            view.list("disagreements", shown.map(disagreement))
        }
    }

    private func disagreement(_ disagreement: MatcherComparison.Disagreement) -> View {
        View { view in
            view.text("image_a", disagreement.imageA)
            view.text("image_b", disagreement.imageB)
            view.fixed("label", disagreement.mated ? "same person" : "different people")
            view.fixed("score_a", RateText.score(disagreement.scoreA))
            view.fixed("score_b", RateText.score(disagreement.scoreB))
            view.text("right", disagreement.right)
        }
    }

    private func probability(_ value: Double) -> String {
        value < 0.0001 ? "< 0.0001" : NumberText.significant(value, digits: 3)
    }

    /// A difference of two rates in percentage points, with its sign.
    private func points(_ value: Double) -> String {
        (value > 0 ? "+" : value < 0 ? "−" : "") + NumberText.fixed(100 * value.magnitude, digits: 2)
    }

    func groups(_ view: inout View) {
        let reports = record.matchers.compactMap { matcher in matcher.groups.map { (matcher.name, $0) } }
        view.flag("has_groups", !reports.isEmpty)
        view.list(
            "group_reports",
            reports.map { name, report in
                View { view in
                    view.text("name", name)
                    view.fixed("target", RateText.target(report.fmrTarget))
                    view.fixed("threshold", RateText.score(report.threshold))
                    view.list("groups", report.groups.map { group($0, minimum: report.minimum) })
                    view.list(
                        "spreads",
                        [("FMR", report.fmr), ("FNMR", report.fnmr)].compactMap { rate, spread in
                            spread.map { self.spread(rate, $0) }
                        })
                }
            })
    }

    private func group(_ group: GroupReport.Group, minimum: Int) -> View {
        View { view in
            view.text("group", group.name)
            view.fixed("mated", CountText.grouped(group.mated))
            view.fixed("non_mated", CountText.grouped(group.nonMated))
            view.fixed("fmr", group.fmr.map(NumberText.percent) ?? "suppressed (n < \(minimum))")
            view.flag("no_fmr", group.fmr == nil)
            view.fixed("fmr_interval", RateText.interval(group.fmrCI95 ?? []))
            view.fixed("fnmr", group.fnmr.map(NumberText.percent) ?? "suppressed (n < \(minimum))")
            view.flag("no_fnmr", group.fnmr == nil)
            view.fixed("fnmr_interval", RateText.interval(group.fnmrCI95 ?? []))
        }
    }

    private func spread(_ rate: String, _ spread: GroupReport.Spread) -> View {
        View { view in
            let text = { (value: Double?) in value.map { NumberText.fixed($0, digits: 2) } ?? "–" }
            view.fixed("rate", rate)
            view.fixed("max_min", text(spread.maxOverMin))
            view.fixed("max_mean", text(spread.maxOverGeometricMean))
            view.fixed("gini", text(spread.gini))
        }
    }

    func gates(_ view: inout View) {
        view.flag("has_gates", !record.gates.isEmpty)
        view.list(
            "gates",
            record.gates.map { gate in
                View { view in
                    view.text("claim", gate.claim)
                    view.fixed("result", gate.holds ? "holds" : "does not hold")
                    view.fixed("outcome", gate.holds ? Outcome.approved.rawValue : Outcome.rejected.rawValue)
                    view.fixed("value", gate.value.map(figure) ?? "–")
                    view.fixed("interval", (gate.interval ?? []).map(figure).joined(separator: " to "))
                    view.text("reason", gate.reason)
                }
            })
    }

    /// As in a claim: a plain number, not percent.
    private func figure(_ value: Double) -> String { NumberText.trimmed(NumberText.significant(value, digits: 4)) }
}
