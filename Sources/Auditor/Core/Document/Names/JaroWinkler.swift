/// Likeness of short texts (Jaro, Journal of the American Statistical Association 84, 1989; Winkler, 1990).
public enum JaroWinkler {
    /// Jaro's similarity raised by what the texts have in common at their start: 0 to 1, 1 for equal texts.
    /// - Parameter scale: How much each of up to four common first characters counts, 0 to 0.25; Winkler's is 0.1.
    public static func similarity(_ a: String, _ b: String, scale: Double = 0.1) -> Double {
        let jaro = jaro(a, b)
        let prefix = zip(a, b).prefix(4).prefix { $0 == $1 }.count
        return jaro + Double(prefix) * scale * (1 - jaro)
    }

    /// Jaro's similarity: 0 to 1.
    public static func jaro(_ a: String, _ b: String) -> Double {
        let (a, b) = (Array(a), Array(b))
        guard !a.isEmpty, !b.isEmpty else { return a.isEmpty && b.isEmpty ? 1 : 0 }
        let reach = max(0, max(a.count, b.count) / 2 - 1)
        var taken = Array(repeating: false, count: b.count)
        var ofA: [Character] = []
        for (index, character) in a.enumerated() {
            let low = max(0, index - reach)
            let high = min(b.count, index + reach + 1)
            guard low < high, let match = (low..<high).first(where: { !taken[$0] && b[$0] == character }) else {
                continue
            }
            taken[match] = true
            ofA.append(character)
        }
        guard !ofA.isEmpty else { return 0 }
        let ofB = b.indices.filter { taken[$0] }.map { b[$0] }
        let m = Double(ofA.count)
        let transpositions = Double(zip(ofA, ofB).filter { $0 != $1 }.count) / 2
        return (m / Double(a.count) + m / Double(b.count) + (m - transpositions) / m) / 3
    }
}
