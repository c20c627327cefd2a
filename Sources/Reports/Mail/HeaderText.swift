import AuditCore
import FoundationEssentials

/// Text in a header: plain where it can be, RFC 2047 encoded words where it must be. What comes out is printable ASCII
/// with folds of our own making, so that nothing in the text can end the header.
enum HeaderText {
    /// Longest encoded word (RFC 2047, 2).
    private static let wordLimit = 75
    private static let prefix = "=?utf-8?B?"
    private static let suffix = "?="

    /// The value of an unstructured header such as `Subject`.
    /// - Parameter used: columns that the header's name has taken on the first line.
    static func unstructured(_ text: String, used: Int) -> String {
        let text = clean(text)
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("=?")
        // Plain text is not folded, so a long one is encoded: encoded words are.
        guard !isPlain || used + text.utf8.count > 76 else { return text }
        return encoded(text, used: used)
    }

    /// A display name with its address, `=?utf-8?B?…?= <a@example.org>`, or the address alone.
    static func mailbox(_ name: String, _ address: MailAddress, used: Int) -> String {
        let name = clean(name)
        guard !name.isEmpty else { return address.text }
        let isPlain = name.utf8.allSatisfy(isWord) && used + name.utf8.count + address.text.utf8.count < 74
        let text = isPlain ? name : encoded(name, used: used)
        let start = text.utf8.contains(0x0A) ? 0 : used
        let lastLine = text.utf8.split(separator: 0x0A).last?.count ?? 0
        let fits = start + lastLine + address.text.utf8.count + 3 <= 76
        return "\(text)\(fits ? " " : "\r\n ")<\(address.text)>"
    }

    /// The text without what a header must not hold or a reader cannot see: controls, line ends, marks that change the
    /// direction of writing. Runs of white space become one space.
    static func clean(_ text: String) -> String {
        var result = ""
        var needsSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                needsSpace = !result.isEmpty
                continue
            }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: continue
            // Of the invisible marks only the two joiners shape names and emoji.
            case .format where scalar != "\u{200C}" && scalar != "\u{200D}": continue
            default: break
            }
            if needsSpace { result += " " }
            needsSpace = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// Encoded words of at most 75 characters on lines of at most 76, split between characters; a cluster too long for
    /// one word, such as a letter under forty accents, is split between its scalars.
    private static func encoded(_ text: String, used: Int) -> String {
        var words: [String] = []
        var chunk: [UInt8] = []
        func room() -> Int {
            let limit = words.isEmpty ? min(wordLimit, 76 - used) : wordLimit
            return max(limit - prefix.utf8.count - suffix.utf8.count, 8) / 4 * 3
        }
        func end() {
            guard !chunk.isEmpty else { return }
            words.append(prefix + Data(chunk).base64EncodedString() + suffix)
            chunk.removeAll()
        }
        for character in text {
            let bytes = Array(String(character).utf8)
            if chunk.count + bytes.count > room() { end() }
            if bytes.count <= room() {
                chunk += bytes
                continue
            }
            for scalar in character.unicodeScalars {
                let bytes = Array(String(scalar).utf8)
                if chunk.count + bytes.count > room() { end() }
                chunk += bytes
            }
        }
        end()
        return words.joined(separator: "\r\n ")
    }

    /// What a display name may hold without quotes or encoding.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "'"): true
        default: false
        }
    }
}
