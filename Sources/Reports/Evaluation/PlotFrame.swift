import AuditCore

/// The rectangle of a diagram with its axes: maps values to the drawing, draws grid, ticks and titles.
struct PlotFrame {
    /// One axis. `place` maps a value to 0...1; what is beyond is drawn at the edge.
    struct Axis {
        var title: String
        var ticks: [(value: Double, label: String)]
        var place: (Double) -> Double

        /// From `low` to `high` in equal steps.
        static func linear(_ title: String, low: Double, high: Double, ticks: [(Double, String)]) -> Axis {
            let span = high > low ? high - low : 1
            return Axis(title: title, ticks: ticks.map { (value: $0.0, label: $0.1) }) { ($0 - low) / span }
        }
    }

    static let width = 482
    static let height = 380
    private static let left = 58.0
    private static let right = 456.0
    private static let top = 10.0
    private static let bottom = 326.0

    let x: Axis
    let y: Axis

    /// Where a point is drawn.
    func point(_ horizontal: Double, _ vertical: Double) -> (x: Double, y: Double) {
        (
            Self.left + clamped(x.place(horizontal)) * (Self.right - Self.left),
            Self.bottom - clamped(y.place(vertical)) * (Self.bottom - Self.top)
        )
    }

    /// A drawing with grid, ticks and titles.
    func drawing(title: String, description: String, id: String) -> SVG {
        var svg = SVG(
            width: Self.width, height: Self.height, className: "plot", title: title, description: description, id: id)
        // From the right: of labels that would touch, those of the finest rates go.
        var free = Double(Self.width)
        let columns = x.ticks.map { (at: Self.left + clamped(x.place($0.value)) * (Self.right - Self.left), $0.label) }
        for (at, label) in columns.sorted(by: { $0.at > $1.at }) {
            svg.line("grid", x1: at, y1: Self.top, x2: at, y2: Self.bottom)
            let half = Double(label.utf8.count) * 3.3
            guard at + half <= free else { continue }
            svg.label("tick", x: at, y: Self.bottom + 17, anchor: "middle", label)
            free = at - half - 4
        }
        for tick in y.ticks {
            let at = Self.bottom - clamped(y.place(tick.value)) * (Self.bottom - Self.top)
            svg.line("grid", x1: Self.left, y1: at, x2: Self.right, y2: at)
            svg.label("tick", x: Self.left - 7, y: at + 4, anchor: "end", tick.label)
        }
        svg.line("axis", x1: Self.left, y1: Self.bottom, x2: Self.right, y2: Self.bottom)
        svg.line("axis", x1: Self.left, y1: Self.top, x2: Self.left, y2: Self.bottom)
        let middle = (Self.left + Self.right) / 2
        svg.label("tick strong", x: middle, y: Self.bottom + 42, anchor: "middle", x.title)
        svg.sideLabel("tick strong", x: 12, y: (Self.top + Self.bottom) / 2, y.title)
        return svg
    }

    /// A line through points in the order given. Points that fall together are drawn once.
    func curve(_ svg: inout SVG, _ className: String, _ points: [(Double, Double)]) {
        var commands: [(String, Double, Double)] = []
        for (horizontal, vertical) in points {
            let place = point(horizontal, vertical)
            if let last = commands.last, (last.1 - place.x).magnitude < 0.05, (last.2 - place.y).magnitude < 0.05 {
                continue
            }
            commands.append((commands.isEmpty ? "M" : "L", place.x, place.y))
        }
        if commands.count > 1 { svg.path(className, commands, closed: false) }
    }

    /// A line from edge to edge at a value of the horizontal axis.
    func vertical(_ svg: inout SVG, _ className: String, at value: Double) {
        let place = point(value, 0).x
        svg.line(className, x1: place, y1: Self.top, x2: place, y2: Self.bottom)
    }

    /// A line from edge to edge at a value of the vertical axis.
    func horizontal(_ svg: inout SVG, _ className: String, at value: Double) {
        let place = point(0, value).y
        svg.line(className, x1: Self.left, y1: place, x2: Self.right, y2: place)
    }

    /// A bar from the horizontal axis up to a value.
    func bar(_ svg: inout SVG, _ className: String, from low: Double, to high: Double, height: Double) {
        let (a, b) = (point(low, height), point(high, height))
        svg.rectangle(
            className, x: min(a.x, b.x), y: a.y, width: (b.x - a.x).magnitude, height: Self.bottom - a.y)
    }

    private func clamped(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1) }
}
