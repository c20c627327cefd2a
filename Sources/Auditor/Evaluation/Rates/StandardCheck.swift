public import AuditCore

/// The verdict against a limit on both error rates.
public enum StandardCheck {
    /// NIST SP 800-63A-4: FMR at most 1 in 10,000 and FNMR at most 1 in 100, each shown by exact one-sided 95 % bounds.
    ///
    /// Passed: at the lowest threshold whose FMR is shown to be within the limit, so is the FNMR. Failed: at the lowest
    /// threshold whose FMR is not shown to be above the limit, the FNMR is shown to be above its limit, and at every
    /// higher threshold even more so. Not demonstrable: neither.
    public static func nist80063A(_ distribution: ScoreDistribution, direction: ScoreDirection) -> StandardVerdict {
        verdict(
            distribution, direction: direction, standard: "NIST SP 800-63A-4", fmrLimit: 1e-4, fnmrLimit: 1e-2)
    }

    static func verdict(
        _ distribution: ScoreDistribution, direction: ScoreDirection, standard: String, fmrLimit: Double,
        fnmrLimit: Double
    ) -> StandardVerdict {
        let (mated, nonMated) = (distribution.mated, distribution.nonMated)
        let shown = errors(in: distribution) { BinomialInterval.upperBound($0, of: nonMated) <= fmrLimit }
        let open = errors(in: distribution) { BinomialInterval.lowerBound($0, of: nonMated) <= fmrLimit }
        func at(_ errors: ScoreDistribution.Errors) -> String {
            let fmr = BinomialInterval.upperBound(errors.falseMatches, of: nonMated)
            let fnmr = BinomialInterval.upperBound(errors.falseNonMatches, of: mated)
            return
                "at threshold \(Wording.number(direction.similarity(errors.threshold))) there are "
                + "\(errors.falseMatches) false matches in \(nonMated) (FMR at most \(Wording.rate(fmr))) and "
                + "\(errors.falseNonMatches) false non-matches in \(mated) (FNMR at most \(Wording.rate(fnmr)))"
        }
        let limits =
            "limits \(Wording.rate(fmrLimit)) and \(Wording.rate(fnmrLimit)), one-sided 95 % bounds (Clopper-Pearson, as if no person were in "
            + "two comparisons)"
        if let shown, BinomialInterval.upperBound(shown.falseNonMatches, of: mated) <= fnmrLimit {
            return StandardVerdict(standard: standard, result: .passed, reason: "Passed: \(at(shown)); \(limits).")
        }
        if let open, BinomialInterval.lowerBound(open.falseNonMatches, of: mated) > fnmrLimit {
            let bound = BinomialInterval.lowerBound(open.falseNonMatches, of: mated)
            return StandardVerdict(
                standard: standard, result: .failed,
                reason: "Failed: even \(at(open)), and FNMR at least \(Wording.rate(bound)); \(limits).")
        }
        var reason = "Not demonstrable with this sample: "
        if let shown {
            reason += at(shown) + "; \(limits)."
        } else {
            reason +=
                "\(nonMated) non-mated comparisons cannot show an FMR of \(Wording.rate(fmrLimit)) even without an "
                + "error; that takes \(RuleOf30.errorFreeComparisons(limit: fmrLimit))."
        }
        return StandardVerdict(standard: standard, result: .notDemonstrable, reason: reason)
    }

    /// The errors at the lowest threshold whose false matches satisfy a condition that fewer satisfy too.
    private static func errors(
        in distribution: ScoreDistribution, where holds: (Int) -> Bool
    ) -> ScoreDistribution.Errors? {
        guard holds(0) else { return nil }
        var low = 0
        var high = distribution.nonMated
        while low < high {
            let middle = (low + high + 1) / 2
            if holds(middle) { low = middle } else { high = middle - 1 }
        }
        var result: ScoreDistribution.Errors?
        distribution.forEachThreshold { if result == nil, $0.falseMatches <= low { result = $0 } }
        return result
    }
}
