import AuditCore

/// What the last reading gathers, once thresholds are known.
struct Decisions: Sendable {
    var accuracies: [FoldCounter?]
    var groups: [GroupCounter?]
    var pairs: [PairCounter]
    var bootstrap: SubjectBootstrap?

    init(
        _ source: any TrialSource, _ analyses: [MatcherAnalysis], survey: Survey, options: EvaluationOptions
    ) throws {
        accuracies = analyses.map { source.hasFolds ? FoldCounter($0) : nil }
        groups = analyses.map { source.groupNames.isEmpty ? nil : GroupCounter($0, source.groupNames, options) }
        pairs = []
        for a in analyses.indices {
            for b in analyses.indices where b > a {
                if let pair = PairCounter(a, b, analyses, options) { pairs.append(pair) }
            }
        }
        bootstrap = source.hasSubjects ? SubjectBootstrap(analyses, survey: survey, options: options) : nil
        guard source.hasFolds || source.hasSubjects || !source.groupNames.isEmpty || !pairs.isEmpty else { return }
        try source.forEachBlock { block in
            for column in accuracies.indices {
                accuracies[column]?.add(block.scores[column], of: block)
                groups[column]?.add(block.scores[column], of: block)
            }
            for index in pairs.indices { pairs[index].add(block) }
            bootstrap?.add(block)
        }
    }
}
