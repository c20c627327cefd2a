import AuditCore
import Yams

/// A value of a YAML document that knows its place and its path of keys. Every reading either gives the asked type or
/// an error that names file, line, column, what was expected and what was found.
struct YAMLValue {
    let node: Node
    /// Keys from the root, joined by dots; empty for the root.
    let path: String
    let document: YAMLDocument

    /// Where the value begins.
    var location: SourceLocation { document.location(node.mark) }

    /// An error at this value.
    func error(_ message: String) -> AuditError {
        AuditError(document.code, path.isEmpty ? message : "\(path): \(message)", at: location)
    }

    /// An error that says what stands here instead of what should.
    func expected(_ what: String) -> AuditError { error("expected \(what), found \(found)") }

    /// Whether a mapping stands here.
    var isMapping: Bool { node.mapping != nil }

    /// Text on one line, without control characters: it goes into reports and mail headers.
    func text(_ what: String = "text") throws(AuditError) -> String {
        guard let scalar = node.scalar, !isNull, !scalar.string.isEmpty else { throw expected(what) }
        guard !scalar.string.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw error("expected \(what) on one line, found a line break or control character")
        }
        return scalar.string
    }

    /// Text that may be folded over several lines; line breaks become spaces.
    func paragraph() throws(AuditError) -> String {
        guard let scalar = node.scalar, !isNull else { throw expected("text") }
        return scalar.string.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// A finite number in a range; `what` names the range in words.
    func number(_ range: ClosedRange<Double>, _ what: String) throws(AuditError) -> Double {
        guard let text = plain, text.utf8.allSatisfy(Self.numberCharacters.contains), let value = Double(text),
            value.isFinite, range.contains(value)
        else { throw expected(what) }
        return value
    }

    /// A whole number in a range; `what` names the unit.
    func integer(_ range: ClosedRange<Int>, _ what: String) throws(AuditError) -> Int {
        guard let text = plain, let value = Int(text), range.contains(value) else {
            throw expected("\(what), \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A switch: `true`, `on`, `yes`, or `false`, `off`, `no`.
    func flag(_ what: String = "true or false") throws(AuditError) -> Bool {
        switch plain {
        case "true", "on", "yes": true
        case "false", "off", "no": false
        default: throw expected(what)
        }
    }

    /// One of an enumeration's raw values.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        of type: Choice.Type = Choice.self
    ) throws(AuditError) -> Choice {
        let names = Choice.allCases.map(\.rawValue)
        guard let text = node.scalar?.string, let choice = Choice(rawValue: text) else {
            let nearest = node.scalar.flatMap { NearestName.of($0.string, among: names) }
            throw error(
                "expected \(names.joined(separator: " or ")), found \(found)"
                    + (nearest.map { ", did you mean \"\($0)\"?" } ?? ""))
        }
        return choice
    }

    /// The items of a list.
    func list(_ what: String) throws(AuditError) -> [YAMLValue] {
        guard let sequence = node.sequence else { throw expected(what) }
        return sequence.enumerated().map { index, item in
            YAMLValue(node: item, path: "\(path)[\(index)]", document: document)
        }
    }

    /// A mapping with a fixed set of keys; any other key is an error.
    func mapping<Key: CaseIterable & RawRepresentable<String>>(
        _ keys: Key.Type
    ) throws(AuditError) -> YAMLMapping<Key> {
        try YAMLMapping(self)
    }

    /// The pairs of a mapping whose keys are names that the file chooses; the key's own place is its `YAMLValue`.
    func pairs(_ what: String) throws(AuditError) -> [(key: YAMLValue, name: String, value: YAMLValue)] {
        guard let mapping = node.mapping else { throw expected(what) }
        var pairs: [(key: YAMLValue, name: String, value: YAMLValue)] = []
        for (keyNode, node) in mapping {
            let key = YAMLValue(node: keyNode, path: path, document: document)
            guard let name = keyNode.scalar?.string else { throw key.expected("a name") }
            let child = path.isEmpty ? name : "\(path).\(name)"
            pairs.append((key, name, YAMLValue(node: node, path: child, document: document)))
        }
        return pairs
    }

    /// What stands here, for messages.
    private var found: String {
        switch node {
        case .scalar(let scalar):
            if isNull { return "nothing" }
            let text = scalar.string.count > 60 ? scalar.string.prefix(60) + "…" : scalar.string[...]
            return scalar.style == .plain ? "\(text)" : "text \"\(text)\""
        case .mapping: return "a mapping"
        case .sequence(let sequence): return "a list of \(sequence.count)"
        case .alias: return "an alias"
        }
    }

    /// The characters of an unquoted scalar: a quoted `"0.5"` is text and not a number.
    private var plain: String? {
        guard let scalar = node.scalar, scalar.style == .plain, !isNull else { return nil }
        return scalar.string
    }

    private var isNull: Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    // Keeps `Double` from accepting hexadecimal, `inf` and `nan`.
    private static let numberCharacters = Set("+-.0123456789eE".utf8)
}
