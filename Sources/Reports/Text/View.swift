import Mustache

/// What a template sees. Every text goes through `Display.safe` here, the one door between data and markup; markup that
/// this module draws itself comes in as `markup`, which only templates' triple braces use.
struct View: MustacheParent {
    private var values: [String: Any] = [:]

    init(_ fill: (inout View) -> Void) { fill(&self) }

    func child(named name: String) -> Any? { values[name] }

    /// Text, from wherever.
    mutating func text(_ name: String, _ value: String) { values[name] = Text(renderText: Display.safe(value)) }

    /// Text that may be missing: the section `name` is then empty.
    mutating func text(_ name: String, _ value: String?) {
        if let value { text(name, value) }
    }

    /// Text of this program's own: digits, names of enums. Escaped, but not searched for invisible characters.
    mutating func fixed(_ name: String, _ value: String) { values[name] = Text(renderText: value) }

    /// Whether a section is shown.
    mutating func flag(_ name: String, _ value: Bool) { values[name] = value }

    /// Nested views.
    mutating func list(_ name: String, _ views: [View]) { values[name] = views }

    /// Markup made by this module from numbers and its own words only.
    mutating func markup(_ name: String, _ markup: Markup) { values[name] = Text(renderText: markup.text) }

    /// A text that tells the renderer at once that it has no children: it would ask a `Mirror` otherwise.
    private struct Text: MustacheParent, MustacheCustomRenderable {
        let renderText: String
        var isNull: Bool { false }

        func child(named name: String) -> Any? { nil }
    }
}

/// Markup that holds no foreign text. Only this module's drawing code makes one.
struct Markup {
    let text: String
}
