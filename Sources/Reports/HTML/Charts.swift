import AuditCore

/// The report's drawings.
enum Charts {
    /// One bar for the whole run; each outcome that occurs is wide enough to be seen.
    static func outcomeBar(_ statistics: RunStatistics) -> Markup {
        var svg = SVG(width: 1000, height: 16, className: "bar", stretches: true)
        let shown = Outcome.humanFirst.filter { statistics.count($0) > 0 }
        let total = Double(max(statistics.total, 1))
        let gap = 3.0
        let room = 1000 - gap * Double(max(shown.count - 1, 0))
        let smallest = 8.0
        let widths = shown.map { max(room * Double(statistics.count($0)) / total, smallest) }
        let scale = room / max(widths.reduce(0, +), 1)
        var x = 0.0
        for (outcome, width) in zip(shown, widths) {
            svg.rectangle("o-\(outcome.rawValue)", x: x, y: 0, width: width * scale, height: 16)
            x += width * scale + gap
        }
        return svg.markup
    }

    /// A horizontal bar of a share of the largest.
    static func shareBar(_ count: Int, of largest: Int, className: String) -> Markup {
        var svg = SVG(width: 100, height: 8, className: "share", stretches: true)
        let width = largest > 0 ? max(100 * Double(count) / Double(largest), 1) : 0
        svg.rectangle(className, x: 0, y: 0, width: width, height: 8)
        return svg.markup
    }

    /// The reject, review and approve zones from left to right.
    static func zones(
        _ svg: inout SVG, _ axis: ScoreAxis, approve: Double, reject: Double, x: Double, y: Double, width: Double,
        height: Double
    ) {
        let first = width * axis.position(reject)
        let second = max(width * axis.position(approve), first)
        svg.rectangle("z-rejected", x: x, y: y, width: first, height: height)
        svg.rectangle("z-review", x: x + first, y: y, width: second - first, height: height)
        svg.rectangle("z-approved", x: x + second, y: y, width: width - second, height: height)
    }
}
