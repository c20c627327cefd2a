import AuditCore
import Evaluation

/// `index.html` of a drift report: what was found in words, trends over runs, then every figure.
struct DriftPage {
    let record: DriftRecord
    let templates: TemplateLibrary
    /// Whether it stands in the run's report and not in a folder of its own.
    let isInReport: Bool

    func html() -> String {
        let frame = PageFrame(
            templates: templates, toolVersion: record.toolVersion,
            footnote: "Counts and distributions of whole runs: no request, person or photo can be seen here.",
            extraStyle: "html/evaluation.css")
        let view = View { view in
            frame.fill(&view, title: "Drift of run \(record.run)", root: "")
            view.fixed("run", "\(record.run)")
            view.fixed("meta", meta)
            view.fixed("verdict", verdict.words)
            view.text("tint", verdict.tint?.rawValue)
            view.flag("is_in_report", isInReport)
            view.list("conclusions", record.conclusions.map { text in View { $0.text("conclusion", text) } })
            view.list("diagrams", DriftPlots(record).diagrams().map(diagram))
            view.list("figures", record.figures.map(figure))
            view.flag("has_figures", !record.figures.isEmpty)
            view.list("nights", record.nights.reversed().map(night))
            view.fixed("alarm_rate", RateText.target(record.alarmRate))
            view.fixed("tests", "\(record.tests)")
        }
        return templates.render("html/drift.mustache", view)
    }

    private var verdict: (words: String, tint: Outcome?) { Self.verdict(record) }

    /// What was found, in a word or two, with its tint; without one when nothing could be tested.
    static func verdict(_ record: DriftRecord) -> (words: String, tint: Outcome?) {
        if record.tests == 0 { return ("not enough to tell", nil) }
        return record.alarm ? ("alarm", .rejected) : ("no alarm", .approved)
    }

    private var meta: String {
        let before = Wording.count(max(record.nights.count - 1, 0), "run", "runs")
        return "against \(before) before it; \(Wording.count(record.tests, "figure", "figures")) tested"
    }

    private func diagram(_ diagram: DriftPlots.Diagram) -> View {
        View { view in
            view.fixed("diagram_title", diagram.title)
            view.text("owner", diagram.matcher)
            view.fixed("caption", diagram.caption)
            view.markup("drawing", diagram.drawing)
            view.flag("has_key", !diagram.key.isEmpty)
            view.list(
                "key",
                diagram.key.enumerated().map { index, word in
                    View { view in
                        view.markup("key_line", EvaluationPlots.key(EvaluationPlots.line(index)))
                        view.fixed("word", word)
                    }
                })
        }
    }

    private func figure(_ finding: FigureFinding) -> View {
        View { view in
            view.text("id", finding.id)
            view.text("sentence", finding.sentence)
            view.fixed("state", Wording.words(finding.state.rawValue))
            view.text("outcome", Self.tint(finding.state).map(\.rawValue))
            view.fixed("value", text(finding.value, finding.kind))
            view.fixed("reference", text(finding.referenceValue, finding.kind))
            view.fixed("count", CountText.grouped(finding.count))
            view.fixed("reference_count", CountText.grouped(finding.referenceCount))
            view.fixed("effect", finding.effect.map { NumberText.fixed(100 * $0, digits: 1) } ?? "–")
            view.fixed("stability", finding.stabilityIndex.map { NumberText.fixed($0, digits: 3) } ?? "–")
            view.fixed("p", p(finding.adjustedPValue))
            view.fixed("method", finding.method.map { Wording.words($0.rawValue) } ?? "not tested")
        }
    }

    /// The tints of the outcomes: good, bad, unsure; nil where nothing was tested.
    private static func tint(_ state: FigureFinding.State) -> Outcome? {
        switch state {
        case .alarm: .rejected
        case .small: .review
        case .steady: .approved
        case .notEnough, .knownCause: nil
        }
    }

    private func text(_ value: Double?, _ kind: DriftFigure.Kind) -> String {
        guard let value else { return "–" }
        switch kind {
        case .outcome, .reason: return NumberText.percent(value)
        case .photo: return CountText.grouped(Int(min(max(value, 0), 9e15).rounded()))
        case .score, .confidence, .quality: return NumberText.significant(value, digits: 4)
        }
    }

    private func p(_ value: Double?) -> String {
        guard let value else { return "–" }
        return value < 0.0001 ? "< 0.0001" : NumberText.significant(value, digits: 2)
    }

    private func night(_ night: NightTrend) -> View {
        View { view in
            view.fixed("run", "\(night.run)")
            view.text("started", night.started)
            view.text("manifest", night.manifest)
            view.text("policy", night.policy)
            view.fixed("requests", CountText.grouped(night.requests))
            view.list(
                "cells",
                Outcome.humanFirst.map { outcome in
                    View {
                        $0.fixed("share", CountText.percent(night.outcomes[outcome.rawValue] ?? 0, of: night.requests))
                    }
                })
            view.fixed(
                "comparable",
                night.run == record.run
                    ? "this run" : night.comparable ? "same" : "other policy, matchers or calibrations")
        }
    }
}
