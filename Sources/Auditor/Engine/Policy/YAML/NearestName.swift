/// Finds what a misspelt name was meant to be.
enum NearestName {
    /// The candidate with the fewest edits, if it is near enough to be a slip and not another word: one edit for each
    /// three letters, at least one. Ties go to the candidate that is listed first.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let limit = max(1, name.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = edits(Array(name.lowercased()), Array(candidate.lowercased()))
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// `, did you mean "x"?` or `; known are a, b`: the end of a message about an unknown name.
    static func hint(_ name: String, among candidates: [String]) -> String {
        if let nearest = of(name, among: candidates) { return ", did you mean \"\(nearest)\"?" }
        return candidates.isEmpty ? "" : "; known are \(candidates.joined(separator: ", "))"
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func edits(_ a: [Character], _ b: [Character]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                let same = a[i - 1] == b[j - 1]
                var cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, rows[i - 2][j - 2] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
