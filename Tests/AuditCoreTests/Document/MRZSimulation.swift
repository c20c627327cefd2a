import AuditCore

/// Documents of invented people, and what a reader that errs makes of them.
struct MRZSimulation {
    /// How a reader errs.
    enum Errors: String, CaseIterable {
        /// It hesitates between characters that look alike, the right one among them.
        case lookAlike
        /// It takes any character for any other; of ten times it has the right one among its candidates seven.
        case random
        /// It is right about how often it is wrong: the truth is drawn from the probabilities that it reports.
        case calibrated
        /// It is sure, 0.97 to 0.9999, of one wrong character, and does not offer the right one.
        case sure
    }

    /// What came of a number of documents.
    struct Tally {
        var documents = 0
        var corrupted = 0
        var exactRaw = 0
        var exact = 0
        var fields = 0
        var proven = 0
        var repairedProven = 0
        /// Fields that are called proven and are wrong: name, right value, value.
        var wrong: [(field: String, right: String, read: String)] = []
    }

    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<").map(String.init)
    static let lookAlikes: [String: [String]] = [
        "0": ["O", "D", "Q", "U"], "O": ["0", "D", "Q"], "1": ["I", "L"], "I": ["1"], "8": ["B", "S"], "B": ["8"],
        "5": ["S", "Z"], "S": ["5", "8"], "2": ["Z"], "Z": ["2", "5"], "6": ["G"], "G": ["6"], "<": ["K", "C"],
        "K": ["<"],
        "C": ["<"], "D": ["0"], "Q": ["0"], "L": ["1"], "U": ["0"], "7": ["T"], "T": ["7"], "4": ["A"], "A": ["4"],
    ]
    static let asOf = MRZSpecimens.date("2025-06-30")

    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func run(_ errors: Errors, documents: Int) -> Tally {
        var tally = Tally()
        for index in 0..<documents {
            let lines = document(index % 4)
            var places: [(Int, Int)] = []
            if errors != .calibrated {
                // Checked lines only: what happens in names proves nothing.
                let count = errors == .sure ? 1 : Int.random(in: 1...4, using: &random)
                let checked = lines.count == 3 ? [0, 1] : [1]
                for _ in 0..<count {
                    let line = checked[Int.random(in: 0..<checked.count, using: &random)]
                    places.append((line, Int.random(in: 0..<lines[line].count, using: &random)))
                }
            }
            let readings = lines.enumerated().map { line, text in
                MRZLineReading(
                    box: PixelBox(x: 0, y: 0, width: 440, height: 10),
                    characters: text.enumerated().map { column, character in
                        if errors == .calibrated {
                            return hesitant(String(character))
                        }
                        let isCorrupted = places.contains { $0 == (line, column) }
                        return isCorrupted ? corrupted(String(character), errors) : clear(String(character))
                    })
            }
            guard let right = MRZReader.read(text: lines, asOf: Self.asOf),
                let read = MRZReader.read(readings, asOf: Self.asOf)
            else { continue }
            tally.documents += 1
            tally.exactRaw += read.rawLines == lines ? 1 : 0
            tally.exact += read.lines == lines ? 1 : 0
            tally.corrupted += read.rawLines != lines ? 1 : 0
            for name in ["document_number", "date_of_birth", "expiry", "personal_number"] {
                guard let value = right.fields[name]?.value else { continue }
                tally.fields += 1
                guard let field = read.fields[name], field.proven else { continue }
                tally.proven += 1
                if !read.repairs.isEmpty { tally.repairedProven += 1 }
                if field.value != value { tally.wrong.append((name, value, field.value)) }
            }
        }
        return tally
    }

