/// Reads a page's tags the way a browser's tokenizer does, as far as our pages need it: what a hostile text could have
/// become is what this finds.
struct HTMLScanner {
    struct Tag {
        var name = ""
        var attributes: [(name: String, value: String)] = []
    }

    private(set) var tags: [Tag] = []
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        while index < scalars.count {
            if scalars[index] == "<" { tag() } else { index += 1 }
        }
    }

    private mutating func tag() {
        index += 1
        guard index < scalars.count else { return }
        if scalars[index] == "!" { return }
        var tag = Tag()
        while index < scalars.count, !isSpace(scalars[index]), scalars[index] != ">" {
            tag.name.unicodeScalars.append(scalars[index])
            index += 1
        }
        attributes(of: &tag)
        tags.append(tag)
        // The text of these two ends at their own end tag only.
        if tag.name == "style" || tag.name == "script" { skip(past: "</\(tag.name)>") }
    }

    private mutating func attributes(of tag: inout Tag) {
        while index < scalars.count, scalars[index] != ">" {
            if isSpace(scalars[index]) || scalars[index] == "/" {
                index += 1
                continue
            }
            var name = ""
            while index < scalars.count, !isSpace(scalars[index]), scalars[index] != "=", scalars[index] != ">" {
                name.unicodeScalars.append(scalars[index])
                index += 1
            }
            var value = ""
            if index + 1 < scalars.count, scalars[index] == "=", scalars[index + 1] == "\"" {
                index += 2
                while index < scalars.count, scalars[index] != "\"" {
                    value.unicodeScalars.append(scalars[index])
                    index += 1
                }
                index += 1
            } else if index < scalars.count, scalars[index] == "=" {
                value = "unquoted"
                index += 1
            }
            tag.attributes.append((name, value))
        }
        index += 1
    }

    private mutating func skip(past end: String) {
        let wanted = Array(end.unicodeScalars)
        while index + wanted.count <= scalars.count {
            if Array(scalars[index..<(index + wanted.count)]) == wanted {
                index += wanted.count
                return
            }
            index += 1
        }
    }

    private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
    }
}
