/// The name field of machine-readable zones: `SURNAME<<GIVEN<NAMES<<<<`.
enum MRZNames {
    /// The most probable reading that has the form of a name: letters, single fillers between parts, two between surname and
    /// given names, nothing but fillers after the next two. No check digit covers names, so this proves nothing; it removes
    /// the letters that readers see in rows of fillers. Nil when no reading has the form.
    static func mostProbable(_ evidence: [MRZEvidence]) -> [Int]? {
        // 0 surname, 1 a filler within it, 2 two fillers, 3 given names, 4 a filler within them, 5 the end.
        let stateCount = 6
        func next(_ state: Int, filler: Bool) -> Int? {
            switch (state, filler) {
            case (0, false), (1, false): 0
            case (0, true): 1
            case (1, true): 2
            case (2, false), (3, false), (4, false): 3
            case (3, true): 4
            case (2, true), (4, true), (5, true): 5
            default: nil
            }
        }
        var scores: [Double?] = Array(repeating: nil, count: stateCount)
        // A name starts with a letter: as after a filler within it.
        scores[1] = 1
        var trail: [[(symbol: Int, from: Int)?]] = []
        for (position, place) in evidence.enumerated() {
            var best: [Double?] = Array(repeating: nil, count: stateCount)
            var steps: [(symbol: Int, from: Int)?] = Array(repeating: nil, count: stateCount)
            let letter = place.best(in: .letters)
            for (symbol, isFiller) in [(letter, false), (MRZSymbol.filler, true)] where position > 0 || !isFiller {
                let probability = place.probabilities[symbol]
                // What the reader gives no chance is no reading of the image.
                guard probability > 0 else { continue }
                for state in 0..<stateCount {
                    guard let score = scores[state], let to = next(state, filler: isFiller) else { continue }
                    if best[to].map({ score * probability > $0 }) ?? true {
                        best[to] = score * probability
                        steps[to] = (symbol, state)
                    }
                }
            }
            scores = best
            trail.append(steps)
        }
        guard var state = (0..<stateCount).filter({ scores[$0] != nil }).max(by: { scores[$0] ?? 0 < scores[$1] ?? 0 })
        else { return nil }
        var symbols: [Int] = []
        for steps in trail.reversed() {
            guard let step = steps[state] else { return nil }
            symbols.append(step.symbol)
            state = step.from
        }
        return symbols.reversed()
    }

    /// Surname and given names, fillers as spaces; given names are empty when there are none.
    static func split(_ field: String) -> (surname: String, given: String) {
        let parts = halves(of: Array(field.utf8))
        return (spaced(parts.0), spaced(parts.1))
    }

    private static func halves(of bytes: [UInt8]) -> ([UInt8], [UInt8]) {
        for index in bytes.indices.dropLast() where bytes[index] == 0x3C && bytes[index + 1] == 0x3C {
            return (Array(bytes[..<index]), Array(bytes[(index + 2)...]))
        }
        return (bytes, [])
    }

    private static func spaced(_ bytes: [UInt8]) -> String {
        bytes.split(separator: 0x3C).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
