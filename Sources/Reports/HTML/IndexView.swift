import AuditCore
import Evaluation

/// The first page as its template sees it: the answer first, then what it rests on.
struct IndexView {
    let context: ReportContext
    let statistics: RunStatistics
    let pages: RequestPages
    let searches: RunSearches
    let frame: PageFrame

    private var run: RunRecord { context.run }

    func make() -> View {
        View { view in
            frame.fill(&view, title: "Audit \(run.name.lowercased()): \(run.manifestName)", root: "")
            view.fixed("run_name", run.name)
            view.text("manifest_name", run.manifestName)
            view.text("policy_name", run.policyName)
            view.text("when", when)
            view.text("duration", duration)
            view.flag("has_diff", context.diff != nil)
            trends(&view)
            duplicates(&view)
            view.flag("has_documents", DocumentsPage.isThere(context))
            view.fixed("documents_page", DocumentsPage.page)
            view.fixed("parent", run.replay?.parent.description ?? "")
            let notices = [RedactionWording.notice(context.profile)].compactMap(\.self) + run.notices
            view.flag("has_notices", !notices.isEmpty)
            view.list("notices", notices.map { notice in View { $0.text("notice", notice) } })
            summary(&view)
            view.list("searches", searches.sentences.map { text in View { $0.fixed("search", text) } })
            reasons(&view)
            MatcherViews(statistics: statistics).fill(&view)
            view.flag("has_checks", !statistics.checks.isEmpty)
            view.list("checks", statistics.checks.map(check))
            pageLists(&view)
            ProvenanceView(run: run, profile: context.profile, checkpoint: context.checkpoint).fill(&view)
        }
    }

    private func duplicates(_ view: inout View) {
        guard let duplicates = context.duplicates else { return view.flag("has_duplicates", false) }
        view.flag("has_duplicates", true)
        view.fixed("duplicates_page", DuplicatesRenderer.page)
        view.fixed("duplicate_groups", Wording.count(duplicates.groups.count, "group", "groups") + " of duplicates")
        view.text("duplicates_tint", duplicates.groups.isEmpty ? nil : Outcome.review.rawValue)
    }

    private func trends(_ view: inout View) {
        guard let drift = context.drift else { return view.flag("has_trends", false) }
        let (words, tint) = DriftPage.verdict(drift)
        view.flag("has_trends", true)
        view.fixed("trends_page", DriftRenderer.trendsPage)
        view.fixed("trends_runs", Wording.count(drift.nights.count, "run", "runs"))
        view.fixed("drift_verdict", words)
        view.text("drift_tint", tint?.rawValue)
    }

    private var when: String { Timestamp(run.started)?.words ?? run.started }

    private var duration: String? {
        guard let start = Timestamp(run.started), let end = run.finished.flatMap(Timestamp.init) else { return nil }
        return start.duration(to: end)
    }

    private func summary(_ view: inout View) {
        let total = statistics.total
        view.fixed("total", Wording.count(total, "request", "requests"))
        view.flag("is_empty", total == 0)
        view.fixed("sentence", sentence)
        view.markup("outcome_bar", Charts.outcomeBar(statistics))
        view.list(
            "outcomes",
            Outcome.humanFirst.map { outcome in
                View { view in
                    view.fixed("outcome", outcome.rawValue)
                    view.fixed("outcome_title", Wording.title(outcome))
                    view.fixed("meaning", Wording.meaning(outcome))
                    view.fixed("count", CountText.grouped(statistics.count(outcome)))
                    view.fixed("share", CountText.percent(statistics.count(outcome), of: total))
                    if let page = pages.pages(outcome).first { view.fixed("link", RequestPages.file(page)) }
                }
            })
        let waiting = pages.first.filter { $0.decision.outcome == .review || $0.decision.outcome == .error }
        let all = statistics.count(.review) + statistics.count(.error)
        view.flag("has_waiting", !waiting.isEmpty)
        view.list("waiting", waiting.map(entry))
        if all > waiting.count {
            view.fixed("waiting_more", "All \(CountText.grouped(all)) that need a person")
            view.fixed("waiting_link", RequestPages.file(1))
        }
    }

