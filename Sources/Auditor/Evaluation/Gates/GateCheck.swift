import AuditCore

extension GateClaim {
    /// Whether the sample supports the claim: the worse bound of the interval, not the measured value, has to keep the
    /// limit.
    func check(_ matcher: MatcherEvaluation, _ analysis: MatcherAnalysis) -> GateResult {
        switch figure {
        case .fnmr(let target):
            guard let point = matcher.operatingPoints.first(where: { $0.fmrTarget == target }) else {
                return result(nil, nil, problem: "There is no operating point at this false match rate.")
            }
            let clustered = point.fnmrCI95Subjects ?? point.fnmrCI95
            let interval = [min(point.fnmrCI95[0], clustered[0]), max(point.fnmrCI95[1], clustered[1])]
            let problem =
                point.supported
                ? nil
                : "\(matcher.nonMated) non-mated comparisons do not support an FMR of \(Wording.rate(target)) "
                    + "(rule of 30); they support \(Wording.rate(RuleOf30.smallestRate(comparisons: matcher.nonMated))) "
                    + "at the least."
            return result(point.fnmr, interval, problem: problem)
        case .eer:
            // Both rates at the threshold bound it: the equal error rate lies between them.
            let errors = analysis.distribution.errors(at: analysis.direction.similarity(matcher.eer.threshold))
            let fmr = BinomialInterval.clopperPearson(errors.falseMatches, of: matcher.nonMated)
            let fnmr = BinomialInterval.clopperPearson(errors.falseNonMatches, of: matcher.mated)
            return result(matcher.eer.value, [min(fmr[0], fnmr[0]), max(fmr[1], fnmr[1])], problem: nil)
        case .cllr: return result(matcher.cllr, analysis.quality.cost.interval, problem: nil)
        case .auc:
            let interval = AreaInterval.hanleyMcNeil(
                matcher.auc, mated: matcher.mated, nonMated: matcher.nonMated)
            return result(matcher.auc, interval, problem: nil)
        case .fta:
            let (failed, attempts) = analysis.acquisition
            return result(
                matcher.failureToAcquire, BinomialInterval.clopperPearson(failed, of: attempts), problem: nil)
        }
    }

    private func result(_ value: Double?, _ interval: [Double]?, problem: String?) -> GateResult {
        guard let value, let interval, problem == nil else {
            return GateResult(
                claim: text, holds: false, value: value, interval: interval, reason: problem ?? "There is no value.")
        }
        let isLower = figure == .auc
        let holds = isLower ? interval[0] >= limit : interval[1] <= limit
        let bound = isLower ? interval[0] : interval[1]
        let reason =
            "Measured \(Wording.number(value)), 95 % interval \(Wording.number(interval[0])) to "
            + "\(Wording.number(interval[1])): its bound \(Wording.number(bound)) "
            + (holds ? "keeps" : "does not keep") + " the limit \(Wording.number(limit))."
        return GateResult(claim: text, holds: holds, value: value, interval: interval, reason: reason)
    }
}

/// The interval of an area under the ROC.
enum AreaInterval {
    /// Hanley & McNeil's normal 95 % interval (Radiology 143, 1982).
    static func hanleyMcNeil(_ area: Double, mated: Int, nonMated: Int) -> [Double] {
        let (m, n) = (Double(mated), Double(nonMated))
        let q1 = area / (2 - area)
        let q2 = 2 * area * area / (1 + area)
        let variance =
            (area * (1 - area) + (m - 1) * (q1 - area * area) + (n - 1) * (q2 - area * area)) / (m * n)
        let half = 1.959963984540054 * max(0, variance).squareRoot()
        return [max(0, area - half), min(1, area + half)]
    }
}
