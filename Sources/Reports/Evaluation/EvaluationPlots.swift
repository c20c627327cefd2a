import AuditCore
import Evaluation
import Glibc

/// The diagrams of an evaluation. Matchers differ in colour and in dashes; `m1` to `m6` are in the style sheet.
enum EvaluationPlots {
    /// The style of the matcher with a number from 0.
    static func line(_ index: Int) -> String { "curve m\(index % 6 + 1)" }

    /// A piece of a line for a key.
    static func key(_ className: String) -> Markup {
        var svg = SVG(width: 32, height: 10, className: "key-line")
        svg.line(className, x1: 1, y1: 5, x2: 31, y2: 5)
        return svg.markup
    }

    /// The smallest rate above 0 that a figure needs to show, as a power of ten from 1e-6 to 1e-2.
    static func floor(_ rates: [Double]) -> Double {
        let smallest = rates.filter { $0 > 0 }.min() ?? 0.001
        return [1e-2, 1e-3, 1e-4, 1e-5, 1e-6].first { $0 <= smallest } ?? 1e-6
    }

    /// Ticks of DET axes, as shares.
    private static let shares = [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8]

    /// A DET plot (Martin et al., Eurospeech 1997): both axes are normal deviates.
    static func det(_ curves: [EvaluationCurves], description: String) -> Markup {
        let lowX = floor(curves.flatMap { $0.rates.map(\.fmr) })
        let lowY = max(floor(curves.flatMap { $0.rates.map(\.fnmr) }), 1e-4)
        let high = 0.6
        func axis(_ title: String, _ low: Double) -> PlotFrame.Axis {
            let (from, to) = (NormalDeviate.of(low), NormalDeviate.of(high))
            let ticks = shares.filter { $0 >= low && $0 < high }.map { (value: $0, label: RateText.target($0)) }
            return PlotFrame.Axis(title: title, ticks: ticks) { (NormalDeviate.of($0) - from) / (to - from) }
        }
        let frame = PlotFrame(x: axis("False match rate", lowX), y: axis("False non-match rate", lowY))
        var svg = frame.drawing(title: "DET curves", description: description, id: "plot-det")
        let diagonal = max(lowX, lowY)
        frame.curve(&svg, "guide", [(diagonal, diagonal), (high, high)])
        for (index, curve) in curves.enumerated() {
            // Where both rates are off the plot, or one leaves it, the line would run along the edge.
            let inside = curve.rates.filter { $0.fmr >= lowX && $0.fmr <= high && $0.fnmr <= high && $0.fnmr >= lowY }
            frame.curve(&svg, line(index), inside.map { ($0.fmr, $0.fnmr) })
        }
        return svg.markup
    }

    /// The two ends of the logistic line, cut where it leaves the plot.
    private static func logistic(
        _ points: [EvaluationCurves.CalibrationPoint], within decades: Double
    ) -> [(Double, Double)] {
        guard let first = points.first, let last = points.last, first.logistic != last.logistic else { return [] }
        func score(at decade: Double) -> Double {
            let part = (decade * log(10) - first.logistic) / (last.logistic - first.logistic)
            return first.score + part * (last.score - first.score)
        }
        return [first, last].map { point in
            let decade = point.logistic / log(10)
            let inside = min(decades, max(-decades, decade))
            return (inside == decade ? point.score : score(at: inside), inside)
        }
    }

    /// Words about the matchers that have no line in a DET plot.
    static func withoutErrors(_ curves: [EvaluationCurves]) -> String {
        let count = curves.count { curve in !curve.rates.contains { $0.fmr > 0 && $0.fnmr > 0 } }
        guard count > 0 else { return "" }
        return
            " \(count == 1 ? "One matcher has" : "\(count) matchers have") no threshold at which both errors occur, and "
            + "so no line."
    }

    /// A ROC with a logarithmic false match rate.
    static func roc(_ curves: [EvaluationCurves], description: String) -> Markup {
        let low = floor(curves.flatMap { $0.rates.map(\.fmr) })
        let inside = curves.map { curve in curve.rates.filter { $0.fmr >= low } }
        let worst = 1 - (inside.flatMap { $0.map(\.fnmr) }.max() ?? 0)
        let bottom = [0.9, 0.8, 0.5, 0].first { $0 <= worst } ?? 0
        let ticksX = logTicks(low)
        let frame = PlotFrame(
            x: PlotFrame.Axis(title: "False match rate", ticks: ticksX) { 1 - log10($0) / log10(low) },
            y: .linear(
                "True match rate", low: bottom, high: 1,
                ticks: (0...5).map { bottom + (1 - bottom) * Double($0) / 5 }.map { ($0, RateText.target($0)) }))
        var svg = frame.drawing(title: "ROC curves", description: description, id: "plot-roc")
        for (index, rates) in inside.enumerated() {
            frame.curve(&svg, line(index), rates.map { ($0.fmr, 1 - $0.fnmr) })
        }
        return svg.markup
    }

    private static func logTicks(_ low: Double) -> [(value: Double, label: String)] {
        [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1].filter { $0 >= low }.map { ($0, RateText.target($0)) }
    }

