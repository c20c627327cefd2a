import AuditCore

/// Draws one score on its matcher's axis, the matcher's three zones behind it. The zones are drawn once a run: there
/// are as many scales as scores.
struct ScoreScale {
    private let axis: ScoreAxis
    private let approve: Double
    private let reject: Double
    private let backdrop: SVG
    private static let width = 240.0

    init(_ matcher: MatcherStatistics) {
        axis = ScoreAxis(matcher)
        approve = matcher.approveThreshold
        reject = matcher.rejectThreshold
        backdrop = Self.backdrop(axis, approve: approve, reject: reject)
    }

    func draw(_ comparison: ComparisonRecord) -> Markup {
        // A policy may have other thresholds for some requests.
        let isUsual = comparison.approveThreshold == approve && comparison.rejectThreshold == reject
        var svg =
            isUsual
            ? backdrop
            : Self.backdrop(axis, approve: comparison.approveThreshold, reject: comparison.rejectThreshold)
        if let score = comparison.score, score.isFinite {
            let x = min(max(Self.width * axis.position(score), 4), Self.width - 4)
            svg.path("marker", [("M", x, 12), ("L", x - 4.5, 3), ("L", x + 4.5, 3)])
            svg.line("marker-line", x1: x, y1: 4, x2: x, y2: 21)
        }
        return svg.markup
    }

    private static func backdrop(_ axis: ScoreAxis, approve: Double, reject: Double) -> SVG {
        var svg = SVG(width: Int(width), height: 22, className: "scale")
        Charts.zones(&svg, axis, approve: approve, reject: reject, x: 0, y: 8, width: width, height: 8)
        for threshold in [reject, approve] {
            let x = width * axis.position(threshold)
            svg.line("threshold", x1: x, y1: 6, x2: x, y2: 18)
        }
        return svg
    }
}
