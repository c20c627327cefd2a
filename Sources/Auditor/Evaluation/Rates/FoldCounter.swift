import AuditCore

/// LFW's protocol: the accuracy on each fold at the threshold that is best on the others.
struct FoldCounter: Sendable {
    /// More comparisons than this are not held; LFW has 6,000.
    static let largestNumber = 2_000_000

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
    func accuracy(withFailures: Bool) -> FoldAccuracy? {
        let folds = Set(scored.map(\.fold)).sorted()
        guard !isTooLarge, folds.count >= 2 else { return nil }
        let sorted = scored.sorted { $0.similarity < $1.similarity }
        let accuracies = folds.map { fold -> Double in
            let threshold = Self.bestThreshold(sorted.filter { $0.fold != fold })
            let own = sorted.filter { $0.fold == fold }
            let right = own.filter { ($0.similarity >= threshold) == $0.mated }.count
            return Double(right) / Double(own.count + (withFailures ? failures[fold] ?? 0 : 0))
        }
        var moments = Moments()
        for accuracy in accuracies { moments.add(accuracy) }
        return FoldAccuracy(
            mean: moments.mean, standardError: (moments.variance / Double(folds.count)).squareRoot())
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
            threshold =
                isLast ? .infinity : sorted[index].similarity / 2 + sorted[index + 1].similarity / 2
        }
        return threshold
    }
}
