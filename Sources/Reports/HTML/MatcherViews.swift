import AuditCore

/// The matchers on the first page: each one's scores, and how each two agree.
struct MatcherViews {
    let statistics: RunStatistics

    func fill(_ view: inout View) {
        view.flag("has_matchers", !statistics.matchers.isEmpty)
        view.list("matchers", statistics.matchers.enumerated().map(matcher))
        view.flag("has_agreements", !statistics.agreements.isEmpty)
        view.list("agreements", statistics.agreements.map(agreement))
    }

    private func matcher(_ number: Int, _ matcher: MatcherStatistics) -> View {
        View { view in
            view.text("matcher", matcher.name)
            view.fixed("part", Wording.part(matcher.part))
            view.fixed("metric", Wording.metric(matcher.metric))
            view.fixed(
                "thresholds",
                Wording.thresholds(
                    matcher.metric, approve: matcher.approveThreshold, reject: matcher.rejectThreshold))
            view.fixed("scored", Wording.count(matcher.scored, "score", "scores"))
            if matcher.missing > 0 {
                view.fixed("missing", "\(Wording.count(matcher.missing, "request", "requests")) without one")
            }
            view.markup("histogram", Histogram.draw(matcher, number: number))
        }
    }

    private func agreement(_ table: AgreementTable) -> View {
        let (scored, same) = table.scoredAndSame
        let opposed = table.count(.approved, .rejected) + table.count(.rejected, .approved)
        return View { view in
            view.text("a", table.a)
            view.text("b", table.b)
            view.fixed("scored_both", Wording.count(scored, "request", "requests"))
            view.fixed("same", CountText.percent(same, of: scored))
            view.fixed("opposed", CountText.grouped(opposed))
            view.list(
                "columns", AgreementTable.verdicts.map { b in View { $0.fixed("column", Wording.verdict(b)) } })
            view.list(
                "rows",
                AgreementTable.verdicts.map { a in
                    View { view in
                        view.fixed("row_title", Wording.verdict(a))
                        view.list("cells", AgreementTable.verdicts.map { cell(table, a, $0) })
                    }
                })
        }
    }

    private func cell(_ table: AgreementTable, _ a: Outcome?, _ b: Outcome?) -> View {
        View { view in
            let count = table.count(a, b)
            view.fixed("cell", count == 0 ? "·" : CountText.grouped(count))
            let opposed = (a == .approved && b == .rejected) || (a == .rejected && b == .approved)
            view.fixed(
                "cell_class", count == 0 ? "none" : a == b && a != nil ? "same" : opposed ? "opposed" : "other")
        }
    }
}
