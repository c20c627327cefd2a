import AuditCore

/// One run, or two side by side, as a table for the terminal: a name, then a column a run.
enum RunFactsText {
    static func table(_ runs: [RunFacts]) -> String {
        var rows: [[String]] = []
        func row(_ name: String, _ value: (RunFacts) -> String) { rows.append([name] + runs.map(value)) }
        row("run") { "\($0.id)" }
        row("state") { $0.state }
        row("manifest") { $0.manifest }
        row("  sha256") { short($0.manifestSHA256) }
        if runs.contains(where: { $0.decidesAgain != nil }) {
            row("decides again") {
                $0.decidesAgain.map { "run " + $0.map(String.init).joined(separator: ", ") } ?? "-"
            }
        }
        row("policy") { $0.policy }
        row("  sha256") { short($0.policySHA256) }
        row("as of") { $0.asOf }
        row("program") { $0.toolVersion }
        row("started") { $0.started }
        row("finished") { $0.finished ?? "-" }
        row("duration") { $0.durationSeconds.map { ProgressText.duration(Double($0)) } ?? "-" }
        row("worked") { $0.workSeconds.map { ProgressText.duration($0) } ?? "-" }
        row("requests") { "\($0.rows)" }
        row("  undecided") { "\($0.undecided)" }
        for outcome in Outcome.allCases {
            row("  " + outcome.rawValue) { "\($0.counts[outcome.rawValue, default: 0])" }
        }
        rows.append(["reasons"])
        for code in reasons(runs) { row("  " + code) { "\($0.reasons[code, default: 0])" } }
        for name in names(runs.flatMap { $0.matchers.map(\.name) }) {
            row("matcher " + name) { $0.matcher(name)?.version ?? "-" }
            row("  scores") { $0.matcher(name).map { "\($0.scores)" } ?? "-" }
            row("  missing") { $0.matcher(name).map { "\($0.missing)" } ?? "-" }
            row("  models") { $0.matcher(name).map { short(models($0)) } ?? "-" }
        }
        for name in names(runs.flatMap(\.calibrations)) {
            let parts = name.split(separator: " ")
            row("calibration \(short(String(parts.last ?? "")))") { $0.calibrations.contains(name) ? "yes" : "-" }
        }
        var lines = aligned(rows)
        for run in runs { lines += run.notices.map { "notice of run \(run.id): \($0)" } }
        return lines.joined(separator: "\n")
    }

    /// Most frequent first, in all the runs together.
    private static func reasons(_ runs: [RunFacts]) -> [String] {
        var totals: [String: Int] = [:]
        for run in runs { totals.merge(run.reasons) { $0 + $1 } }
        return totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// A digest over the models is enough to see whether they are the same.
    private static func models(_ matcher: RunFacts.Matcher) -> String {
        matcher.models.map(\.sha256).sorted().map { $0.prefix(6) }.joined(separator: " ")
    }

    private static func short(_ digest: String) -> String {
        digest.utf8.count == 64 ? String(digest.prefix(12)) : digest
    }

    private static func names(_ all: [String]) -> [String] {
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }
    }

    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                line += cell + (isLast ? "" : String(repeating: " ", count: widths[column] - cell.count + 2))
            }
            return line
        }
    }
}

extension RunFacts {
    fileprivate func matcher(_ name: String) -> Matcher? { matchers.first { $0.name == name } }
}
