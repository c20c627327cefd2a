import AuditCore

/// LFW's protocol: the accuracy on each fold at the threshold that is best on the others.
struct FoldCounter: Sendable {
    /// More comparisons than this are not held; LFW has 6,000.
    static let largestNumber = 2_000_000

    /// The accuracy and, over all folds, its right decisions and all decisions.
    struct Result: Sendable {
        var accuracy: FoldAccuracy
        var right: Int
        var decisions: Int
    }

    private let direction: ScoreDirection
    private var scored: [(similarity: Double, mated: Bool, fold: Int32)] = []
    private var failures: [Int32: Int] = [:]
    private var isTooLarge = false

    init(_ analysis: MatcherAnalysis) { direction = analysis.direction }

    mutating func add(_ column: [Double], of block: TrialBlock) {
        guard !isTooLarge, block.folds.count == block.count else { return }
        for index in 0..<block.count where block.folds[index] >= 0 {
            if ScoreTally.isScore(column[index]) {
                scored.append((direction.similarity(column[index]), block.mated[index], block.folds[index]))
            } else {
                failures[block.folds[index], default: 0] += 1
            }
        }
        guard scored.count > Self.largestNumber else { return }
        isTooLarge = true
        scored = []
    }

    /// Mean over folds and its standard error, nil with fewer than two folds.
    /// - Parameter withFailures: Whether a comparison without a score counts as a wrong decision; else it does not count.
    func result(withFailures: Bool) -> Result? {
        var numbers = Set(scored.map(\.fold))
        // A fold of failures alone is a fold without a right decision.
        if withFailures { numbers.formUnion(failures.keys) }
        let folds = numbers.sorted()
        guard !isTooLarge, folds.count >= 2 else { return nil }
        let sorted = scored.sorted { $0.similarity < $1.similarity }
        var moments = Moments()
        var pooled = (right: 0, all: 0)
        for fold in folds {
            let threshold = Self.bestThreshold(sorted.filter { $0.fold != fold })
            let own = sorted.filter { $0.fold == fold }
            let right = own.filter { ($0.similarity >= threshold) == $0.mated }.count
            let all = own.count + (withFailures ? failures[fold] ?? 0 : 0)
            moments.add(Double(right) / Double(all))
            pooled = (pooled.right + right, pooled.all + all)
        }
        return Result(
            accuracy: FoldAccuracy(
                mean: moments.mean, standardError: (moments.variance / Double(folds.count)).squareRoot()),
            right: pooled.right, decisions: pooled.all)
    }

    /// The middle of the gap in which most comparisons are right; of equally good gaps the first.
    private static func bestThreshold(_ sorted: [(similarity: Double, mated: Bool, fold: Int32)]) -> Double {
        // Below all scores everything is a match.
        var right = sorted.filter(\.mated).count
        var best = right
        var threshold = -Double.infinity
        for index in sorted.indices {
            right += sorted[index].mated ? -1 : 1
            let isLast = index + 1 == sorted.count
            guard isLast || sorted[index + 1].similarity > sorted[index].similarity, right > best else { continue }
            best = right
            // Of two neighbouring numbers the middle may round to the lower one, which is to be no match.
            let lower = sorted[index].similarity
            threshold = isLast ? .infinity : max(lower.nextUp, lower / 2 + sorted[index + 1].similarity / 2)
        }
        return threshold
    }
}
