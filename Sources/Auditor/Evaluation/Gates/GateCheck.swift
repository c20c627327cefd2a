import AuditCore

/// Intervals of both rates over subjects, nil when subjects are not known.
typealias SubjectIntervals = (fmr: [Double]?, fnmr: [Double]?)

extension GateClaim {
    /// Fewer scored comparisons of a class than this say too little about the spread of their costs.
    private static let fewestCosts = 30

    /// Whether the sample supports the claim: the worse bound of the interval, not the measured value, has to keep the
    /// limit.
    /// - Parameter subjects: At the claim's own threshold, when it has one.
    func check(
        _ matcher: MatcherEvaluation, _ analysis: MatcherAnalysis, _ folds: FoldCounter?, subjects: SubjectIntervals?
    )
        -> GateResult
    {
        switch figure {
        case .fnmr(let target):
            guard let point = matcher.operatingPoints.first(where: { $0.fmrTarget == target }) else {
                return refused("There is no operating point at this false match rate.")
            }
            guard point.supported else {
                return refused(
                    "\(matcher.nonMated) non-mated comparisons do not support an FMR of \(Wording.rate(target)) "
                        + "(rule of 30); they support \(Wording.rate(RuleOf30.smallestRate(comparisons: matcher.nonMated))) "
                        + "at the least.", point.fnmr, Self.wider(point.fnmrCI95, point.fnmrCI95Subjects))
            }
            return judged(point.fnmr, Self.wider(point.fnmrCI95, point.fnmrCI95Subjects))
        case .fmrAtThreshold(let threshold):
            let errors = analysis.distribution.mostErrors(at: analysis.direction.similarity(threshold))
            return judged(errors.falseMatches, of: matcher.nonMated, subjects?.fmr)
        case .fnmrAtThreshold(let threshold):
            let errors = analysis.distribution.mostErrors(at: analysis.direction.similarity(threshold))
            return judged(errors.falseNonMatches, of: matcher.mated, subjects?.fnmr)
        case .eer:
            // Both rates at the threshold bound it: the equal error rate lies between them.
            let errors = analysis.distribution.errors(at: analysis.direction.similarity(matcher.eer.threshold))
            let fmr = BinomialInterval.clopperPearson(errors.falseMatches, of: matcher.nonMated)
            return judged(
                matcher.eer.value,
                Self.wider(fmr, BinomialInterval.clopperPearson(errors.falseNonMatches, of: matcher.mated)))
        case .cllr:
            let interval = analysis.quality.cost.interval
            guard min(matcher.mated, matcher.nonMated) >= Self.fewestCosts else {
                return refused(
                    "The interval of the mean cost takes at least \(Self.fewestCosts) comparisons of each class; there are "
                        + "\(matcher.mated) mated and \(matcher.nonMated) non-mated ones.", matcher.cllr, interval)
            }
            return judged(matcher.cllr, interval)
        case .auc:
            return judged(
                matcher.auc, AreaInterval.newcombe(matcher.auc, mated: matcher.mated, nonMated: matcher.nonMated))
        case .fta: return judged(analysis.acquisition.failed, of: analysis.acquisition.attempts, nil)
        case .accuracy(let withFailures):
            guard let result = folds?.result(withFailures: withFailures) else {
                return refused(
                    "There is no accuracy: the sample has fewer than two folds, or too many comparisons.")
            }
            return judged(
                result.accuracy.mean, BinomialInterval.clopperPearson(result.right, of: result.decisions))
        }
    }

    /// From the lower of the low bounds to the higher of the high ones.
    private static func wider(_ a: [Double], _ b: [Double]?) -> [Double] {
        b.map { [min(a[0], $0[0]), max(a[1], $0[1])] } ?? a
    }

    private func refused(_ problem: String, _ value: Double? = nil, _ interval: [Double]? = nil) -> GateResult {
        GateResult(claim: text, holds: false, value: value, interval: interval, reason: problem)
    }

    private func judged(_ errors: Int, of trials: Int, _ clustered: [Double]?) -> GateResult {
        judged(
            Double(errors) / Double(trials),
            Self.wider(BinomialInterval.clopperPearson(errors, of: trials), clustered))
    }

    private func judged(_ value: Double, _ interval: [Double]) -> GateResult {
        let bound = interval[figure.isLowerLimit ? 0 : 1]
        let holds = figure.isLowerLimit ? bound >= limit : bound <= limit
        let reason =
            "Measured \(Wording.number(value)), 95 % interval \(Wording.number(interval[0])) to "
            + "\(Wording.number(interval[1])): its bound \(Wording.number(bound)) "
            + (holds ? "keeps" : "does not keep") + " the limit \(Wording.number(limit))."
        return GateResult(claim: text, holds: holds, value: value, interval: interval, reason: reason)
    }
}
