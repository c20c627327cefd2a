import AuditCore

/// Counts how two matchers decide the same comparisons, each at its own threshold for one false match rate.
struct PairCounter: Sendable {
    /// Disagreements that are listed.
    static let longestList = 1000

    private struct Entry {
        var trial: Int
        var mated: Bool
        var scoreA: Double
        var scoreB: Double
        var isARight: Bool
    }

    /// Comparisons of one class by who is right.
    struct Counts: Equatable, Sendable {
        var both = 0
        var onlyA = 0
        var onlyB = 0
        var neither = 0
        var disagreements: Int { onlyA + onlyB }
        var all: Int { both + onlyA + onlyB + neither }
    }

    private let columns: (a: Int, b: Int)
    private let names: (a: String, b: String)
    private let directions: (a: ScoreDirection, b: ScoreDirection)
    private let thresholds: (a: Double, b: Double)
    private let target: Double
    private let isSupported: Bool
    private var mated = Counts()
    private var nonMated = Counts()
    private var matedEntries: [Entry] = []
    private var nonMatedEntries: [Entry] = []

    init?(_ a: Int, _ b: Int, _ analyses: [MatcherAnalysis], _ options: EvaluationOptions) {
        let (first, second) = (analyses[a], analyses[b])
        let least = min(first.distribution.nonMated, second.distribution.nonMated)
        guard let pointA = first.point(supporting: options.comparisonFMR, comparisons: least),
            let pointB = second.point(supporting: options.comparisonFMR, comparisons: least)
        else { return nil }
        columns = (a, b)
        names = (first.subject.name, second.subject.name)
        directions = (first.direction, second.direction)
        thresholds = (pointA.threshold, pointB.threshold)
        target = pointA.fmrTarget
        isSupported = RuleOf30.supports(rate: target, comparisons: least)
    }

    mutating func add(_ block: TrialBlock) {
        let (scoresA, scoresB) = (block.scores[columns.a], block.scores[columns.b])
        for index in 0..<block.count where ScoreTally.isScore(scoresA[index]) && ScoreTally.isScore(scoresB[index]) {
            let isMated = block.mated[index]
            let a = directions.a.isMatch(score: scoresA[index], threshold: thresholds.a) == isMated
            let b = directions.b.isMatch(score: scoresB[index], threshold: thresholds.b) == isMated
            if isMated { Self.count(a, b, &mated) } else { Self.count(a, b, &nonMated) }
            guard a != b else { continue }
            let entry = Entry(
                trial: block.first + index, mated: isMated, scoreA: scoresA[index], scoreB: scoresB[index], isARight: a)
            if isMated {
                if matedEntries.count < Self.longestList { matedEntries.append(entry) }
            } else if nonMatedEntries.count < Self.longestList {
                nonMatedEntries.append(entry)
            }
        }
    }

    private static func count(_ a: Bool, _ b: Bool, _ counts: inout Counts) {
        switch (a, b) {
        case (true, true): counts.both += 1
        case (true, false): counts.onlyA += 1
        case (false, true): counts.onlyB += 1
        case (false, false): counts.neither += 1
        }
    }

    /// The comparison; nil when the matchers have no mated comparison in common.
    func comparison(_ source: any TrialSource) -> MatcherComparison? {
        guard mated.all > 0 else { return nil }
        let p = McNemar.exactPValue(mated.onlyA, mated.onlyB)
        // Proportions of errors: the first matcher errs where only the second is right.
        let interval = PairedDifference.newcombe(
            both: mated.neither, first: mated.onlyB, second: mated.onlyA, neither: mated.both)
        let winner = p < 0.05 ? (mated.onlyA > mated.onlyB ? names.a : names.b) : nil
        return MatcherComparison(
            a: names.a, b: names.b, fmrTarget: target, comparisons: mated.all, onlyARight: mated.onlyA,
            onlyBRight: mated.onlyB, pValue: p, midPValue: McNemar.midPValue(mated.onlyA, mated.onlyB),
            difference: Double(mated.onlyB - mated.onlyA) / Double(mated.all), differenceCI95: interval,
            winner: winner, conclusion: conclusion(winner, p),
            disagreementCount: mated.disagreements + nonMated.disagreements, disagreements: disagreements(source))
    }

    private func conclusion(_ winner: String?, _ p: Double) -> String {
        var text = "At an FMR of \(Wording.rate(target)) each, "
        let counts =
            "of \(mated.all) mated comparisons \(names.a) alone recognises \(mated.onlyA), \(names.b) alone "
            + "\(mated.onlyB) (exact McNemar p = \(Wording.number(p)))"
        if let winner {
            let loser = winner == names.a ? names.b : names.a
            text += "\(winner) is better than \(loser): \(counts)."
        } else {
            text += "this sample cannot tell \(names.a) from \(names.b): \(counts)."
        }
        if !isSupported { text += " The sample is too small to support this false match rate." }
        return text
    }

    /// Half of the list for each class, more when the other has fewer, in the file's order.
    private func disagreements(_ source: any TrialSource) -> [MatcherComparison.Disagreement] {
        let half = Self.longestList / 2
        let matedCount = min(matedEntries.count, max(half, Self.longestList - nonMatedEntries.count))
        let shown = matedEntries.prefix(matedCount) + nonMatedEntries.prefix(Self.longestList - matedCount)
        return shown.sorted { $0.trial < $1.trial }.map { entry in
            let images = source.images(of: entry.trial)
            return .init(
                imageA: images.a, imageB: images.b, mated: entry.mated, scoreA: entry.scoreA, scoreB: entry.scoreB,
                right: entry.isARight ? names.a : names.b)
        }
    }
}
