import AuditCore
import AuditEngine
import Evaluation

extension TrialTable {
    /// Labelled pairs, scored by every matcher.
    init(_ pairs: LabelledPairs, templates: [(metric: ScoreMetric, templates: [FaceTemplate?])]) {
        let scores = templates.map { metric, templates in
            zip(pairs.imageA, pairs.imageB).map { a, b in
                guard let first = templates[Int(a)], let second = templates[Int(b)] else { return Double.nan }
                return metric.score(first, second) ?? .nan
            }
        }
        self.init(
            mated: pairs.mated, scores: scores, subjectA: pairs.subjectA, subjectB: pairs.subjectB,
            groups: pairs.groups, groupNames: pairs.groupNames, folds: pairs.folds,
            imagePaths: zip(pairs.imageA, pairs.imageB).map { (pairs.images[Int($0)], pairs.images[Int($1)]) })
    }

    /// Most rows of a scores file that are joined; larger files are evaluated matcher by matcher.
    static let mostJoinedRows = 2_000_000

    /// Some matchers' rows of a scores file joined by their images: the only kind on which matchers can be compared. Nil
    /// when the matchers did not score the same pairs, each once.
    init?(joining file: ScoresFile, matchers: [Int]) throws {
        let rows = matchers.map { file.rows[$0] }
        guard file.hasImages, rows.reduce(0, +) <= Self.mostJoinedRows, Set(rows).count == 1 else { return nil }
        var numbers: [String: Int] = [:]
        // By both images in either order.
        var labels: [String: Bool] = [:]
        var table = TrialTable(
            mated: [], scores: Array(repeating: [], count: matchers.count), groupNames: file.groupNames)
        var isSound = true
        // A failure to acquire is a row too: only this tells it from a pair that a matcher did not list.
        var listed = Set<[Int]>()
        let missing = Double.nan
        try file.forEachRow { row in
            guard let matcher = matchers.firstIndex(of: row.matcher) else { return }
            let ends = [row.imageA, row.imageB].sorted()
            let label = labels.updateValue(row.mated, forKey: "\(ends[0].utf8.count):\(ends[0])\(ends[1])")
            guard label == nil || label == row.mated else {
                throw AuditError(
                    .manifestInvalid,
                    "a row of \(file.matchers[row.matcher]) has another label than an earlier row of the same images, in "
                        + "either order (comparison \(table.mated.count + 1))")
            }
            let key = "\(row.imageA.utf8.count):\(row.imageA)\(row.imageB)"
            let number: Int
            if let known = numbers[key] {
                number = known
            } else {
                number = table.mated.count
                numbers[key] = number
                table.imagePaths.append((row.imageA, row.imageB))
                table.mated.append(row.mated)
                if file.subjects != nil {
                    table.subjectA.append(row.subjectA)
                    table.subjectB.append(row.subjectB)
                }
                if file.hasFolds { table.folds.append(row.fold) }
                if !file.groupNames.isEmpty { table.groups.append(row.group) }
                for matcher in table.scores.indices { table.scores[matcher].append(missing) }
            }
            if !listed.insert([matcher, number]).inserted { isSound = false }
            table.scores[matcher][number] = row.score
        }
        guard isSound, table.mated.count == rows[0] else { return nil }
        self = table
    }
}
