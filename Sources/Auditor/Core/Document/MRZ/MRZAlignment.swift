/// Lines of the right length: readers lose or add fillers where many stand in a row.
enum MRZAlignment {
    /// One place of a line, and whether the reader saw anything there.
    struct Cell: Sendable {
        var evidence: MRZEvidence
        var isInserted = false
    }

    /// Fillers that may be missing or too many in a line.
    static let reach = 4

    /// Every way to give a line its length: fillers added to, or taken from, one of its rows of fillers. The longest row
    /// comes first, since most are lost there. Empty when there is no way.
    static func ways(_ line: MRZLineReading, length: Int) -> [[Cell]] {
        let cells = line.characters.map { Cell(evidence: MRZEvidence($0)) }
        let missing = length - cells.count
        guard missing != 0 else { return [cells] }
        guard abs(missing) <= reach else { return [] }
        return runs(of: cells).compactMap { run in
            var changed = cells
            if missing > 0 {
                let filler = Cell(evidence: .insertedFiller, isInserted: true)
                changed.insert(contentsOf: Array(repeating: filler, count: missing), at: run.upperBound)
                return changed
            }
            guard run.count > -missing else { return nil }
            changed.removeSubrange(run.upperBound + missing..<run.upperBound)
            return changed
        }
    }

    /// Rows of fillers, the longest first.
    private static func runs(of cells: [Cell]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, cell) in cells.enumerated() {
            if cell.evidence.best == MRZSymbol.filler {
                start = start ?? index
            } else if let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<cells.count) }
        return runs.sorted { ($1.count, $1.lowerBound) < ($0.count, $0.lowerBound) }
    }
}
