import AuditCore

/// What the reviewers learn by mail: how many requests wait for them and which, and no personal data.
struct ReviewersDigest {
    /// More ids than fit on a few screens are in the report.
    private static let limit = 200
    private var waiting: [Outcome: [DecisionRecord]] = [:]

    /// Remembers a decision that needs a person.
    mutating func add(_ decision: DecisionRecord) {
        guard decision.outcome == .review || decision.outcome == .error else { return }
        guard waiting[decision.outcome, default: []].count < Self.limit else { return }
        var short = decision
        // Only the id and the first reason are shown.
        short.images = []
        short.checks = []
        short.comparisons = []
        waiting[decision.outcome, default: []].append(short)
    }

    func view(_ run: RunRecord, _ statistics: RunStatistics, checkpoint: String?) -> View {
        View { view in
            view.fixed("run_id", run.id.description)
            view.text("manifest_name", HeaderText.clean(run.manifestName))
            view.fixed("total", Wording.count(statistics.total, "request", "requests"))
            view.fixed(
                "waiting_count", CountText.grouped(statistics.count(.review) + statistics.count(.error)))
            view.list(
                "outcomes",
                Outcome.humanFirst.map { outcome in
                    View { view in
                        view.fixed("outcome_title", Wording.title(outcome))
                        view.fixed("count", CountText.grouped(statistics.count(outcome)))
                    }
                })
            view.list("notices", run.notices.map { notice in View { $0.text("notice", HeaderText.clean(notice)) } })
            view.flag("has_notices", !run.notices.isEmpty)
            let lines = checkpoint?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
            view.flag("has_checkpoint", checkpoint != nil)
            view.list("checkpoint", lines.dropLast().map { line in View { $0.text("line", line) } })
            view.list(
                "groups",
                [Outcome.review, .error].filter { statistics.count($0) > 0 }.map { group($0, statistics) })
        }
    }

    private func group(_ outcome: Outcome, _ statistics: RunStatistics) -> View {
        let shown = waiting[outcome, default: []]
        return View { view in
            view.fixed("group_title", Wording.title(outcome))
            view.fixed("group_meaning", Wording.meaning(outcome))
            view.list(
                "requests",
                shown.map { decision in
                    View { view in
                        view.text("request_id", HeaderText.clean(RequestView.name(decision)))
                        view.fixed("code", decision.reasons.first?.code.rawValue ?? "")
                    }
                })
            let more = statistics.count(outcome) - shown.count
            if more > 0 { view.fixed("more", CountText.grouped(more)) }
        }
    }
}
