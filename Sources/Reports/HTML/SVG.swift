import AuditCore

/// Draws inline SVG from numbers and class names; colours are in the style sheet, so that dark mode and print follow.
struct SVG {
    private var text: String

    /// A drawing that says in words what it shows.
    init(width: Int, height: Int, className: String, title: String, description: String, id: String) {
        text = """
            <svg class="\(className)" viewBox="0 0 \(width) \(height)" role="img" \
            aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>
            """
    }

    /// A drawing beside which the same stands in words.
    init(width: Int, height: Int, className: String, stretches: Bool = false) {
        let ratio = stretches ? " preserveAspectRatio=\"none\"" : ""
        text = "<svg class=\"\(className)\" viewBox=\"0 0 \(width) \(height)\"\(ratio) aria-hidden=\"true\">"
    }

    mutating func rectangle(_ className: String, x: Double, y: Double, width: Double, height: Double) {
        guard width > 0, height > 0 else { return }
        text +=
            "<rect class=\"\(className)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(height))\"/>"
    }

    mutating func line(_ className: String, x1: Double, y1: Double, x2: Double, y2: Double) {
        text += "<line class=\"\(className)\" x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\"/>"
    }

    mutating func path(_ className: String, _ commands: [(String, Double, Double)], closed: Bool = true) {
        let data = commands.map { "\($0.0)\(n($0.1)) \(n($0.2))" }.joined()
        text += "<path class=\"\(className)\" d=\"\(data)\(closed ? "Z" : "")\"/>"
    }

    /// Words of this program; never foreign text.
    mutating func label(_ className: String, x: Double, y: Double, anchor: String = "start", _ words: String) {
        text += "<text class=\"\(className)\" x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\">\(words)</text>"
    }

    /// Words of this program, centred on a point and read from below to above.
    mutating func sideLabel(_ className: String, x: Double, y: Double, _ words: String) {
        text +=
            "<text class=\"\(className)\" transform=\"translate(\(n(x)) \(n(y))) rotate(-90)\" text-anchor=\"middle\">"
            + "\(words)</text>"
    }

    mutating func circle(_ className: String, x: Double, y: Double, radius: Double) {
        text += "<circle class=\"\(className)\" cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\"/>"
    }

    /// Rectangles of one size by their centres, as one element: a scatter has thousands.
    mutating func cells(_ className: String, _ centres: [(x: Double, y: Double)], width: Double, height: Double) {
        guard !centres.isEmpty else { return }
        let shape = "h\(n(width))v\(n(height))h\(n(-width))z"
        let data = centres.map { "M\(n($0.x - width / 2)) \(n($0.y - height / 2))\(shape)" }.joined()
        text += "<path class=\"\(className)\" d=\"\(data)\"/>"
    }

    /// A square picture; its name is one that `FaceFiles` made.
    mutating func image(_ className: String, file: String, x: Double, y: Double, size: Double) {
        text +=
            "<image class=\"\(className)\" href=\"\(file)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(size))\" "
            + "height=\"\(n(size))\" preserveAspectRatio=\"xMidYMid slice\"/>"
    }

    /// A picture that fills the drawing; its name is one that `DocumentFiles` made.
    mutating func picture(_ className: String, file: String, width: Double, height: Double) {
        text +=
            "<image class=\"\(className)\" href=\"\(file)\" x=\"0\" y=\"0\" width=\"\(n(width))\" height=\"\(n(height))\"/>"
    }

    /// Words of this program in letters of a given height.
    mutating func label(_ className: String, x: Double, y: Double, size: Double, _ words: String) {
        text +=
            "<text class=\"\(className)\" x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\">\(words)</text>"
    }

    var markup: Markup { Markup(text: text + "</svg>") }

    /// Two decimals are finer than a pixel.
    private func n(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let text = NumberText.fixed(value, digits: 2)
        var trimmed = Substring(text)
        while trimmed.hasSuffix("0") { trimmed.removeLast() }
        if trimmed.hasSuffix(".") { trimmed.removeLast() }
        return String(trimmed)
    }
}
