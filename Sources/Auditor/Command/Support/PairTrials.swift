import AuditCore
import AuditEngine
import Evaluation

/// Labelled pairs with the scores of their matchers, in memory.
struct PairTrials: TrialSource {
    let groupNames: [String]
    var hasSubjects: Bool { !block.subjectA.isEmpty }
    var hasFolds: Bool { !block.folds.isEmpty }
    private let block: TrialBlock
    private let paths: [String]
    private let imageA: [Int32]
    private let imageB: [Int32]

    /// Scores every pair by every matcher.
    init(_ pairs: LabelledPairs, templates: [(metric: ScoreMetric, templates: [FaceTemplate?])]) {
        groupNames = pairs.groupNames
        paths = pairs.images
        imageA = pairs.imageA
        imageB = pairs.imageB
        let scores = templates.map { metric, templates in
            zip(pairs.imageA, pairs.imageB).map { a, b in
                guard let first = templates[Int(a)], let second = templates[Int(b)] else { return Double.nan }
                return metric.score(first, second) ?? .nan
            }
        }
        block = TrialBlock(
            first: 0, mated: pairs.mated, scores: scores, subjectA: pairs.subjectA, subjectB: pairs.subjectB,
            groups: pairs.groups, folds: pairs.folds)
    }

    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws { try body(block) }

    func images(of trial: Int) -> (a: String, b: String) {
        (paths[Int(imageA[trial])], paths[Int(imageB[trial])])
    }
}

/// A small scores file in which every matcher scored the same pairs: the only kind on which matchers can be compared.
struct JoinedScoreTrials: TrialSource {
    let groupNames: [String]
    let hasSubjects: Bool
    var hasFolds: Bool { false }
    private let block: TrialBlock
    private let pairs: [(a: String, b: String)]

    /// Most rows that are joined; larger files are evaluated matcher by matcher.
    static let mostRows = 2_000_000

    /// Joins the rows by their images; nil when the matchers did not score the same pairs, each once.
    init?(_ file: ScoresFile) throws {
        guard file.hasImages, file.rows.reduce(0, +) <= Self.mostRows, Set(file.rows).count == 1 else { return nil }
        var numbers: [String: Int] = [:]
        var pairs: [(a: String, b: String)] = []
        var block = TrialBlock(first: 0, mated: [], scores: Array(repeating: [], count: file.matchers.count))
        var isSound = true
        let missing = Double.nan
        try file.forEachRow { row in
            let key = "\(row.imageA.utf8.count):\(row.imageA)\(row.imageB)"
            let number: Int
            if let known = numbers[key] {
                number = known
                if block.mated[number] != row.mated { isSound = false }
            } else {
                number = pairs.count
                numbers[key] = number
                pairs.append((row.imageA, row.imageB))
                block.mated.append(row.mated)
                if file.subjects != nil {
                    block.subjectA.append(row.subjectA)
                    block.subjectB.append(row.subjectB)
                }
                if !file.groupNames.isEmpty { block.groups.append(row.group) }
                for matcher in block.scores.indices { block.scores[matcher].append(missing) }
            }
            block.scores[row.matcher][number] = row.score
        }
        guard isSound, pairs.count == file.rows[0] else { return nil }
        self.block = block
        self.pairs = pairs
        groupNames = file.groupNames
        hasSubjects = file.subjects != nil
    }

    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws { try body(block) }

    func images(of trial: Int) -> (a: String, b: String) { pairs[trial] }
}
