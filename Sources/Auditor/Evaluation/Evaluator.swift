public import AuditCore

/// Turns labelled comparisons into error rates, calibrations and conclusions. A pure function of scores: it reads the
/// source three times at most and holds counts, not comparisons.
public struct Evaluator: Sendable {
    let options: EvaluationOptions

    /// Creates an evaluator.
    public init(options: EvaluationOptions) { self.options = options }

    /// Evaluates every matcher of a sample.
    /// - Parameters:
    ///   - source: The comparisons; its score columns are in the order of `matchers`.
    ///   - matchers: What is known of the matchers, whose names differ.
    ///   - sample: Where the comparisons come from.
    ///   - faceChoice: Which face was compared; nil for scores from outside.
    /// - Throws: `EvaluationError` when the options or the sample do not allow an evaluation; what the source throws.
    public func evaluate(
        _ source: any TrialSource, matchers: [MatcherEvaluation.Subject], sample: Calibration.Sample,
        faceChoice: FaceChoice?
    ) throws -> EvaluationResult {
        let isFused = options.fuse && matchers.count >= 2
        try check(matchers, isFused: isFused)
        var survey = Survey(matchers, hasSubjects: source.hasSubjects)
        try source.forEachBlock { try survey.add($0) }
        var collected = survey.collectors
        let distributions = try collected.indices.map { index in
            try classes(collected[index].distribution(), matchers[index].name)
        }
        let maps = try matchers.indices.map { index in
            guard let map = CrossValidatedMap(survey.fit, columns: [index]) else {
                throw EvaluationError(message: "\(matchers[index].name): found no scores to calibrate")
            }
            return map
        }
        let plan = isFused ? FusionPlan(survey.fit, singles: maps) : nil
        let full: any TrialSource = plan.map { FusedSource(base: source, plan: $0) } ?? source
        var second = SecondReading(maps: maps, isFused: isFused)
        try full.forEachBlock { second.add($0) }
        var analyses = matchers.indices.map { index in
            MatcherAnalysis(
                subject: matchers[index], distribution: distributions[index], collector: collected[index],
                quality: second.qualities[index], map: maps[index].all, options: options)
        }
        if isFused {
            analyses.append(
                MatcherAnalysis(
                    subject: .fused(of: matchers), distribution: try classes(second.fused.distribution(), "fused"),
                    collector: second.fused, quality: second.qualities[matchers.count],
                    map: LogisticMap(intercept: 0, weights: [1]), options: options))
        }
        let decisions = try Decisions(full, analyses, survey: survey, options: options)
        return Assembly(
            options: options, sample: sample, faceChoice: faceChoice, source: full, analyses: analyses,
            decisions: decisions
        ).result(fusion: plan?.fusion(names: matchers.map(\.name)))
    }

    private func check(_ matchers: [MatcherEvaluation.Subject], isFused: Bool) throws {
        let names = matchers.map(\.name)
        guard !names.isEmpty else { throw EvaluationError(message: "found no matcher to evaluate") }
        guard Set(names).count == names.count else {
            throw EvaluationError(message: "found matchers of the same name among \(names.joined(separator: ", "))")
        }
        if isFused, names.contains("fused") {
            throw EvaluationError(message: "found a matcher named 'fused', the name that fusion gives to its own")
        }
        if isFused, names.count > FusionPlan.largestNumber {
            throw EvaluationError(
                message: "found \(names.count) matchers to fuse; at most \(FusionPlan.largestNumber) can be")
        }
        let known = names + (isFused ? ["fused"] : [])
        for gate in options.gates where !known.contains(gate.matcher) {
            throw EvaluationError(
                message: "gate '\(gate.text)': found no matcher '\(gate.matcher)'; there are "
                    + known.joined(separator: ", "))
        }
        if let target = options.allTargets.first(where: { !($0 > 0 && $0 < 1) }) {
            throw EvaluationError(message: "found the false match rate \(target); it must lie between 0 and 1")
        }
    }

    private func classes(_ distribution: ScoreDistribution, _ name: String) throws -> ScoreDistribution {
        guard distribution.mated > 0, distribution.nonMated > 0 else {
            throw EvaluationError(
                message:
                    "\(name): found \(distribution.mated) mated and \(distribution.nonMated) non-mated comparisons "
                    + "with a score; error rates need at least one of each")
        }
        return distribution
    }
}

extension MatcherEvaluation.Subject {
    /// The fusion of some matchers.
    static func fused(of matchers: [Self]) -> Self {
        var models: [ModelDigest] = []
        for model in matchers.flatMap(\.models) where !models.contains(model) { models.append(model) }
        return Self(
            name: "fused", version: nil, metric: .logLikelihoodRatio, models: models, images: matchers[0].images,
            failedImages: nil, speed: nil)
    }
}
