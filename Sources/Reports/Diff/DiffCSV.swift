import AuditCore

/// `findings.csv`: one line a finding that is new or resolved, in the order of `diff.json`.
enum FindingsCSV {
    static func write(_ diff: RunDiff, to folder: StagingFolder) throws(AuditError) {
        let file = try folder.file("findings.csv")
        try file.write("request_id,code,change\n")
        for change in diff.findingChanges {
            try file.write("\(CSVText.cell(change.requestID)),\(change.code.rawValue),\(change.change.rawValue)\n")
        }
        try file.close()
    }
}

/// `diff.csv`: one line a flip, in the order of `diff.json`. An outcome is empty where the request is in the other run
/// only; numbers are exact, because a score may lie next to a threshold.
enum DiffCSV {
    static func write(_ diff: RunDiff, to folder: StagingFolder) throws(AuditError) {
        let matchers = matchers(diff)
        var columns = ["request_id", "from", "to", "causes", "reasons_a", "reasons_b"]
        for matcher in matchers {
            columns += ["score_a", "score_b", "threshold_a", "threshold_b"].map { "\(matcher)_\($0)" }
        }
        let file = try folder.file("diff.csv")
        try file.write(columns.map(CSVText.cell).joined(separator: ",") + "\n")
        for flip in diff.flips { try file.write(line(flip, matchers)) }
        try file.close()
    }

    /// Those of the later run, then those that only the earlier one has, then any other that has a score.
    static func matchers(_ diff: RunDiff) -> [String] {
        let named = (diff.b.matchers + diff.a.matchers).map(\.name).uniqued()
        var known = Set(named)
        return named + diff.flips.lazy.flatMap(\.scores).map(\.matcher).filter { known.insert($0).inserted }
    }

    private static func line(_ flip: RunDiff.Flip, _ matchers: [String]) -> String {
        var cells = [
            CSVText.cell(flip.requestID), flip.from?.rawValue ?? "", flip.to?.rawValue ?? "",
            flip.causes.map(\.rawValue).joined(separator: ";"), codes(flip.reasonsA), codes(flip.reasonsB),
        ]
        for matcher in matchers {
            let change = flip.scores.first { $0.matcher == matcher }
            cells += [change?.scoreA, change?.scoreB, change?.approveA, change?.approveB].map { CSVText.exact($0) }
        }
        return cells.joined(separator: ",") + "\n"
    }

    private static func codes(_ reasons: [ReasonCode]) -> String {
        reasons.uniqued().lazy.map(\.rawValue).joined(separator: ";")
    }
}
