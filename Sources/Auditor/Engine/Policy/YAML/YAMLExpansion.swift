/// How much work the aliases of a YAML text can make. The parser compares the keys of every mapping, and a key may be a
/// list of aliases of lists of aliases: ten lines of it would take days ("billion laughs").
enum YAMLExpansion {
    /// Most bytes that a text may have with every alias written out.
    static let maximumBytes = 16 << 20

    /// Whether a text stays below the limit however its aliases are nested.
    static func isBounded(_ text: [UInt8]) -> Bool {
        // References to one anchor multiply, and of all ways to split a number of references over anchors threes multiply
        // to the most.
        var bytes = text.count
        for _ in 0..<(references(in: text) + 2) / 3 {
            bytes *= 3
            if bytes > maximumBytes { return false }
        }
        return true
    }

    /// How many aliases there are at most. Stars in comments and quotes may be counted too: to know these, one would have to
    /// parse.
    private static func references(in text: [UInt8]) -> Int {
        let star = UInt8(ascii: "*")
        var count = 0
        for (index, byte) in text.enumerated() where byte == star {
            let before = index > 0 ? text[index - 1] : 0x0A
            let after = index + 1 < text.count ? text[index + 1] : 0x0A
            if after > 0x20, after != star, before <= 0x20 || before >= 0x80 || "[{,:-?".utf8.contains(before) {
                count += 1
            }
        }
        return count
    }
}