    /// Both error rates of one matcher against its threshold.
    static func thresholds(_ curve: EvaluationCurves, _ matcher: MatcherEvaluation, number: Int) -> Markup {
        let low = max(floor(curve.rates.flatMap { [$0.fmr, $0.fnmr] }), 1e-4)
        let axis = ScoreTicks.axis(curve.rates.map(\.threshold), matcher.metric, title: "Threshold")
        let frame = PlotFrame(
            x: axis, y: PlotFrame.Axis(title: "Error rate", ticks: logTicks(low)) { 1 - log10($0) / log10(low) })
        var svg = frame.drawing(
            title: "Error rates against threshold",
            description:
                "The false match rate falls and the false non-match rate rises as the threshold gets stricter, "
                + "to the right. They cross near \(RateText.score(matcher.eer.threshold)), at "
                + "\(NumberText.percent(matcher.eer.value)).",
            id: "plot-thresholds-\(number)")
        for point in matcher.operatingPoints where point.supported {
            frame.vertical(&svg, "threshold", at: point.threshold)
        }
        frame.curve(&svg, "curve non-mated", curve.rates.filter { $0.fmr >= low }.map { ($0.threshold, $0.fmr) })
        frame.curve(&svg, "curve mated", curve.rates.filter { $0.fnmr >= low }.map { ($0.threshold, $0.fnmr) })
        return svg.markup
    }

    /// The scores of one matcher, each class as shares of its own number, with the thresholds at supported rates.
    static func histogram(_ curve: EvaluationCurves, _ matcher: MatcherEvaluation, number: Int) -> Markup {
        let bins = curve.histogram
        let mated = Double(max(bins.map(\.mated).reduce(0, +), 1))
        let nonMated = Double(max(bins.map(\.nonMated).reduce(0, +), 1))
        let tallest = bins.flatMap { [Double($0.mated) / mated, Double($0.nonMated) / nonMated] }.max() ?? 0
        let step = ScoreTicks.step(max(tallest, 1e-6) / 4)
        let steps = max(Int((tallest / step).rounded(.up)), 1)
        let frame = PlotFrame(
            x: ScoreTicks.axis(bins.flatMap { [$0.low, $0.high] }, matcher.metric, title: "Score"),
            y: .linear(
                "Share of its class", low: 0, high: step * Double(steps),
                ticks: (0...steps).map { (step * Double($0), RateText.target(step * Double($0))) }))
        var svg = frame.drawing(
            title: "Histogram of scores",
            description:
                "\(CountText.grouped(matcher.mated)) mated and \(CountText.grouped(matcher.nonMated)) non-mated "
                + "comparisons; more alike to the right.", id: "plot-histogram-\(number)")
        for bin in bins where bin.nonMated > 0 {
            frame.bar(&svg, "bar-non-mated", from: bin.low, to: bin.high, height: Double(bin.nonMated) / nonMated)
        }
        for bin in bins where bin.mated > 0 {
            frame.bar(&svg, "bar-mated", from: bin.low, to: bin.high, height: Double(bin.mated) / mated)
        }
        for point in matcher.operatingPoints where point.supported {
            frame.vertical(&svg, "threshold", at: point.threshold)
        }
        return svg.markup
    }

    /// Fewer comparisons than this say nothing of a share.
    private static let leastInDot = 10

    /// Likelihood ratios by score: the logistic line and the sample's own steps.
    static func calibration(_ curve: EvaluationCurves, _ matcher: MatcherEvaluation, number: Int) -> Markup {
        let decades = 6.0
        let frame = PlotFrame(
            x: ScoreTicks.axis(curve.calibration.map(\.score), matcher.metric, title: "Score"),
            y: .linear(
                "Likelihood ratio", low: -decades, high: decades,
                ticks: [-6.0, -4, -2, 0, 2, 4, 6].map { ($0, $0 == 0 ? "1" : "1e\(Int($0))") }))
        var svg = frame.drawing(
            title: "Calibration", description: "The likelihood ratio of a score on a logarithmic axis.",
            id: "plot-calibration-\(number)")
        var steps: [(Double, Double)] = []
        for point in curve.calibration {
            if let last = steps.last { steps.append((point.score, last.1)) }
            steps.append((point.score, point.monotone / log(10)))
        }
        frame.curve(&svg, line(1), steps)
        frame.curve(&svg, line(0), logistic(curve.calibration, within: decades))
        return svg.markup
    }

    /// Observed against predicted probability; the area of a dot grows with the number of its comparisons.
    static func reliability(_ curves: [EvaluationCurves], description: String) -> Markup {
        let ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1].map { ($0, RateText.target($0)) }
        let frame = PlotFrame(
            x: .linear("Predicted probability, mean of the bin", low: 0, high: 1, ticks: ticks),
            y: .linear("Observed share of mated", low: 0, high: 1, ticks: ticks))
        var svg = frame.drawing(title: "Reliability diagram", description: description, id: "plot-reliability")
        frame.curve(&svg, "guide", [(0, 0), (1, 1)])
        for (index, curve) in curves.enumerated() {
            let most = Double(max(curve.reliability.map(\.count).max() ?? 1, 1))
            for bin in curve.reliability where bin.count >= leastInDot {
                let place = frame.point(bin.predicted, bin.observed)
                svg.circle(
                    "dot m\(index % 6 + 1)", x: place.x, y: place.y,
                    radius: 2 + 3 * (Double(bin.count) / most).squareRoot())
            }
        }
        return svg.markup
    }
}
