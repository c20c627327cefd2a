import AuditCore

/// Cells of a CSV file (RFC 4180) that a spreadsheet shows instead of running.
enum CSVText {
    /// A text cell. Where a physical line of it would begin a formula (OWASP: `=`, `+`, `-`, `@`, tab, CR, LF, and the
    /// full-width forms), also after leading spaces, an apostrophe is put in front.
    static func cell(_ text: String) -> String {
        guard !isPlain(text), needsCare(text) else { return text }
        var result = "\""
        var line: [Unicode.Scalar] = []
        func endLine() {
            let head = line.first { !isSpace($0) }
            if let head, isTrigger(head) { result += "'" }
            for scalar in line {
                if scalar == "\"" { result += "\"" }
                result.unicodeScalars.append(scalar)
            }
            line.removeAll()
        }
        for scalar in text.unicodeScalars {
            let isBreak = isLineBreak(scalar)
            line.append(scalar)
            if isBreak { endLine() }
        }
        endLine()
        return result + "\""
    }

    /// A number with six decimals, or an empty cell: a number is never a formula, so it is never prefixed.
    static func cell(_ number: Double?) -> String {
        number.flatMap { $0.isFinite ? NumberText.fixed($0, digits: 6) : nil } ?? ""
    }

    /// The shortest decimal that reads back as the same double, whole numbers without a point; empty for a number that
    /// is not there or not finite.
    static func exact(_ number: Double?) -> String {
        guard let number, number.isFinite else { return "" }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Whether a text needs no care at a glance, as most do: a score file has tens of millions of cells.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                // `-`, `.`, `/` and digits.
                case UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    private static func needsCare(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        return isTrigger(first) || isSpace(first) || isSpace(last)
            || scalars.contains { isLineBreak($0) || $0 == "," || $0 == ";" || $0 == "\"" || $0 == "\t" }
    }

    private static func isTrigger(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// White space that spreadsheets skip, and marks that nobody sees. A tab is a trigger of its own.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar != "\t", !isLineBreak(scalar) else { return false }
        return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint || scalar.value < 0x20
    }
}
