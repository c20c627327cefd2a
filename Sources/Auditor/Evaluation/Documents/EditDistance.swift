/// How far a text is from the right one.
public enum EditDistance {
    /// Insertions, deletions and substitutions of characters that turn one text into the other, at least (Levenshtein,
    /// Soviet Physics Doklady 10, 1966).
    public static func levenshtein(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
        var row = Array(0...b.count)
        for (i, character) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let substituted = diagonal + (character == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
