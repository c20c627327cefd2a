import AuditCore

/// The logistic combination of every non-empty set of matchers.
struct FusionPlan: Sendable {
    /// Sets of more than six matchers would be too many to fit.
    static let largestNumber = 6
    /// By set, as a bit mask of matchers; nil for a set that scored no comparison of some class.
    private let maps: [CrossValidatedMap?]
    private let matchers: Int

    /// - Parameter singles: Each matcher's own calibration.
    init(_ sample: FitSample, singles: [CrossValidatedMap]) {
        matchers = singles.count
        maps = (0..<(1 << singles.count)).map { mask in
            let columns = singles.indices.filter { mask >> $0 & 1 == 1 }
            if columns.count == 1 { return singles[columns[0]] }
            return columns.isEmpty ? nil : CrossValidatedMap(sample, columns: columns)
        }
    }

    /// The maps fitted to everything, small sets first.
    func fusion(names: [String]) -> Fusion {
        let combinations = maps.enumerated().compactMap { mask, map in
            map.map { map in
                Fusion.Combination(
                    matchers: names.indices.filter { mask >> $0 & 1 == 1 }.map { names[$0] }, map: map.all)
            }
        }
        return Fusion(combinations: combinations.sorted { $0.matchers.count < $1.matchers.count })
    }

    /// The cross-validated fused score of each comparison; NaN when no matcher scored.
    func scores(_ block: TrialBlock) -> [Double] {
        var result = [Double](repeating: .nan, count: block.count)
        for index in 0..<block.count {
            var mask = 0
            for column in 0..<matchers where ScoreTally.isScore(block.scores[column][index]) { mask |= 1 << column }
            guard let map = maps[mask]?.outOfFold[CrossValidation.fold(block, index)] else { continue }
            var sum = map.intercept
            var place = 0
            for column in 0..<matchers where mask >> column & 1 == 1 {
                sum += map.weights[place] * block.scores[column][index]
                place += 1
            }
            result[index] = sum
        }
        return result
    }
}

/// Comparisons with the fused score as one more matcher.
struct FusedSource: TrialSource {
    let base: any TrialSource
    let plan: FusionPlan

    var groupNames: [String] { base.groupNames }
    var hasSubjects: Bool { base.hasSubjects }
    var hasFolds: Bool { base.hasFolds }

    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws {
        try base.forEachBlock { block in
            var block = block
            block.scores.append(plan.scores(block))
            try body(block)
        }
    }

    func images(of trial: Int) -> (a: String, b: String) { base.images(of: trial) }
}
