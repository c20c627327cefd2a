/// From the symbols that the search decided on to fields, check digits and the log of repairs.
struct MRZAssembly {
    private var found: MRZSearch.Found
    private let lines: [MRZLineReading]

    init(_ found: MRZSearch.Found, lines: [MRZLineReading]) {
        self.found = found
        self.lines = lines
        let names = found.layout.fields[.surname] ?? []
        if let symbols = MRZNames.mostProbable(names.map { found.evidence(at: $0) }) {
            for (place, symbol) in zip(names, symbols) { self.found.symbols[place.line][place.column] = symbol }
        }
        // Only an empty personal number may have a filler for its digit (9303-4, 4.2.2.2).
        for segment in found.layout.segments where segment.check == .personalNumber {
            guard let digit = segment.places.last, found.symbol(at: digit) == MRZSymbol.filler else { continue }
            let isEmpty = segment.places.dropLast().allSatisfy { found.symbol(at: $0) == MRZSymbol.filler }
            if !isEmpty, found.evidence(at: digit).probabilities[0] >= MRZTrust.repairProbability {
                self.found.symbols[digit.line][digit.column] = 0
            }
        }
    }

    func mrz(asOf: CivilDate) -> MRZ {
        let digits = checkDigits()
        var fields: [String: MRZField] = [:]
        for (name, places) in found.layout.fields where name != .surname {
            guard let value = value(of: name, places, asOf: asOf), !value.isEmpty else { continue }
            fields[name.rawValue] = MRZField(
                value: value, confidence: confidence(places), proven: isProven(name, digits: digits))
        }
        let names = found.layout.fields[.surname] ?? []
        let (surname, given) = MRZNames.split(text(names))
        for (name, value) in [(MRZFieldName.surname, surname), (.givenNames, given)] where !value.isEmpty {
            fields[name.rawValue] = MRZField(value: value, confidence: confidence(names), proven: false)
        }
        return MRZ(
            format: found.layout.format, rawLines: lines.map(\.text), rawConfidence: lines.map(\.confidence),
            lines: found.symbols.map { MRZSymbol.text($0) }, repairs: repairs(), fields: fields, checkDigits: digits,
            valid: digits.values.allSatisfy { $0 })
    }

    private func text(_ places: [MRZLayout.Place]) -> String { MRZSymbol.text(places.map { found.symbol(at: $0) }) }

    private func confidence(_ places: [MRZLayout.Place]) -> Double {
        places.reduce(1) { $0 * found.evidence(at: $1).probabilities[found.symbol(at: $1)] }
    }

    private func value(of name: MRZFieldName, _ places: [MRZLayout.Place], asOf: CivilDate) -> String? {
        let text = text(places)
        switch name {
        case .dateOfBirth: return MRZDates.birth(text, asOf: asOf)
        case .expiry: return MRZDates.expiry(text, asOf: asOf)
        // Unspecified is a filler (9303-4, 4.2.2.2).
        case .sex: return text == "<" ? "X" : text
        default: return text.split(separator: "<").joined(separator: " ")
        }
    }

    private func checkDigits() -> [String: Bool] {
        var digits: [String: Bool] = [:]
        for segment in found.layout.segments {
            guard let check = segment.check, let last = segment.places.last else { continue }
            let covered = segment.places.dropLast().enumerated()
                .filter { !segment.skipped.contains($0.offset) }.map { found.symbol(at: $0.element) }
            let isEmpty = covered.allSatisfy { $0 == MRZSymbol.filler }
            let digit = found.symbol(at: last)
            digits[check.rawValue] =
                digit == MRZSymbol.filler ? isEmpty : CheckDigit.icao(covered) == MRZSymbol.value(of: digit)
        }
        if let composite = found.layout.composite {
            let covered = found.layout.segments.flatMap(\.places).map { found.symbol(at: $0) }
            digits["composite"] = CheckDigit.icao(covered) == found.symbol(at: composite)
        }
        return digits
    }

    /// The conditions are at `MRZReader`.
    private func isProven(_ name: MRZFieldName, digits: [String: Bool]) -> Bool {
        guard let index = found.layout.segments.firstIndex(where: { $0.check == name }), digits[name.rawValue] == true
        else { return false }
        let segment = found.layout.segments[index]
        let isJoint = found.isJoint && digits["composite"] == true
        guard found.shares[index] >= MRZTrust.provenShare else { return false }
        let isDate = name == .dateOfBirth || name == .expiry
        if isDate, CivilDate(dateText(name, segment)) == nil { return false }
        var repaired = 0
        for place in segment.places {
            let (evidence, symbol) = (found.evidence(at: place), found.symbol(at: place))
            if !isDate, hasTwin(of: symbol, at: place) { return false }
            let allowed = evidence.best(in: found.layout.grammar[place.line][place.column])
            if symbol != evidence.best {
                repaired += 1
                let read = symbol == allowed ? evidence.best : allowed
                let pair = evidence.probabilities[symbol] + evidence.probabilities[read]
                guard isJoint, repaired == 1, evidence.probabilities[symbol] >= MRZTrust.repairProbability,
                    pair >= MRZTrust.pairProbability, isDate || MRZSymbol.looksLike(symbol, read)
                else { return false }
            } else if evidence.probabilities[symbol]
                < (isJoint ? MRZTrust.provenProbability : MRZTrust.aloneProbability)
            {
                return false
            }
        }
        return true
    }

    /// Whether the reader offers another character of the same class, which check digits cannot tell from this one.
    private func hasTwin(of symbol: Int, at place: MRZLayout.Place) -> Bool {
        let grammar = found.layout.grammar[place.line][place.column]
        let probabilities = found.evidence(at: place).probabilities
        return (0..<MRZSymbol.count).contains { other in
            other != symbol && grammar.allows(other)
                && MRZSymbol.value(of: other) % 10 == MRZSymbol.value(of: symbol) % 10
                && probabilities[other] > MRZTrust.twinProbability
        }
    }

    /// Any as-of date serves: only whether it is a date is asked. Half-known dates are none.
    private func dateText(_ name: MRZFieldName, _ segment: MRZLayout.Segment) -> String {
        guard let asOf = CivilDate(year: 2000, month: 12, day: 31) else { return "" }
        return value(of: name, Array(segment.places.dropLast()), asOf: asOf) ?? ""
    }

    private func repairs() -> [MRZRepair] {
        var repairs: [MRZRepair] = []
        for (line, cells) in found.cells.enumerated() {
            for (column, cell) in cells.enumerated() {
                let symbol = found.symbols[line][column]
                guard cell.isInserted || symbol != cell.evidence.best else { continue }
                let best = cell.evidence.best(in: found.layout.grammar[line][column])
                let isName = (found.layout.fields[.surname] ?? []).contains { $0.line == line && $0.column == column }
                repairs.append(
                    MRZRepair(
                        line: line, column: column, from: cell.isInserted ? "" : MRZSymbol.text([cell.evidence.best]),
                        to: MRZSymbol.text([symbol]),
                        why: cell.isInserted || isName || symbol == best ? .grammar : .checkDigit))
            }
            // Fillers that were taken out have no column any more: they are logged at the line's end.
            for _ in 0..<max(0, lines[line].characters.count - cells.count) {
                repairs.append(MRZRepair(line: line, column: cells.count, from: "<", to: "", why: .grammar))
            }
        }
        return repairs
    }
}
