import AuditCore
import AuditEngine
import Evaluation

/// Labelled comparisons with the scores by which some policies decide, one column a policy: a matcher's own, or its
/// calibration's fusion of several.
struct DeciderTrials: TrialSource {
    let base: any TrialSource
    /// The matchers of the base's columns.
    let names: [String]
    let policies: [Policy]

    var groupNames: [String] { base.groupNames }
    var hasSubjects: Bool { base.hasSubjects }
    var hasFolds: Bool { base.hasFolds }

    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws {
        try base.forEachBlock { block in
            var decided = block
            decided.scores = policies.map { policy in
                (0..<block.count).map { score(policy, block, $0) ?? .nan }
            }
            try body(decided)
        }
    }

    func images(of trial: Int) -> (a: String, b: String) { base.images(of: trial) }

    /// The first of the policy's matchers that scored, as `primary` has it; its threshold must be of the same matcher, so
    /// that only the first counts.
    private func score(_ policy: Policy, _ block: TrialBlock, _ index: Int) -> Double? {
        guard let decider = policy.order.first else { return nil }
        guard decider == Fusion.matcherName else {
            return names.firstIndex(of: decider).map { block.scores[$0][index] }
        }
        var scores: [String: Double] = [:]
        for (column, name) in names.enumerated() where block.scores[column][index].isFinite {
            scores[name] = block.scores[column][index]
        }
        return policy.fusion?.score(scores)
    }
}

extension UpgradeVerdict.Counts {
    /// Counts how two policies decide the comparisons of a source with one column each.
    init(_ source: any TrialSource, old: MatcherThresholds, new: MatcherThresholds) throws {
        self.init()
        func isMatch(_ score: Double, _ band: MatcherThresholds) -> Bool { band.verdict(score: score) == .approved }
        try source.forEachBlock { block in
            for index in 0..<block.count {
                let (before, now) = (isMatch(block.scores[0][index], old), isMatch(block.scores[1][index], new))
                guard block.mated[index] else {
                    nonMated += 1
                    if now { newFalseMatches += 1 }
                    continue
                }
                switch (before, now) {
                case (true, true): bothRight += 1
                case (true, false): onlyOldRight += 1
                case (false, true): onlyNewRight += 1
                case (false, false): neitherRight += 1
                }
            }
        }
    }
}
