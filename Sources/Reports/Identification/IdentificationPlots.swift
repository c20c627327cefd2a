import AuditCore
import Evaluation
import Glibc

/// The diagrams of identification: the trade-off of both errors, the cumulative match characteristic, and for each
/// matcher the false positives that a growing gallery brings.
struct IdentificationPlots {
    /// A drawing with what stands around it.
    struct Diagram {
        var title: String
        /// The matcher that it is about, foreign text.
        var matcher: String?
        var caption: String
        var drawing: Markup
        /// What the lines are, in the order of their styles; words of this program only.
        var key: [String] = []
    }

    private let matchers: [MatcherIdentification]

    init(_ record: IdentificationRecord) { matchers = record.matchers }

    func diagrams() -> [Diagram] {
        [tradeOff(), cumulativeMatches()] + matchers.indices.map(sizes)
    }

    private static func percent(_ value: Double) -> String { NumberText.percent(value) }

    private static func logAxis(_ title: String, low: Double, high: Double = 1) -> PlotFrame.Axis {
        let ticks = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1].filter { $0 >= low && $0 <= high }
        return PlotFrame.Axis(title: title, ticks: ticks.map { ($0, RateText.target($0)) }) {
            (log10($0) - log10(low)) / (log10(high) - log10(low))
        }
    }

    /// Both axes are logarithmic, as in NIST's reports; points without an error of either kind have no place.
    private func tradeOff() -> Diagram {
        let curves = matchers.map { $0.whole?.curve.filter { $0.fpir > 0 && $0.fnir > 0 } ?? [] }
        let frame = PlotFrame(
            x: Self.logAxis(
                "False positive identification rate", low: EvaluationPlots.floor(curves.flatMap { $0.map(\.fpir) })),
            y: Self.logAxis(
                "False negative identification rate", low: EvaluationPlots.floor(curves.flatMap { $0.map(\.fnir) })))
        var svg = frame.drawing(
            title: "Errors of identification",
            description: "The false negative identification rate at rank 1 against the false positive identification "
                + "rate, one line a matcher, with every subject enrolled.", id: "plot-open-set")
        for (index, curve) in curves.enumerated() {
            frame.curve(&svg, EvaluationPlots.line(index), curve.map { ($0.fpir, $0.fnir) })
        }
        return Diagram(
            title: "FNIR against FPIR", matcher: nil, caption: "Rank 1, every subject enrolled; lower left is better.",
            drawing: svg.markup)
    }

    private func cumulativeMatches() -> Diagram {
        let curves = matchers.map { $0.whole?.cmc ?? [] }
        let worst = curves.flatMap(\.self).min() ?? 0
        let bottom = [0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0].first { $0 <= worst } ?? 0
        let last = Double(max(curves.map(\.count).max() ?? 2, 2))
        let frame = PlotFrame(
            x: .linear(
                "Rank", low: 1, high: last,
                ticks: [1.0, 5, 10, 20, 50].filter { $0 <= last }.map { ($0, "\(Int($0))") }),
            y: .linear(
                "Found among the first", low: bottom, high: 1,
                ticks: (0...5).map { bottom + (1 - bottom) * Double($0) / 5 }.map { ($0, RateText.target($0)) }))
        var svg = frame.drawing(
            title: "Cumulative match characteristic",
            description: "The share of mated searches with the right subject among the first candidates, without a "
                + "threshold, with every subject enrolled.", id: "plot-cmc")
        for (index, curve) in curves.enumerated() {
            frame.curve(
                &svg, EvaluationPlots.line(index), curve.enumerated().map { (Double($0.offset + 1), $0.element) })
        }
        return Diagram(
            title: "CMC", matcher: nil, caption: "No threshold, every subject enrolled; higher is better.",
            drawing: svg.markup)
    }

    /// What stays the same is the promise to strangers; what it costs grows with the gallery.
    private func sizes(_ number: Int) -> Diagram {
        let galleries = matchers[number].galleries
        let targets = (galleries.first?.identification ?? []).enumerated().filter(\.element.supported)
        let lines = targets.map { place, _ in
            galleries.map { (Double($0.subjects), $0.identification[place].fnir.value) }
        }
        let low = Double(galleries.first?.subjects ?? 1)
        let high = max(Double(galleries.last?.subjects ?? 2), low * 1.01)
        let largest = max(lines.flatMap { $0.map(\.1) }.max() ?? 0, 0.001)
        let step = ScoreTicks.step(largest / 4)
        let steps = max(Int((largest / step).rounded(.up)), 1)
        let frame = PlotFrame(
            x: PlotFrame.Axis(
                title: "Subjects enrolled", ticks: galleries.map { (Double($0.subjects), "\($0.subjects)") }
            ) { (log10($0) - log10(low)) / (log10(high) - log10(low)) },
            y: .linear(
                "False negative identification rate", low: 0, high: step * Double(steps),
                ticks: (0...steps).map { (step * Double($0), RateText.target(step * Double($0))) }))
        var svg = frame.drawing(
            title: "Misses as the gallery grows",
            description: "The false negative identification rate at rank 1 by the number of enrolled subjects, at "
                + "thresholds that keep the false positive identification rate; the highest is "
                + "\(Self.percent(largest)).", id: "plot-sizes-\(number + 1)")
        for (index, line) in lines.enumerated() {
            frame.curve(&svg, EvaluationPlots.line(index), line)
            for (horizontal, vertical) in line {
                let place = frame.point(horizontal, vertical)
                svg.circle("dot m\(index % 6 + 1)", x: place.x, y: place.y, radius: 2.5)
            }
        }
        return Diagram(
            title: "Misses as the gallery grows", matcher: matchers[number].name,
            caption: "FNIR at rank 1; at each size the threshold keeps the FPIR of the line.", drawing: svg.markup,
            key: targets.map { "FPIR ≤ \(RateText.target($0.element.fpirTarget))" })
    }
}
