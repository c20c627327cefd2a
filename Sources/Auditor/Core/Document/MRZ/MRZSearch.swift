/// The search for what a zone of a given format says.
struct MRZSearch: Sendable {
    /// What was decided on.
    struct Found: Sendable {
        var layout: MRZLayout
        var cells: [[MRZAlignment.Cell]]
        /// The symbol of every place.
        var symbols: [[Int]]
        /// By segment of the layout: its share among all readings that the check digits allow, other alignments and layouts
        /// of long numbers counted. 0 when its own digit fails.
        var shares: [Double]
        /// Whether every check digit holds as read or repaired, so that the composite speaks for the fields.
        var isJoint: Bool

        func evidence(at place: MRZLayout.Place) -> MRZEvidence { cells[place.line][place.column].evidence }

        func symbol(at place: MRZLayout.Place) -> Int { symbols[place.line][place.column] }
    }

    private struct Hypothesis {
        var layout: MRZLayout
        var cells: [[MRZAlignment.Cell]]
        var chain: MRZChain
    }

    let format: MRZFormat
    let lines: [MRZLineReading]

    /// Nil when the lines cannot be given the format's lengths.
    func run() -> Found? {
        var ways: [[[MRZAlignment.Cell]]] = [[]]
        for (index, line) in lines.enumerated() {
            let choices = MRZAlignment.ways(line, length: format.lineLength)
            guard !choices.isEmpty else { return nil }
            // Where a filler of a name line stands is for the name's form to say, and no check digit's business.
            let isName = index == (format == .td1 ? 2 : 0)
            ways = ways.flatMap { way in (isName ? Array(choices.prefix(1)) : choices).map { way + [$0] } }
        }
        let hypotheses = ways.prefix(64).flatMap { cells in
            overflows(cells).compactMap { overflow -> Hypothesis? in
                guard let layout = MRZLayout(format, overflow: overflow) else { return nil }
                return Hypothesis(
                    layout: layout, cells: cells,
                    chain: MRZChain(layout, evidence: cells.map { $0.map(\.evidence) }))
            }
        }
        guard let first = hypotheses.first else { return nil }
        let best = hypotheses.dropFirst().reduce(first) { $1.chain.mass > $0.chain.mass ? $1 : $0 }
        let total = hypotheses.reduce(0) { $0 + $1.chain.mass }
        let share = total > 0 ? best.chain.mass / total : 0
        return best.layout.composite == nil
            ? separate(best, share: share) : joint(best, share: share) ?? alone(plain(first, among: hypotheses))
    }

    /// Lengths of the part of a long document number that stands in the optional data, 0 for a number that fits.
    private func overflows(_ cells: [[MRZAlignment.Cell]]) -> [Int] {
        guard let layout = MRZLayout(format), format == .td1 || format == .td2,
            let place = layout.segments.first?.places.last
        else { return [0] }
        let filler = cells[place.line][place.column].evidence.probabilities[MRZSymbol.filler]
        guard filler >= MRZTrust.repairProbability, let optional = layout.fields[.optionalData] else { return [0] }
        // The rest of a long number, its digit and a filler: where no filler was seen, it does not end.
        return [0]
            + (1..<optional.count - 1).filter { count in
                let end = optional[count + 1]
                return cells[end.line][end.column].evidence.probabilities[MRZSymbol.filler]
                    >= MRZTrust.repairProbability
            }
    }

    /// Everything that the grammar allows read best.
    private func grammatical(_ layout: MRZLayout, _ cells: [[MRZAlignment.Cell]]) -> [[Int]] {
        zip(cells, layout.grammar).map { zip($0, $1).map { $0.evidence.best(in: $1) } }
    }

