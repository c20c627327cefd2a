import AuditCore

/// The drawings of a difference. Their words are this program's own; matchers are named beside them.
enum DiffPlots {
    /// The steps of the scatter's shades.
    static let densities = ["1", "2–9", "10–99", "100–999", "1,000 or more"]

    private static func density(_ count: Int) -> Int {
        switch count {
        case ..<2: 0
        case ..<10: 1
        case ..<100: 2
        case ..<1000: 3
        default: 4
        }
    }

    /// A square of one shade for the key.
    static func key(_ density: Int) -> Markup {
        var svg = SVG(width: 14, height: 14, className: "key-square")
        svg.rectangle("cell d\(density + 1)", x: 1, y: 1, width: 12, height: 12)
        return svg.markup
    }

    /// Scores of both runs against each other: on the diagonal nothing moved. More alike is to the right and to the
    /// top, also for distances.
    static func scatter(_ shift: RunDiff.ScoreShift, number: Int) -> Markup {
        let thresholds = [shift.approveA, shift.approveB, shift.rejectA, shift.rejectB].compactMap(\.self)
        let values = [shift.low, shift.high] + thresholds
        let frame = PlotFrame(
            x: ScoreTicks.axis(values, shift.metric, title: "Score before"),
            y: ScoreTicks.axis(values, shift.metric, title: "Score now"))
        let up = shift.cells.reduce(0) { $0 + (isAlike($1.b, $1.a, shift.metric) ? $1.count : 0) }
        let down = shift.cells.reduce(0) { $0 + (isAlike($1.a, $1.b, shift.metric) ? $1.count : 0) }
        var svg = frame.drawing(
            title: "Scores of both runs",
            description:
                "The later score against the earlier one for \(Wording.count(shift.count, "request", "requests")); "
                + "more alike to the right and to the top. About \(CountText.grouped(up)) moved to more alike, "
                + "\(CountText.grouped(down)) to less. \(DiffWording.thresholds(shift))",
            id: "plot-shift-\(number)")
        // A hundred cells span the range; small ones are drawn large enough to be seen.
        let step = (shift.high - shift.low) / 100
        let (origin, next) = (frame.point(shift.low, shift.low), frame.point(shift.low + step, shift.low + step))
        let width = max((next.x - origin.x).magnitude, 4)
        let height = max((next.y - origin.y).magnitude, 4)
        for density in densities.indices {
            let centres = shift.cells.filter { self.density($0.count) == density && $0.a.isFinite && $0.b.isFinite }
                .map { frame.point($0.a, $0.b) }
            svg.cells("cell d\(density + 1)", centres, width: width, height: height)
        }
        let finite = values.filter(\.isFinite)
        if let low = finite.min(), let high = finite.max() { frame.curve(&svg, "guide", [(low, low), (high, high)]) }
        if let reject = shift.rejectA { frame.vertical(&svg, "limit reject", at: reject) }
        if let reject = shift.rejectB { frame.horizontal(&svg, "limit reject", at: reject) }
        frame.vertical(&svg, "limit approve", at: shift.approveA)
        frame.horizontal(&svg, "limit approve", at: shift.approveB)
        return svg.markup
    }

    private static func isAlike(_ score: Double, _ other: Double, _ metric: ScoreMetric) -> Bool {
        metric.direction == .similarity ? score > other : score < other
    }

    /// How the outcomes went over into each other: rows before, columns now; the diagonal is as before.
    static func matrix(_ diff: RunDiff) -> Markup {
        let outcomes: [Outcome] = [.approved, .review, .rejected, .error]
        func count(_ from: Outcome, _ to: Outcome) -> Int { diff.matrix[from]?[to] ?? 0 }
        let (left, top, width, height) = (92.0, 46.0, 84.0, 52.0)
        var svg = SVG(
            width: 520, height: 300, className: "heat", title: "Outcomes before and now",
            description: description(outcomes, count), id: "plot-matrix")
        svg.label("tick strong", x: left + 2 * width, y: 14, anchor: "middle", "Now")
        svg.sideLabel("tick strong", x: 12, y: top + 2 * height, "Before")
        svg.label("tick", x: left + 4.5 * width, y: 36, anchor: "middle", "all")
        svg.label("tick", x: left - 8, y: top + 4.5 * height + 5, anchor: "end", "all")
        for (row, from) in outcomes.enumerated() {
            let y = top + Double(row) * height
            svg.label("tick strong", x: left - 8, y: y + height / 2 + 4, anchor: "end", Wording.title(from))
            svg.label(
                "tick strong", x: left + (Double(row) + 0.5) * width, y: 36, anchor: "middle", Wording.title(from))
            for (column, to) in outcomes.enumerated() {
                let (x, number) = (left + Double(column) * width, count(from, to))
                svg.rectangle(
                    from == to ? "same h\(shade(number))" : "moved h\(shade(number))", x: x + 1, y: y + 1,
                    width: width - 2, height: height - 2)
                svg.label(
                    number == 0 ? "heat-number none" : "heat-number", x: x + width / 2, y: y + height / 2 + 6,
                    anchor: "middle", number == 0 ? "·" : CountText.grouped(number))
            }
            let sums = (outcomes.reduce(0) { $0 + count(from, $1) }, outcomes.reduce(0) { $0 + count($1, from) })
            svg.label(
                "heat-sum", x: left + 4.5 * width, y: y + height / 2 + 5, anchor: "middle", CountText.grouped(sums.0))
            svg.label(
                "heat-sum", x: left + (Double(row) + 0.5) * width, y: top + 4.5 * height + 5, anchor: "middle",
                CountText.grouped(sums.1))
        }
        svg.label(
            "heat-sum", x: left + 4.5 * width, y: top + 4.5 * height + 5, anchor: "middle",
            CountText.grouped(diff.compared))
        return svg.markup
    }

    /// The shade of a count: by powers of ten, since the diagonal dwarfs what matters.
    private static func shade(_ count: Int) -> Int { count == 0 ? 0 : density(count) + 1 }

    private static func description(_ outcomes: [Outcome], _ count: (Outcome, Outcome) -> Int) -> String {
        outcomes.compactMap { from in
            let parts = outcomes.filter { count(from, $0) > 0 }.map {
                "\(CountText.grouped(count(from, $0))) \($0 == from ? "still" : "now") \(Wording.title($0).lowercased())"
            }
            return parts.isEmpty ? nil : "\(Wording.title(from)) before: \(parts.joined(separator: ", "))."
        }.joined(separator: " ")
    }
}
