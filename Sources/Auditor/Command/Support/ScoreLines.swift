import Evaluation
import Reports

/// The lines of `scores.csv`, matcher by matcher as DESIGN.md 4.8 has it; the fused scores are those that were
/// evaluated.
enum ScoreLines {
    /// Most comparisons whose scores are written; a larger set's scores are many gigabytes and can be made again.
    static let most = 1_000_000

    static func write(_ result: EvaluationResult, _ write: (ScoreLine) throws -> Void) throws {
        guard let trials = result.trials else { return }
        for (number, matcher) in result.record.matchers.enumerated() {
            try trials.forEachBlock { block in
                for (index, score) in block.scores[number].enumerated() {
                    let images = trials.images(of: block.first + index)
                    try write(
                        ScoreLine(
                            matcher: matcher.name, imageA: images.a, imageB: images.b, mated: block.mated[index],
                            score: score.isFinite ? score : nil))
                }
            }
        }
    }
}
