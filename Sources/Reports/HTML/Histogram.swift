import AuditCore

/// A matcher's scores in one drawing, its thresholds in place.
enum Histogram {
    private static let bins = 44
    private static let left = 8.0
    private static let width = 424.0
    private static let top = 40.0
    private static let height = 110.0

    static func draw(_ matcher: MatcherStatistics, number: Int) -> Markup {
        let axis = ScoreAxis(matcher)
        let native = matcher.histogram.bars(from: axis.low, to: axis.high, bins: bins)
        let bars = axis.direction == .similarity ? native : native.reversed()
        let tallest = max(bars.max() ?? 0, 1)
        var svg = SVG(
            width: 440, height: 186, className: "histogram", title: "Histogram of scores",
            description: description(matcher), id: "histogram-\(number)")
        Charts.zones(
            &svg, axis, approve: matcher.approveThreshold, reject: matcher.rejectThreshold, x: left, y: top,
            width: width, height: height)
        let step = width / Double(bins)
        for (index, count) in bars.enumerated() where count > 0 {
            let bar = max(height * 0.96 * Double(count) / Double(tallest), 1.2)
            svg.rectangle(
                "bin", x: left + step * Double(index) + 0.5, y: top + height - bar, width: step - 1, height: bar)
        }
        svg.line("axis", x1: left, y1: top + height, x2: left + width, y2: top + height)
        threshold(&svg, axis, matcher.rejectThreshold, "reject", row: 0)
        threshold(&svg, axis, matcher.approveThreshold, "approve", row: 1)
        for tick in axis.ticks {
            let x = left + width * axis.position(tick)
            svg.line("axis", x1: x, y1: top + height, x2: x, y2: top + height + 4)
            // A label at the very edge would be cut.
            if x > left + 8, x < left + width - 8 {
                svg.label("tick", x: x, y: top + height + 16, anchor: "middle", short(tick))
            }
        }
        svg.label("tick", x: left + width, y: top + height + 32, anchor: "end", "more alike →")
        svg.label("tick", x: left, y: top + height + 32, "tallest bar: \(CountText.grouped(bars.max() ?? 0))")
        return svg.markup
    }

    private static func threshold(
        _ svg: inout SVG, _ axis: ScoreAxis, _ value: Double, _ word: String, row: Int
    ) {
        let x = left + width * axis.position(value)
        let y = 6 + 16 * Double(row)
        svg.line("threshold", x1: x, y1: y, x2: x, y2: top + height)
        // A row each, and each away from the other, unless the drawing ends there: two close thresholds, or one at the
        // edge, stay readable.
        let isRight = row == 0 ? axis.position(value) < 0.22 : axis.position(value) < 0.78
        let anchor = isRight ? "start" : "end"
        svg.label(
            "tick strong", x: x + (isRight ? 4 : -4), y: y + 10, anchor: anchor, "\(word) \(Wording.score(value))")
    }

    private static func description(_ matcher: MatcherStatistics) -> String {
        let range =
            matcher.scored > 0
            ? " from \(Wording.score(matcher.lowest)) to \(Wording.score(matcher.highest))" : ""
        return "\(Wording.count(matcher.scored, "score", "scores"))\(range); \(Wording.metric(matcher.metric)). "
            + "The matcher approves \(CountText.grouped(matcher.verdicts[.approved, default: 0])), is unsure of "
            + "\(CountText.grouped(matcher.verdicts[.review, default: 0])) and rejects "
            + "\(CountText.grouped(matcher.verdicts[.rejected, default: 0])): it "
            + "\(Wording.thresholds(matcher.metric, approve: matcher.approveThreshold, reject: matcher.rejectThreshold))."
    }

    private static func short(_ value: Double) -> String {
        var text = Substring(NumberText.fixed(value, digits: 3))
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") {
            let wasPoint = text.hasSuffix(".")
            text.removeLast()
            if wasPoint { break }
        }
        return String(text)
    }
}
