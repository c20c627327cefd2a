import AuditCore

/// What one reading of the comparisons gathers of one matcher.
struct ScoreCollector: Sendable {
    private let direction: ScoreDirection
    private var tally = ScoreTally()
    private(set) var matedFailed = 0
    private(set) var nonMatedFailed = 0
    /// Non-mated comparisons of the highest similarities.
    private(set) var worstFalseMatches = WorstList()
    /// Mated comparisons of the lowest similarities, which are kept with the sign changed.
    private(set) var worstFalseNonMatches = WorstList()

    init(direction: ScoreDirection) { self.direction = direction }

    /// Counts one matcher's column of a block.
    mutating func add(_ column: [Double], of block: TrialBlock) {
        for index in 0..<block.count {
            let isMated = block.mated[index]
            guard ScoreTally.isScore(column[index]) else {
                if isMated { matedFailed += 1 } else { nonMatedFailed += 1 }
                continue
            }
            let similarity = direction.similarity(column[index])
            tally.add(similarity, mated: isMated)
            if isMated {
                worstFalseNonMatches.add(-similarity, trial: block.first + index)
            } else {
                worstFalseMatches.add(similarity, trial: block.first + index)
            }
        }
    }

    /// The scores so far.
    mutating func distribution() -> ScoreDistribution { tally.distribution() }
}

/// The few comparisons with the highest values, worst first; of equal ones the earliest.
struct WorstList: Sendable {
    static let length = 12
    private(set) var entries: [(value: Double, trial: Int)] = []

    mutating func add(_ value: Double, trial: Int) {
        if entries.count == Self.length, value <= entries[Self.length - 1].value { return }
        let place = entries.firstIndex { $0.value < value } ?? entries.count
        entries.insert((value, trial), at: place)
        if entries.count > Self.length { entries.removeLast() }
    }
}
