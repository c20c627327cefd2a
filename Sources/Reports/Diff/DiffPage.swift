import AuditCore

/// The page of a difference: the conclusion in words first, then why, where, and every request that it concerns.
struct DiffPage {
    let diff: RunDiff
    /// Whom the page is for; the difference holds nothing that it hides.
    var profile = RedactionProfile.team
    let templates: TemplateLibrary
    /// Whether the page stands beside a run's `index.html`.
    let isInReport: Bool

    func html() -> String {
        let (before, now) = (Self.earlierName(diff), Self.name(diff.b))
        let frame = PageFrame(
            templates: templates, toolVersion: diff.b.toolVersion,
            footnote: RedactionWording.differenceFootnote(profile),
            extraStyle: "html/diff.css")
        let view = View { view in
            frame.fill(&view, title: "\(before) and \(now) compared", root: "")
            view.fixed("before", before)
            view.fixed("now", now)
            let provenance = DiffProvenanceView(diff: diff)
            let manifest = provenance.earlier { $0.manifestName } ?? ""
            view.text("manifest", manifest)
            if diff.earlier.count == 1, diff.b.manifestName != manifest {
                view.text("other_manifest", diff.b.manifestName)
            }
            let policy = provenance.earlier { $0.policyName } ?? ""
            view.text("policy_name", policy)
            if diff.b.policyName != policy { view.text("other_policy", diff.b.policyName) }
            view.flag("is_in_report", isInReport)
            let conclusion = DiffConclusion(diff)
            view.fixed("lead", conclusion.lead)
            view.flag("has_facts", !conclusion.facts.isEmpty)
            view.list("facts", conclusion.facts.map { fact in View { $0.fixed("fact", fact) } })
            causes(&view)
            matrix(&view)
            shifts(&view)
            DiffFindingsView(diff: diff).fill(&view)
            DiffFlipsView(diff: diff).fill(&view)
            provenance.fill(&view)
        }
        return templates.render("html/diff.mustache", view)
    }

    /// `Run 7`, `What-if run`: a run that was only tried has no number that anybody could look up.
    static func name(_ run: RunRecord) -> String { run.replay?.isWhatIf == true ? "What-if run" : "Run \(run.id)" }

    /// `Run 7`, or `5 runs` that were decided again as one.
    static func earlierName(_ diff: RunDiff) -> String {
        diff.earlier.count == 1 ? name(diff.a) : Wording.count(diff.earlier.count, "run", "runs")
    }

    private func causes(_ view: inout View) {
        let counts = diff.causeCounts
        let shown = RunDiff.Cause.allCases.filter { counts[$0, default: 0] > 0 }
        let largest = counts.values.max() ?? 0
        view.flag("has_causes", !shown.isEmpty)
        view.flag("has_several_causes", diff.flips.contains { $0.causes.count > 1 })
        view.list(
            "causes",
            shown.map { cause in
                View { view in
                    view.fixed("cause", DiffWording.title(cause))
                    view.fixed("meaning", DiffWording.meaning(cause))
                    view.fixed("count", CountText.grouped(counts[cause, default: 0]))
                    view.markup(
                        "share_bar", Charts.shareBar(counts[cause, default: 0], of: largest, className: "cause-bar"))
                }
            })
    }

    private func matrix(_ view: inout View) {
        view.flag("has_matrix", diff.compared > 0)
        if diff.compared > 0 { view.markup("drawing", DiffPlots.matrix(diff)) }
    }

    private func shifts(_ view: inout View) {
        view.flag("has_shifts", !diff.shifts.isEmpty)
        view.list(
            "shifts",
            diff.shifts.enumerated().map { index, shift in
                View { view in
                    view.text("matcher", shift.matcher)
                    view.fixed("moved", DiffWording.moved(shift))
                    view.fixed("thresholds", DiffWording.thresholds(shift))
                    view.flag("has_drawing", !shift.cells.isEmpty)
                    if !shift.cells.isEmpty { view.markup("drawing", DiffPlots.scatter(shift, number: index)) }
                }
            })
        view.list(
            "densities",
            DiffPlots.densities.enumerated().map { index, word in
                View { view in
                    view.markup("key_line", DiffPlots.key(index))
                    view.fixed("word", word)
                }
            })
    }
}
