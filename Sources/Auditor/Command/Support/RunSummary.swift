import AuditCore
import AuditEngine

/// What `auditor run` prints when it is done: what was decided, and where the report is.
enum RunSummary {
    static func text(_ run: RunRecord, counts: [Outcome: Int], isNew: Bool, output: String) -> String {
        let total = counts.values.reduce(0, +)
        let decided = "\(total) requests decided"
        var lines: [String] = []
        if run.replay?.isWhatIf == true {
            // The next run gets a trial's number.
            lines.append("trial: \(decided), nothing recorded")
        } else if isNew {
            lines.append("run \(run.id): \(decided)")
        } else {
            lines.append("run \(run.id): nothing has changed since it finished; nothing was added")
        }
        for outcome in [Outcome.approved, .rejected, .review, .error] {
            let name = outcome.rawValue.padding(8)
            lines.append("  \(name) \(String(counts[outcome, default: 0]).leftPadding(7))")
        }
        let people = counts[.review, default: 0] + counts[.error, default: 0]
        if people > 0 { lines.append("\(people) need a person") }
        lines.append("report: \(output)/index.html")
        return lines.joined(separator: "\n")
    }

    /// What an interrupted run says: who stopped it, what is undecided, how to go on.
    static func interruption(_ run: RunRecord, _ progress: RunProgress.Snapshot, _ cause: StopRequest.Cause?) -> String
    {
        let undecided = run.rows - progress.decided
        let isTrial = run.replay?.isWhatIf == true
        var how = isTrial ? "nothing was recorded" : "run the same command again to resume"
        if !isTrial, case .finishBy(let time) = cause, time.utf8.count > 8 { how += ", with a later --finish-by" }
        return "\((cause ?? .signal).words) after \(progress.decided) of \(run.rows) requests: \(undecided) "
            + "\(undecided == 1 ? "is" : "are") undecided"
            // Rows are decided in order, so what follows the last is undecided.
            + (undecided > 0 ? ", from row \(progress.decided + 1) on" : "") + "; \(how)"
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func leftPadding(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
