/// Foreign text made fit to be shown: nothing invisible, nothing that reorders what stands around it.
enum Display {
    /// Makes control, formatting and bidirectional characters visible as `‹U+202E›`, and separates `& < > " '` from
    /// combining marks: swift-mustache 2.1 escapes by grapheme cluster and lets `"` with a mark on it through.
    static func safe(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = ""
        for character in text {
            let scalars = character.unicodeScalars
            let isSplit = scalars.count > 1 && scalars.contains(where: isMarkup)
            for (index, scalar) in scalars.enumerated() {
                if isHidden(scalar, in: scalars) {
                    result += "‹U+\(hexadecimal(scalar.value))›"
                } else {
                    if isSplit, index > 0 { result.unicodeScalars.append("\u{25CC}") }
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "&", "<", ">", "\"", "'": true
        default: false
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar, in cluster: String.UnicodeScalarView) -> Bool {
        switch scalar.value {
        // Joiners shape letters and emoji; alone they would only hide.
        case 0x200C, 0x200D: cluster.count == 1
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: cluster.count == 1
        // Tags of flag emoji.
        case 0xE0020...0xE007F: cluster.count == 1
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
            default: scalar.properties.isDefaultIgnorableCodePoint
            }
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
