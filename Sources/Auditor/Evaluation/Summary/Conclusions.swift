/// What the figures say, in plain words, most important first.
struct Conclusions {
    let matchers: [MatcherEvaluation]
    let comparisons: [MatcherComparison]
    let options: EvaluationOptions

    var sentences: [String] {
        [ranking].compactMap { $0 } + together(accuracy) + paired
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
            "At an FMR of \(Wording.rate(rate)) each, this sample cannot tell apart: \(pairs) (smallest exact McNemar "
                + "p = \(Wording.number(p)))."
        ]
    }

    /// Which matcher is best at the rate of comparison and whether the sample can tell it from every other one.
    private var ranking: String? {
        guard matchers.count > 1 else { return nil }
        let points = matchers.compactMap { matcher in point(of: matcher).map { (matcher.name, $0) } }
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
        if ties.isEmpty {
            return text + "; on the comparisons that both scored it is shown to be better than every other matcher."
        }
        return text + "; on the comparisons that both scored it cannot be shown to be better than "
            + ties.joined(separator: " and ") + "."
    }

    private func failures(_ matcher: MatcherEvaluation) -> String? {
        let failed = matcher.matedFailed + matcher.nonMatedFailed
        guard failed > 0 else { return nil }
        return
            "\(matcher.name) has no score for \(failed) of \(matcher.mated + matcher.nonMated + failed) comparisons; "
            + "its FMR and FNMR leave them out, its FAR and FRR count them."
    }

    /// The supported operating point nearest to the rate of comparison from above, else the one of the largest rate.
    private func point(of matcher: MatcherEvaluation) -> OperatingPoint? {
        // Rates that only a gate asks for change nothing but the gate.
        let points = matcher.operatingPoints.filter { options.fmrTargets.contains($0.fmrTarget) }
        return points.last { $0.supported && $0.fmrTarget >= options.comparisonFMR } ?? points.first
    }

    /// What the matcher reaches at the rate, or why the sample cannot say.
    private func accuracy(_ matcher: MatcherEvaluation) -> String? {
        guard let point = point(of: matcher) else { return nil }
        let comparisons = "\(matcher.nonMated) non-mated comparisons support no "
        let least = RuleOf30.smallestRate(comparisons: matcher.nonMated)
        guard point.supported else {
            return comparisons + "false match rate that was asked for"
                + (least <= 1 ? "; the smallest that they could is \(Wording.rate(least))." : ", nor any other.")
        }
        return "at an FMR of at most \(Wording.rate(point.fmrTarget)) the FNMR is "
            + Wording.rate(point.fnmr, point.fnmrInterval)
            + "; \(comparisons)FMR below \(Wording.rate(least)) (rule of 30)."
    }
}

extension OperatingPoint {
    /// The wider of both intervals on each side: comparisons of the same people are not independent.
    var fnmrInterval: [Double] {
        guard let other = fnmrCI95Subjects else { return fnmrCI95 }
        return [min(fnmrCI95[0], other[0]), max(fnmrCI95[1], other[1])]
    }
}