    /// A passport, a card of either size, or a card with a long number.
    mutating func document(_ kind: Int) -> [String] {
        let birth = dated(years: 1930...2010)
        let expiry = dated(years: 2018...2036)
        let sex = ["F", "M", "<"][Int.random(in: 0..<3, using: &random)]
        let name = "P<UTOERIKSSON<<ANNA<MARIA"
        func digit(_ text: String) -> String { String(CheckDigit.icao(Substring(text))) }
        func padded(_ text: String, _ length: Int) -> String {
            text + String(repeating: "<", count: max(0, length - text.count))
        }
        let number = padded(characters(Int.random(in: 7...9, using: &random)), 9)
        let dates = birth + digit(birth) + sex + expiry + digit(expiry)
        let checkedDates = birth + digit(birth) + expiry + digit(expiry)
        if kind < 2 {
            let personal = padded(kind == 0 ? characters(Int.random(in: 0...12, using: &random)) : "", 14)
            let covered = number + digit(number) + checkedDates + personal + digit(personal)
            return [
                padded(name, 44),
                number + digit(number) + "UTO" + dates + personal + digit(personal) + digit(covered),
            ]
        }
        if kind == 2 {
            let optional = padded(characters(Int.random(in: 0...7, using: &random)), 7)
            let covered = number + digit(number) + checkedDates + optional
            return [
                padded("I" + name.dropFirst(), 36), number + digit(number) + "UTO" + dates + optional + digit(covered),
            ]
        }
        let isLong = Bool.random(using: &random)
        let long = characters(12)
        let first =
            isLong
            ? padded(long.prefix(9) + "<" + long.dropFirst(9) + digit(long), 25)
            : padded(number + digit(number), 25)
        let covered = first + checkedDates + padded("", 11)
        return ["I<UTO" + first, dates + "UTO" + padded("", 11) + digit(covered), padded("ERIKSSON<<ANNA<MARIA", 30)]
    }

    private mutating func dated(years: ClosedRange<Int>) -> String {
        let year = Int.random(in: years, using: &random)
        let month = Int.random(in: 1...12, using: &random)
        let day = Int.random(in: 1...28, using: &random)
        return [year % 100, month, day].map { $0 < 10 ? "0\($0)" : String($0) }.joined()
    }

    private mutating func characters(_ count: Int) -> String {
        (0..<count).map { _ in Self.alphabet[Int.random(in: 0..<36, using: &random)] }.joined()
    }

    /// A character that was read right, with a little doubt.
    private mutating func clear(_ truth: String) -> CharacterReading {
        let doubt = 0.01 * Double.random(in: 0..<1, using: &random) * Double.random(in: 0..<1, using: &random)
        return reading([(truth, 1 - doubt), (other(than: [truth]), doubt * 0.8)])
    }

    private mutating func corrupted(_ truth: String, _ errors: Errors) -> CharacterReading {
        switch errors {
        case .lookAlike:
            let choices = Self.lookAlikes[truth] ?? [other(than: [truth])]
            let wrong = choices[Int.random(in: 0..<choices.count, using: &random)]
            let probability = Double.random(in: 0.4...0.98, using: &random)
            let rest = (1 - probability) * Double.random(in: 0.8...1, using: &random)
            // Two of three times the wrong one looks better.
            return Int.random(in: 0..<3, using: &random) < 2
                ? reading([(wrong, probability), (truth, rest)]) : reading([(truth, probability), (wrong, rest)])
        case .random:
            let wrong = other(than: [truth])
            let probability = Double.random(in: 0.3...0.98, using: &random)
            let second = Int.random(in: 0..<10, using: &random) < 7 ? truth : other(than: [wrong, truth])
            return reading([
                (wrong, probability), (second, (1 - probability) * 0.7),
                (other(than: [wrong, second, truth]), (1 - probability) * 0.2),
            ])
        case .sure:
            return reading([(other(than: [truth]), Double.random(in: 0.97...0.9999, using: &random))])
        case .calibrated:
            return hesitant(truth)
        }
    }

    /// Probabilities such that the truth is a draw from them: sure mostly, hesitant at one place of twenty.
    private mutating func hesitant(_ truth: String) -> CharacterReading {
        let isHard = Int.random(in: 0..<20, using: &random) == 0
        let top =
            isHard
            ? Double.random(in: 0.4...0.99, using: &random) : 1 - 0.001 * Double.random(in: 0..<1, using: &random)
        let alike = Self.lookAlikes[truth] ?? [other(than: [truth])]
        let wrong = alike[Int.random(in: 0..<alike.count, using: &random)]
        // With the probability `top` the truth is what is read best, else what is read second.
        let isRight = Double.random(in: 0..<1, using: &random) < top
        return isRight ? reading([(truth, top), (wrong, 1 - top)]) : reading([(wrong, top), (truth, 1 - top)])
    }

    private mutating func other(than excluded: [String]) -> String {
        while true {
            let symbol = Self.alphabet[Int.random(in: 0..<37, using: &random)]
            if !excluded.contains(symbol) { return symbol }
        }
    }

    private func reading(_ candidates: [(String, Double)]) -> CharacterReading {
        CharacterReading(
            candidates: candidates.sorted { $0.1 > $1.1 }.map { .init(value: $0.0, probability: $0.1) })
    }
}
