import AuditCore

extension ScoreDistribution {
    /// Operating points for rates in falling order, without intervals over subjects.
    /// - Parameter failureShare: Share of comparisons without a score, folded into FAR and FRR.
    func operatingPoints(_ targets: [Double], direction: ScoreDirection, failureShare: Double) -> [OperatingPoint] {
        zip(targets, thresholds(atMost: targets)).map { target, errors in
            let fmr = Double(errors.falseMatches) / Double(nonMated)
            let fnmr = Double(errors.falseNonMatches) / Double(mated)
            return OperatingPoint(
                fmrTarget: target, fmr: fmr,
                fmrCI95: BinomialInterval.clopperPearson(errors.falseMatches, of: nonMated), fnmr: fnmr,
                fnmrCI95: BinomialInterval.clopperPearson(errors.falseNonMatches, of: mated), fmrCI95Subjects: nil,
                fnmrCI95Subjects: nil, far: fmr * (1 - failureShare),
                frr: failureShare + fnmr * (1 - failureShare), threshold: direction.similarity(errors.threshold),
                falseMatches: errors.falseMatches, falseNonMatches: errors.falseNonMatches,
                supported: RuleOf30.supports(rate: target, comparisons: nonMated))
        }
    }

    /// Rates 9, 8, ... 1 times powers of ten from 0.5 down, only those that the sample supports.
    func ratePoints(direction: ScoreDirection) -> [RatePoint] {
        var targets: [Double] = []
        for exponent in 1...9 {
            for digit in stride(from: exponent == 1 ? 5 : 9, through: 1, by: -1) {
                // Parsed, so that it is the very number that a policy's text becomes.
                guard let target = Double("\(digit)e-\(exponent)") else { continue }
                if RuleOf30.supports(rate: target, comparisons: nonMated) { targets.append(target) }
            }
        }
        return operatingPoints(targets, direction: direction, failureShare: 0).map {
            RatePoint(
                fmrTarget: $0.fmrTarget, fmr: $0.fmr, fmrCI95: $0.fmrCI95, fnmr: $0.fnmr, fnmrCI95: $0.fnmrCI95,
                threshold: $0.threshold)
        }
    }

    /// The equal error rate on the ROC convex hull, with the candidate threshold at which FMR and FNMR are nearest.
    func equalErrorRate(_ hull: MonotoneCalibration, direction: ScoreDirection) -> EqualErrorRate {
        var best = (gap: Double.infinity, threshold: 0.0)
        let (m, n) = (Double(mated), Double(nonMated))
        forEachThreshold { errors in
            let gap = abs(Double(errors.falseMatches) / n - Double(errors.falseNonMatches) / m)
            if gap < best.gap { best = (gap, errors.threshold) }
        }
        return EqualErrorRate(
            value: hull.equalErrorRate, convention: "rocch", threshold: direction.similarity(best.threshold))
    }
}
