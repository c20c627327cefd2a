import AuditCore

/// What the first reading of the comparisons gathers.
struct Survey: Sendable {
    private(set) var collectors: [ScoreCollector]
    private(set) var fit: FitSample
    private(set) var comparisons = 0
    /// Whether a subject number occurs.
    private(set) var subjects: [Bool] = []
    private let hasSubjects: Bool

    init(_ matchers: [MatcherEvaluation.Subject], hasSubjects: Bool) {
        collectors = matchers.map { ScoreCollector(direction: $0.metric.direction) }
        fit = FitSample(matchers: matchers.count)
        self.hasSubjects = hasSubjects
    }

    /// - Throws: `EvaluationError` when the block's columns are not as promised.
    mutating func add(_ block: TrialBlock) throws {
        guard block.scores.count == collectors.count, block.scores.allSatisfy({ $0.count == block.count }) else {
            throw EvaluationError(
                message: "comparison \(block.first): found \(block.scores.count) columns of scores; expected "
                    + "\(collectors.count) of \(block.count) scores each")
        }
        for column in collectors.indices { collectors[column].add(block.scores[column], of: block) }
        fit.add(block)
        comparisons += block.count
        guard hasSubjects else { return }
        guard block.subjectA.count == block.count, block.subjectB.count == block.count,
            let lowest = [block.subjectA.min(), block.subjectB.min()].compactMap({ $0 }).min(), lowest >= 0
        else { throw EvaluationError(message: "comparison \(block.first): found comparisons without subjects") }
        for column in [block.subjectA, block.subjectB] {
            let highest = Int(column.max() ?? 0)
            if highest >= subjects.count {
                subjects += [Bool](repeating: false, count: highest + 1 - subjects.count)
            }
            for subject in column { subjects[Int(subject)] = true }
        }
    }
}

/// What the second reading gathers, once calibrations are known: their quality, and the fused scores.
struct SecondReading: Sendable {
    private let maps: [CrossValidatedMap]
    private let isFused: Bool
    private(set) var qualities: [CalibrationQuality]
    var fused = ScoreCollector(direction: .similarity)

    init(maps: [CrossValidatedMap], isFused: Bool) {
        self.maps = maps
        self.isFused = isFused
        qualities = Array(repeating: CalibrationQuality(), count: maps.count + (isFused ? 1 : 0))
    }

    mutating func add(_ block: TrialBlock) {
        let folds = (0..<block.count).map { CrossValidation.fold(block, $0) }
        for (column, scores) in block.scores.enumerated() {
            for index in 0..<block.count where ScoreTally.isScore(scores[index]) {
                var value = scores[index]
                if column < maps.count {
                    let map = maps[column].outOfFold[folds[index]]
                    value = map.intercept + map.weights[0] * value
                }
                qualities[column].add(value, mated: block.mated[index])
            }
        }
        if isFused { fused.add(block.scores[maps.count], of: block) }
    }
}
