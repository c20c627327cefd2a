/// What the figures say, in plain words, most important first.
struct Conclusions {
    let matchers: [MatcherEvaluation]
    let comparisons: [MatcherComparison]
    let rate: Double

    var sentences: [String] {
        [ranking].compactMap { $0 } + together { $0.accuracy(nearest: rate) } + paired
            + together { "\($0.verdict.standard): \($0.verdict.reason)" } + matchers.compactMap(failures)
    }

    /// What is true of each matcher; those of which the same is true share a sentence.
    private func together(_ text: (MatcherEvaluation) -> String?) -> [String] {
        var said: [(names: [String], text: String)] = []
        for matcher in matchers {
            guard let text = text(matcher) else { continue }
            if let same = said.firstIndex(where: { $0.text == text }) {
                said[same].names.append(matcher.name)
            } else {
                said.append(([matcher.name], text))
            }
        }
        return said.map { "\($0.names.joined(separator: ", ")): \($0.text)" }
    }

    /// Every decided comparison; undecided ones share a sentence when they are many.
    private var paired: [String] {
        let undecided = comparisons.filter { $0.winner == nil }
        guard undecided.count > 2, let rate = undecided.map(\.fmrTarget).max(),
            undecided.allSatisfy({ $0.fmrTarget == rate }), let p = undecided.map(\.pValue).min()
        else { return comparisons.map(\.conclusion) }
        let pairs = undecided.map { "\($0.a) and \($0.b)" }.joined(separator: ", ")
        return comparisons.filter { $0.winner != nil }.map(\.conclusion) + [
            "At an FMR of \(Wording.rate(rate)) each, this sample cannot tell apart: \(pairs) (exact McNemar p of "
                + "\(Wording.number(p)) or more)."
        ]
    }

    /// Which matcher is best at the rate of comparison and whether the sample can tell it from every other one.
    private var ranking: String? {
        guard matchers.count > 1 else { return nil }
        let points = matchers.compactMap { matcher in matcher.point(nearest: rate).map { (matcher.name, $0) } }
        let supported = points.filter { $0.1.supported }
        guard supported.count == points.count, let target = supported.map(\.1.fmrTarget).max(),
            supported.allSatisfy({ $0.1.fmrTarget == target }),
            // Failures to acquire count: a matcher that gives up on hard photos must not win by it.
            let best = supported.min(by: { $0.1.frr < $1.1.frr })
        else { return "The sample supports no false match rate at which all matchers could be ranked." }
        let equals = supported.filter { $0.1.frr == best.1.frr }.map(\.0)
        guard equals.count == 1 else {
            return "At an FMR of \(Wording.rate(target)), \(equals.joined(separator: ", ")) have the same lowest FRR, "
                + "\(Wording.rate(best.1.frr)), failures to acquire counted."
        }
        let ties = comparisons.filter { [$0.a, $0.b].contains(best.0) && $0.winner != best.0 }
            .map { $0.a == best.0 ? $0.b : $0.a }
        let text =
            "At an FMR of \(Wording.rate(target)), \(best.0) has the lowest FRR, \(Wording.rate(best.1.frr)), failures to "
            + "acquire counted"
        if ties.isEmpty { return text + "; the sample shows that it is better than every other matcher." }
        return text + "; the sample cannot show that it is better than \(ties.joined(separator: " and "))."
    }

    private func failures(_ matcher: MatcherEvaluation) -> String? {
        let failed = matcher.matedFailed + matcher.nonMatedFailed
        guard failed > 0 else { return nil }
        return
            "\(matcher.name) has no score for \(failed) of \(matcher.mated + matcher.nonMated + failed) comparisons; "
            + "its FMR and FNMR leave them out, its FAR and FRR count them."
    }
}

extension MatcherEvaluation {
    /// The supported operating point nearest to the rate from above, else the one of the largest rate.
    fileprivate func point(nearest rate: Double) -> OperatingPoint? {
        operatingPoints.last { $0.supported && $0.fmrTarget >= rate } ?? operatingPoints.first
    }

    /// What the matcher reaches at the rate, or why the sample cannot say.
    fileprivate func accuracy(nearest rate: Double) -> String? {
        guard let point = point(nearest: rate) else { return nil }
        let least = Wording.rate(RuleOf30.smallestRate(comparisons: nonMated))
        guard point.supported else {
            return
                "\(nonMated) non-mated comparisons support no false match rate that was asked for; the smallest that "
                + "they could is \(least)."
        }
        return "at an FMR of at most \(Wording.rate(point.fmrTarget)) the FNMR is "
            + Wording.rate(point.fnmr, point.fnmrCI95)
            + "; \(nonMated) non-mated comparisons support no FMR below \(least) (rule of 30)."
    }
}
