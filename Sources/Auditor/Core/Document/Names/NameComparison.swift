/// Whether two texts name one person.
public enum NameComparison {
    /// Whether they do by the rules of machine-readable zones: the same parts, in either order of surname and given names, or
    /// cut at the end as 9303-4, 4.2.3.1 allows when the zone's field is full.
    /// - Parameters:
    ///   - isTruncated: Whether the first is from a zone whose name field is full.
    ///   - isGiven: Whether these are given names alone, of which a full field may have no more than a letter.
    public static func followsRules(
        _ first: String, _ second: String, isTruncated: Bool = false, isGiven: Bool = false
    ) -> Bool {
        for one in ICAOName.spellings(first) {
            for other in ICAOName.spellings(second) {
                let (a, b) = (ICAOName.parts(one), ICAOName.parts(other))
                guard !a.isEmpty, !b.isEmpty else { continue }
                // Rotations of one another: surname first, or last.
                if a.count == b.count, b.indices.contains(where: { Array(b[$0...] + b[..<$0]) == a }) { return true }
                // Hyphens and apostrophes that one of them left out.
                if a.joined() == b.joined() { return true }
                let orders = b.indices.lazy.map { Array(b[$0...] + b[..<$0]) }
                if isTruncated, orders.contains(where: { isCut(a, of: $0, isGiven: isGiven) }) { return true }
            }
        }
        return false
    }

    /// Likeness of the most alike of their spellings and orders: Jaro-Winkler with p = 0.1 over the parts, joined by spaces.
    public static func similarity(_ first: String, _ second: String) -> Double {
        var best = 0.0
        for one in ICAOName.spellings(first) {
            for other in ICAOName.spellings(second) {
                let (a, b) = (ICAOName.parts(one), ICAOName.parts(other))
                let pairs = [(a, b), (a.sorted(), b.sorted())]
                for (a, b) in pairs {
                    let value = JaroWinkler.similarity(a.joined(separator: " "), b.joined(separator: " "))
                    best = max(best, a.isEmpty || b.isEmpty ? 0 : value)
                }
            }
        }
        return best
    }

    /// Whether every part of `a` starts its part of `b`, and at least one is whole, unless they are given names alone.
    private static func isCut(_ a: [String], of b: [String], isGiven: Bool) -> Bool {
        a.count <= b.count && zip(a, b).allSatisfy { $1.hasPrefix($0) } && (isGiven || zip(a, b).contains { $0 == $1 })
    }
}
