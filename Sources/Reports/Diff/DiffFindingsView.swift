import AuditCore

/// The findings: counts by reason, then which of them came or went.
struct DiffFindingsView {
    let diff: RunDiff

    /// So many changes are on the page; all are in the files.
    static let limit = 200

    func fill(_ view: inout View) {
        let ranked = diff.findings.sorted {
            ($1.new, $1.stillOpen, $1.resolved, $0.code.rawValue) < (
                $0.new, $0.stillOpen, $0.resolved, $1.code.rawValue
            )
        }
        view.flag("has_findings", !ranked.isEmpty)
        view.list("findings", ranked.map(row))
        let shown = changes(ranked.map(\.code))
        let all = diff.findingChanges.count
        view.flag("has_finding_changes", all > 0)
        view.flag("has_more_findings", all > shown.count)
        view.fixed("shown_findings", CountText.grouped(shown.count))
        view.fixed("finding_count", CountText.grouped(all))
        view.list(
            "finding_changes",
            shown.map { change in
                View { view in
                    view.text("request_id", change.requestID)
                    view.fixed("change", change.change.rawValue)
                    view.fixed("code", change.code.rawValue)
                }
            })
    }

    private func row(_ finding: RunDiff.FindingCount) -> View {
        View { view in
            let definition = finding.code.definition
            view.fixed("sentence", definition.reviewer)
            view.fixed("code", finding.code.rawValue)
            view.fixed("outcome", definition.severity == .info ? "info" : definition.severity.outcome.rawValue)
            view.fixed(
                "effect", definition.severity == .info ? "informs" : Wording.title(definition.severity.outcome))
            for (name, count) in [
                ("new", finding.new), ("still_open", finding.stillOpen), ("resolved", finding.resolved),
            ] {
                view.fixed(name, count == 0 ? "·" : CountText.grouped(count))
                view.fixed("\(name)_class", count == 0 ? "none" : name)
            }
        }
    }

    /// By reason in the table's order, new before resolved, then by request id.
    private func changes(_ order: [ReasonCode]) -> [RunDiff.FindingChange] {
        var shown: [RunDiff.FindingChange] = []
        for code in order {
            for kind in [RunDiff.FindingChange.Change.new, .resolved] {
                guard shown.count < Self.limit else { return shown }
                let found = diff.findingChanges.lazy.filter { $0.code == code && $0.change == kind }
                shown += found.prefix(Self.limit - shown.count)
            }
        }
        return shown
    }
}
