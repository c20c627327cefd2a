import AuditCore

/// A difference in a few lines.
enum DiffSummary {
    private static let longestList = 20

    static func text(_ diff: RunDiff) -> String {
        let later = diff.b.replay?.isWhatIf == true ? "the trial" : "run \(diff.b.id)"
        var lines = [
            "\(earlier(diff)) against \(later): \(diff.changed) of \(diff.compared) requests are decided otherwise"
                + (diff.compared > 0 ? " (\(NumberText.percent(diff.flipRate)))" : "") + ", \(diff.new) new, "
                + "\(diff.gone) gone"
        ]
        for cause in RunDiff.Cause.allCases {
            let count = diff.flips.count { $0.causes.contains(cause) && $0.from != nil && $0.to != nil }
            if count > 0 { lines.append("  by \(cause.rawValue): \(count)") }
        }
        let changed = diff.flips.filter { $0.from != nil && $0.to != nil }
        for flip in changed.prefix(longestList) { lines.append("  " + line(flip)) }
        if changed.count > longestList { lines.append("  and \(changed.count - longestList) more") }
        for finding in diff.findings where finding.new + finding.resolved > 0 {
            lines.append(
                "  \(finding.code.rawValue): \(finding.new) new, \(finding.stillOpen) still open, \(finding.resolved) "
                    + "resolved")
        }
        return lines.joined(separator: "\n")
    }

    /// `run 3`, `runs 1, 2 and 4`, `12 runs from 1 to 14`.
    private static func earlier(_ diff: RunDiff) -> String {
        let ids = diff.earlier.map { "\($0.id)" }
        guard ids.count > 1, let first = ids.first, let last = ids.last else { return "run \(diff.a.id)" }
        if ids.count > 5 { return "\(ids.count) runs from \(first) to \(last)" }
        return "runs \(ids.dropLast().joined(separator: ", ")) and \(last)"
    }

    private static func line(_ flip: RunDiff.Flip) -> String {
        let crossed = flip.scores.first { $0.crossed != nil }.map { change in
            let threshold = change.crossed == .approve ? change.approveB : change.rejectB
            return ", \(change.matcher) \(number(change.scoreA)) to \(number(change.scoreB)), "
                + "\(change.crossed?.rawValue ?? "") at \(number(threshold))"
        }
        return "\(flip.requestID): \(flip.from?.rawValue ?? "") to \(flip.to?.rawValue ?? "") by "
            + flip.causes.map(\.rawValue).joined(separator: ", ") + (crossed ?? "")
    }

    private static func number(_ value: Double?) -> String {
        value.map { NumberText.fixed($0, digits: 4) } ?? "none"
    }
}
