import Mustache

/// What a template sees. Every text goes through `Display.safe` here, the one door between data and markup; markup that
/// this module draws itself comes in as `markup`, which only templates' triple braces use.
struct View: MustacheParent {
    private var values: [String: Any] = [:]

    func child(named name: String) -> Any? { values[name] }

    /// Text, from wherever.
    mutating func text(_ name: String, _ value: String) { values[name] = Display.safe(value) }

    /// Text of this program's own: digits, names of enums. Not looked at again.
    mutating func fixed(_ name: String, _ value: String) { values[name] = value }

    /// Text that may be missing: the section `name` is then empty.
    mutating func text(_ name: String, _ value: String?) {
        if let value { text(name, value) }
    }

    /// Whether a section is shown.
    mutating func flag(_ name: String, _ value: Bool) { values[name] = value }

    /// One or more nested views.
    mutating func list(_ name: String, _ views: [View]) { values[name] = views }

    /// Markup made by this module from numbers and its own words only.
    mutating func markup(_ name: String, _ markup: Markup) { values[name] = markup.text }

    init(_ fill: (inout View) -> Void) { fill(&self) }
}

/// Markup that holds no foreign text. Only this module's drawing code makes one.
struct Markup {
    let text: String
}
