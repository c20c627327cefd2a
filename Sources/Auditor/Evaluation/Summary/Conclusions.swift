/// What the figures say, in plain words, most important first.
struct Conclusions {
    let matchers: [MatcherEvaluation]
    let comparisons: [MatcherComparison]
    let rate: Double

    var sentences: [String] {
        [ranking].compactMap { $0 } + matchers.compactMap(accuracy) + comparisons.map(\.conclusion)
            + matchers.map { "\($0.name), \($0.verdict.standard): \($0.verdict.reason)" }
            + matchers.compactMap(failures)
    }

    /// Which matcher is best at the rate of comparison and whether the sample can tell it from every other one.
    private var ranking: String? {
        guard matchers.count > 1 else { return nil }
        let points = matchers.compactMap { matcher in point(matcher).map { (matcher.name, $0) } }
        let supported = points.filter { $0.1.supported }
        guard supported.count == points.count, let target = supported.map(\.1.fmrTarget).max(),
            supported.allSatisfy({ $0.1.fmrTarget == target }),
            let best = supported.min(by: { $0.1.fnmr < $1.1.fnmr })
        else { return "The sample supports no false match rate at which all matchers could be ranked." }
        let ties = comparisons.filter { [$0.a, $0.b].contains(best.0) && $0.winner != best.0 }
            .map { $0.a == best.0 ? $0.b : $0.a }
        let text = "At an FMR of \(Wording.rate(target)), \(best.0) has the lowest FNMR, \(Wording.rate(best.1.fnmr))"
        if ties.isEmpty { return text + "; the sample shows that it is better than every other matcher." }
        return text + "; the sample cannot show that it is better than \(ties.joined(separator: " and "))."
    }

    private func accuracy(_ matcher: MatcherEvaluation) -> String? {
        guard let point = point(matcher) else { return nil }
        let least = Wording.rate(RuleOf30.smallestRate(comparisons: matcher.nonMated))
        guard point.supported else {
            return
                "\(matcher.name): \(matcher.nonMated) non-mated comparisons support no false match rate that was asked "
                + "for; the smallest that they could is \(least)."
        }
        return "\(matcher.name): at an FMR of at most \(Wording.rate(point.fmrTarget)) the FNMR is "
            + Wording.rate(point.fnmr, point.fnmrCI95)
            + "; \(matcher.nonMated) non-mated comparisons support no FMR below \(least) (rule of 30)."
    }

    private func failures(_ matcher: MatcherEvaluation) -> String? {
        let failed = matcher.matedFailed + matcher.nonMatedFailed
        guard failed > 0 else { return nil }
        return
            "\(matcher.name) has no score for \(failed) of \(matcher.mated + matcher.nonMated + failed) comparisons; "
            + "its FMR and FNMR leave them out, its FAR and FRR count them."
    }

    /// The supported operating point nearest to the rate from above, else the one of the largest rate.
    private func point(_ matcher: MatcherEvaluation) -> OperatingPoint? {
        matcher.operatingPoints.last { $0.supported && $0.fmrTarget >= rate } ?? matcher.operatingPoints.first
    }
}
