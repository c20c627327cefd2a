import AuditCore
import Evaluation

/// The trends over runs: one point a run, a dotted line where something was changed.
struct DriftPlots {
    /// A drawing with what stands around it.
    struct Diagram {
        var title: String
        /// The matcher that it is about, foreign text.
        var matcher: String?
        var caption: String
        var drawing: Markup
        /// What the lines are, in the order of their styles; words of this program only.
        var key: [String]
    }

    private let nights: [NightTrend]
    private let changed: [Int]

    init(_ record: DriftRecord) {
        nights = record.nights
        let runs = Set(record.changes.map(\.run))
        changed = record.nights.indices.filter { runs.contains(record.nights[$0].run) }
    }

    /// Every trend; none of a single run.
    func diagrams() -> [Diagram] {
        guard nights.count > 1 else { return [] }
        return [outcomes(), errors()] + [reasons()].compactMap { $0 } + scores()
    }

    private func outcomes() -> Diagram {
        let shown: [Outcome] = [.approved, .review, .rejected]
        let lines = shown.map { outcome in nights.map { share($0.outcomes[outcome.rawValue], $0) } }
        return Diagram(
            title: "Outcomes", matcher: nil, caption: "Share of the run's requests.",
            drawing: shares("Outcomes over runs", lines, id: "trend-outcomes"), key: shown.map { Wording.title($0) })
    }

    private func errors() -> Diagram {
        let line = nights.map { share($0.outcomes[Outcome.error.rawValue], $0) }
        return Diagram(
            title: "Error rate", matcher: nil, caption: "Share of requests that could not be processed.",
            drawing: shares("Error rate over runs", [line], id: "trend-errors"), key: [])
    }

    /// The six reasons that were seen most often.
    private func reasons() -> Diagram? {
        let totals = nights.reduce(into: [String: Int]()) { $0.merge($1.reasons, uniquingKeysWith: +) }
        // Codes that this program knows: what a label says is never foreign text.
        let known = ReasonCode.allCases.map(\.rawValue).filter { totals[$0, default: 0] > 0 && $0 != "face_match" }
        let shown = known.sorted { (totals[$0, default: 0], $1) > (totals[$1, default: 0], $0) }.prefix(6)
        guard !shown.isEmpty else { return nil }
        let lines = shown.map { code in nights.map { share($0.reasons[code], $0) } }
        return Diagram(
            title: "Reasons", matcher: nil,
            caption: "Share of requests with the reason; the \(shown.count) most frequent, face_match left out.",
            drawing: shares("Reasons over runs", lines, id: "trend-reasons"), key: Array(shown))
    }

    private func scores() -> [Diagram] {
        let matchers = Set(nights.flatMap(\.scores.keys)).sorted()
        return matchers.enumerated().map { number, matcher in
            let quartiles = nights.map { $0.scores[matcher] }
            let all = quartiles.compactMap { $0 }
            let low = all.map(\.lower).min() ?? 0
            let high = all.map(\.upper).max() ?? 1
            let frame = PlotFrame(x: axis, y: Self.axis("Score, native units", from: low, to: high))
            var svg = frame.drawing(
                title: "Scores over runs",
                description: "Median and quartiles of the scores of \(CountText.grouped(nights.count)) runs, from "
                    + "\(RateText.score(low)) to \(RateText.score(high)).", id: "trend-scores-\(number + 1)")
            marks(frame, &svg)
            for value in [\NightTrend.Quartiles.median, \.lower, \.upper].enumerated() {
                line(
                    frame, &svg, EvaluationPlots.line(value.offset == 0 ? 0 : 1),
                    quartiles.map { $0?[keyPath: value.element] })
            }
            return Diagram(
                title: "Scores", matcher: matcher, caption: "Median and quartiles of each run, native units.",
                drawing: svg.markup, key: ["median", "quartiles"])
        }
    }

    private func share(_ count: Int?, _ night: NightTrend) -> Double? {
        night.requests > 0 ? Double(count ?? 0) / Double(night.requests) : nil
    }

    private func shares(_ title: String, _ lines: [[Double?]], id: String) -> Markup {
        let largest = max(lines.flatMap { $0.compactMap { $0 } }.max() ?? 0, 0.01)
        let step = ScoreTicks.step(largest / 4)
        let steps = Int((largest / step).rounded(.up))
        let frame = PlotFrame(
            x: axis,
            y: .linear(
                "Share of requests", low: 0, high: step * Double(steps),
                ticks: (0...steps).map { (step * Double($0), RateText.target(step * Double($0))) }))
        var svg = frame.drawing(
            title: title,
            description: "\(CountText.grouped(nights.count)) runs, the newest to the right; the highest share is "
                + "\(NumberText.percent(largest)).", id: id)
        marks(frame, &svg)
        for (index, values) in lines.enumerated() { line(frame, &svg, EvaluationPlots.line(index), values) }
        return svg.markup
    }

    private var axis: PlotFrame.Axis {
        .linear(
            "Run", low: 0, high: Double(nights.count - 1),
            ticks: nights.enumerated().map { (Double($0.offset), "\($0.element.run)") })
    }

    private static func axis(_ title: String, from low: Double, to high: Double) -> PlotFrame.Axis {
        let step = ScoreTicks.step(max(high - low, 1e-6) / 4)
        let first = (low / step).rounded(.down) * step
        let count = max(Int(((high - first) / step).rounded(.up)), 1)
        let ticks = (0...min(count, 12)).map { first + step * Double($0) }
        return .linear(
            title, low: first, high: first + step * Double(count),
            ticks: ticks.map { ($0, NumberText.trimmed(NumberText.fixed($0, digits: 6))) })
    }

    private func marks(_ frame: PlotFrame, _ svg: inout SVG) {
        for index in changed { frame.vertical(&svg, "threshold", at: Double(index) - 0.5) }
    }

    /// A line that is broken where a run has no value, with a dot on each value.
    private func line(_ frame: PlotFrame, _ svg: inout SVG, _ className: String, _ values: [Double?]) {
        var piece: [(Double, Double)] = []
        for (index, value) in values.enumerated() {
            guard let value else {
                frame.curve(&svg, className, piece)
                piece = []
                continue
            }
            piece.append((Double(index), value))
        }
        frame.curve(&svg, className, piece)
        let dot = className.replacing("curve", with: "dot")
        for (index, value) in values.enumerated() {
            guard let value else { continue }
            let place = frame.point(Double(index), value)
            svg.circle(dot, x: place.x, y: place.y, radius: 2.5)
        }
    }
}
