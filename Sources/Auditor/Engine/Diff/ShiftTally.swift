import AuditCore

/// Counts how one matcher's scores moved: exact sums, and a scatter of at most 100 by 100 cells.
struct ShiftTally {
    private static let side = 100
    private let range: ClosedRange<Double>
    private var cells: [Int: Int] = [:]
    private var count = 0
    private var moved = 0
    private var sum = 0.0
    private var largest = 0.0
    private var last: RunDiff.ScoreChange?

    init(_ range: ClosedRange<Double>) { self.range = range }

    mutating func add(_ change: RunDiff.ScoreChange) {
        guard let a = change.scoreA, let b = change.scoreB else { return }
        count += 1
        if a != b { moved += 1 }
        sum += b - a
        largest = max(largest, abs(b - a))
        cells[place(a) * Self.side + place(b), default: 0] += 1
        last = change
    }

    /// The shift; nil when no request has a score in both runs.
    func shift(_ matcher: String) -> RunDiff.ScoreShift? {
        guard let last, let approveA = last.approveA, let approveB = last.approveB else { return nil }
        return RunDiff.ScoreShift(
            matcher: matcher, metric: last.metric, count: count, moved: moved, mean: sum / Double(count),
            largest: largest, approveA: approveA, approveB: approveB, rejectA: last.rejectA, rejectB: last.rejectB,
            cells: cells.sorted { $0.key < $1.key }.map {
                .init(a: middle($0.key / Self.side), b: middle($0.key % Self.side), count: $0.value)
            }, low: range.lowerBound, high: range.upperBound)
    }

    private var width: Double { (range.upperBound - range.lowerBound) / Double(Self.side) }

    private func place(_ score: Double) -> Int {
        guard width > 0 else { return 0 }
        return min(Self.side - 1, max(0, Int((score - range.lowerBound) / width)))
    }

    private func middle(_ cell: Int) -> Double { range.lowerBound + (Double(cell) + 0.5) * width }
}