    /// The reading that satisfies all check digits, if the repairs that it takes are few and supported by what was read.
    private func joint(_ hypothesis: Hypothesis, share: Double) -> Found? {
        guard let reading = hypothesis.chain.reading, share >= MRZTrust.repairShare else { return nil }
        var symbols = grammatical(hypothesis.layout, hypothesis.cells)
        var changed: Set<MRZLayout.Place> = []
        for (place, symbol) in reading where symbols[place.line][place.column] != symbol {
            guard
                hypothesis.cells[place.line][place.column].evidence.probabilities[symbol] >= MRZTrust.repairProbability
            else { return nil }
            changed.insert(place)
            symbols[place.line][place.column] = symbol
        }
        guard changed.count <= MRZTrust.repairLimit else { return nil }
        let shares = hypothesis.chain.shares.map { $0 * share }
        for (segment, share) in zip(hypothesis.layout.segments, shares)
        where share < MRZTrust.repairShare && !changed.isDisjoint(with: segment.places) { return nil }
        return Found(
            layout: hypothesis.layout, cells: hypothesis.cells, symbols: symbols, shares: shares, isJoint: true)
    }

    /// A zone without a composite: each segment is repaired, or not, by itself.
    private func separate(_ hypothesis: Hypothesis, share: Double) -> Found {
        var symbols = grammatical(hypothesis.layout, hypothesis.cells)
        var shares = hypothesis.chain.shares.map { $0 * share }
        for (index, segment) in hypothesis.layout.segments.enumerated() {
            let changes = segment.places.compactMap { place -> (MRZLayout.Place, Int)? in
                guard let symbol = hypothesis.chain.reading?[place], symbols[place.line][place.column] != symbol
                else { return nil }
                return (place, symbol)
            }
            let isSupported = changes.allSatisfy { place, symbol in
                hypothesis.cells[place.line][place.column].evidence.probabilities[symbol] >= MRZTrust.repairProbability
            }
            if changes.isEmpty { continue }
            if isSupported, changes.count == 1, shares[index] >= MRZTrust.repairShare {
                for (place, symbol) in changes { symbols[place.line][place.column] = symbol }
            } else {
                shares[index] = 0
            }
        }
        return Found(
            layout: hypothesis.layout, cells: hypothesis.cells, symbols: symbols, shares: shares, isJoint: false)
    }

    /// What was read where the composite cannot hold: no repair, and each field has its own digit alone.
    private func alone(_ hypothesis: Hypothesis) -> Found {
        let symbols = grammatical(hypothesis.layout, hypothesis.cells)
        let isAsRead =
            !hypothesis.cells.contains { $0.contains(where: \.isInserted) }
            && zip(hypothesis.cells, lines).allSatisfy { $0.count == $1.characters.count }
        let shares = hypothesis.layout.segments.map { segment -> Double in
            // Without the composite nothing tells whether the line was stretched at the right place.
            guard segment.check != nil, isAsRead else { return 0 }
            let kernel = MRZKernel(
                segment, evidence: hypothesis.cells.map { $0.map(\.evidence) }, grammar: hypothesis.layout.grammar,
                compositeStart: 0)
            let contribution = kernel.bestContribution
            guard contribution >= 0, kernel.reading[contribution] == segment.places.map({ symbols[$0.line][$0.column] })
            else { return 0 }
            return kernel.peak[contribution] / kernel.mass.reduce(0, +)
        }
        return Found(
            layout: hypothesis.layout, cells: hypothesis.cells, symbols: symbols, shares: shares, isJoint: false)
    }

    /// The hypothesis that looks right without check digits: a long number when a filler was read in its digit's place, as
    /// long as what stands before the next filler.
    private func plain(_ first: Hypothesis, among hypotheses: [Hypothesis]) -> Hypothesis {
        guard let place = first.layout.segments.first?.places.last,
            first.cells[place.line][place.column].evidence.best == MRZSymbol.filler,
            let optional = first.layout.fields[.optionalData]
        else { return first }
        let rest = optional.prefix { first.cells[$0.line][$0.column].evidence.best != MRZSymbol.filler }.count - 1
        guard rest > 0 else { return first }
        return hypotheses.first { $0.layout.segments[0].places.count == 11 + rest } ?? first
    }
}
