import AuditEngine
import Evaluation

/// One matcher's rows of a scores file as comparisons, read from the file each time.
struct ScoreFileTrials: TrialSource {
    let file: ScoresFile
    let matcher: Int

    var groupNames: [String] { file.groupNames }
    var hasSubjects: Bool { file.subjects != nil }
    var hasFolds: Bool { file.hasFolds }

    private static let blockSize = 1 << 16
    /// The images are looked up by reading the file again, which takes too long in larger files.
    private static let mostRowsWithImages = 200_000

    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws {
        var block = TrialBlock(first: 0, mated: [], scores: [[]])
        try file.forEachRow { row in
            guard row.matcher == matcher else { return }
            block.append(row, hasSubjects: hasSubjects, hasGroups: !groupNames.isEmpty)
            if hasFolds { block.folds.append(row.fold) }
            guard block.count == Self.blockSize else { return }
            try body(block)
            block = TrialBlock(first: block.first + block.count, mated: [], scores: [[]])
        }
        if block.count > 0 { try body(block) }
    }

    func images(of trial: Int) -> (a: String, b: String) {
        guard file.hasImages, file.rows[matcher] <= Self.mostRowsWithImages else { return ("", "") }
        var number = 0
        var found = (a: "", b: "")
        // Rarely asked for: only for the few comparisons that the report shows.
        try? file.forEachRow { row in
            guard row.matcher == matcher else { return }
            if number == trial {
                found = (row.imageA, row.imageB)
                throw Found()
            }
            number += 1
        }
        return found
    }

    private struct Found: Error {}
}

extension TrialBlock {
    fileprivate mutating func append(_ row: ScoresFile.Row, hasSubjects: Bool, hasGroups: Bool) {
        mated.append(row.mated)
        scores[0].append(row.score)
        if hasSubjects {
            subjectA.append(row.subjectA)
            subjectB.append(row.subjectB)
        }
        if hasGroups { groups.append(row.group) }
    }
}