    /// What happened, in one breath.
    private var sentence: String {
        let review = statistics.count(.review)
        let error = statistics.count(.error)
        guard statistics.total > 0 else { return "The manifest holds no requests." }
        var parts: [String] = []
        if review > 0 {
            parts.append("\(CountText.grouped(review)) \(review == 1 ? "needs" : "need") a person’s decision")
        }
        if error > 0 {
            parts.append("\(CountText.grouped(error)) \(error == 1 ? "was" : "were") not processed")
        }
        guard !parts.isEmpty else { return "Nothing waits for a person." }
        return parts.joined(separator: ", and ") + "."
    }

    private func entry(_ entry: RequestPages.Entry) -> View {
        View { view in
            let decision = entry.decision
            view.text("request_id", RequestView.name(decision))
            view.fixed("link", entry.link)
            view.fixed("outcome", decision.outcome.rawValue)
            view.fixed("outcome_title", Wording.title(decision.outcome))
            view.fixed("reason", decision.reasons.first?.code.definition.reviewer ?? "")
            let leading = RequestView.leading(decision)
            view.fixed("score", leading?.score.map(Wording.score) ?? "–")
        }
    }

    private func reasons(_ view: inout View) {
        let ranked = statistics.rankedReasons
        // What informs only is counted, but would dwarf what matters.
        let largest = ranked.filter { $0.code.definition.severity != .info }.map(\.count).max() ?? 0
        view.flag("has_reasons", !ranked.isEmpty)
        view.list(
            "reasons",
            ranked.map { reason in
                View { view in
                    let severity = reason.code.definition.severity
                    view.fixed("code", reason.code.rawValue)
                    view.fixed("sentence", reason.code.definition.reviewer)
                    view.fixed("count", CountText.grouped(reason.count))
                    let outcome = severity == .info ? "info" : severity.outcome.rawValue
                    view.fixed("effect", severity == .info ? "informs" : Wording.title(severity.outcome))
                    view.fixed("outcome", outcome)
                    if severity != .info {
                        view.markup("share_bar", Charts.shareBar(reason.count, of: largest, className: "o-\(outcome)"))
                    }
                    view.list("examples", (pages.examples[reason.code] ?? []).map(entry))
                }
            })
    }

    private func check(_ check: CheckStatistics) -> View {
        View { view in
            view.text("check", Wording.capitalized(check.id))
            // Most frequent first, so that the cause that explains the column is read first.
            let causes = check.causes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            view.text(
                "cause",
                causes.map { "\(Wording.words($0.key)) \(CountText.grouped($0.value))" }.joined(separator: ", "))
            view.list(
                "states",
                CheckState.allCases.map { state in
                    View { view in
                        let count = check.states[state, default: 0]
                        view.fixed("state_count", count == 0 ? "·" : CountText.grouped(count))
                        view.fixed("state_class", count == 0 ? "none" : state.rawValue)
                    }
                })
        }
    }

    private func pageLists(_ view: inout View) {
        view.flag("has_pages", pages.count > 0)
        view.flag("approved_left_out", statistics.total > context.approvedLimit)
        view.fixed("page_limit", CountText.grouped(context.approvedLimit))
        view.fixed("approved_count", CountText.grouped(statistics.count(.approved)))
        view.list(
            "page_lists",
            pages.outcomes.filter { !pages.pages($0).isEmpty }.map { outcome in
                View { view in
                    view.fixed("outcome", outcome.rawValue)
                    view.fixed("outcome_title", Wording.title(outcome))
                    view.fixed("count", CountText.grouped(statistics.count(outcome)))
                    view.list(
                        "numbers",
                        pages.pages(outcome).map { page in
                            View { view in
                                view.fixed("number", page.description)
                                view.fixed("link", RequestPages.file(page))
                            }
                        })
                }
            })
    }
}
