/// How probable each of the 37 characters is at one place.
struct MRZEvidence: Sendable {
    /// By `MRZSymbol`; adds up to 1.
    let probabilities: [Double]
    /// What was read: the most probable character.
    let best: Int

    /// What no reader says is still possible: without this a reader that is sure and wrong could not be doubted.
    static let floor = 0.0002

    init(_ reading: CharacterReading) {
        var named: [Int: Double] = [:]
        for candidate in reading.candidates {
            guard candidate.value.utf8.count == 1, let byte = candidate.value.utf8.first,
                let symbol = MRZSymbol.index(of: byte), candidate.probability > 0, candidate.probability <= 1
            else { continue }
            named[symbol] = max(named[symbol] ?? 0, candidate.probability)
        }
        let sum = named.values.reduce(0, +)
        let rest = max(0, 1 - sum) + Self.floor
        let scale = sum + rest
        let others = MRZSymbol.count - named.count
        var filled = Array(repeating: others > 0 ? rest / scale / Double(others) : 0, count: MRZSymbol.count)
        for (symbol, probability) in named { filled[symbol] = probability / scale }
        probabilities = filled
        // The smallest of equals, so that the order of a dictionary decides nothing.
        best = filled.indices.max { (filled[$0], $1) < (filled[$1], $0) } ?? MRZSymbol.filler
    }

    /// A filler that is not in the image: of a line in which one was lost.
    static let insertedFiller = MRZEvidence(
        CharacterReading(candidates: [CharacterReading.Candidate(value: "<", probability: 0.5)]))

    /// The most probable character that may stand there.
    func best(in grammar: MRZGrammar) -> Int {
        if grammar.allows(best) { return best }
        var found = (symbol: MRZSymbol.filler, probability: -1.0)
        for symbol in 0..<MRZSymbol.count where grammar.allows(symbol) && probabilities[symbol] > found.probability {
            found = (symbol, probabilities[symbol])
        }
        return found.symbol
    }

    /// By class of check digits (value modulo 10): the probability of all that may stand there, and the best of them.
    func classes(in grammar: MRZGrammar) -> (mass: [Double], best: [Int], peak: [Double]) {
        var mass = Array(repeating: 0.0, count: 10)
        var peak = Array(repeating: 0.0, count: 10)
        var best = Array(repeating: -1, count: 10)
        for symbol in 0..<MRZSymbol.count where grammar.allows(symbol) {
            let (kind, probability) = (MRZSymbol.value(of: symbol) % 10, probabilities[symbol])
            mass[kind] += probability
            if best[kind] < 0 || probability > peak[kind] { (best[kind], peak[kind]) = (symbol, probability) }
        }
        return (mass, best, peak)
    }
}
