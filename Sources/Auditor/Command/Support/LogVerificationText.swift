import AuditEngine

/// A verification for the terminal: the answer first, then what it rests on.
enum LogVerificationText {
    static func text(_ found: LogVerification) -> String {
        var lines: [String] = []
        if found.holds {
            lines.append("the log holds: \(found.size) leaves, \(found.checkpoints) checkpoints")
        } else {
            // Something that was brought along is no checkpoint of this log: of the log itself nothing was found.
            let saysNothing = found.findings.allSatisfy { $0.code == .unreadable }
            lines.append(
                saysNothing
                    ? "the log was not judged by all that was given: \(found.findingCount) findings"
                    : "the log does NOT hold: \(found.findingCount) findings")
            for finding in found.findings {
                let place = finding.leaf.map { "leaf \($0): " } ?? ""
                lines.append("  \(finding.code.rawValue): \(place)\(finding.message)")
            }
            if found.findingCount > found.findings.count {
                lines.append("  and \(found.findingCount - found.findings.count) more")
            }
        }
        lines.append("log \(found.origin)")
        lines.append("root of \(found.size) leaves \(found.root)")
        if found.decisions > 0 { lines.append("decisions held against their leaves: \(found.decisions)") }
        if found.erased > 0 { lines.append("decisions whose personal data was erased: \(found.erased)") }
        if found.opened > 0 { lines.append("commitments opened: \(found.opened)") }
        if found.uncovered > 0 {
            let run = found.holds ? ", of a run that has not ended" : ""
            lines.append(
                "leaves that no checkpoint covers yet: \(found.uncovered)\(run); nobody has signed for them")
        }
        lines.append(
            "This shows what was recorded, not that it was true, and nothing that was rewritten after the newest "
                + "checkpoint that is kept elsewhere by whoever holds the signing key.")
        return lines.joined(separator: "\n")
    }
}
