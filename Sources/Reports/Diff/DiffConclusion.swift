import AuditCore

/// What a difference comes down to, in words.
struct DiffConclusion {
    /// The answer in one sentence.
    let lead: String
    /// What else is to be known, a sentence each.
    let facts: [String]

    init(_ diff: RunDiff) {
        let changed = diff.flips.filter { $0.from != nil && $0.to != nil }
        func moved(_ from: Outcome, _ to: Outcome) -> Int { diff.matrix[from]?[to] ?? 0 }
        lead = Self.lead(diff, changed)
        var facts: [String] = []
        if diff.changed > 0 {
            let approved = moved(.rejected, .approved)
            facts.append(
                approved == 0
                    ? "Nobody who was rejected is approved."
                    : "\(Wording.count(approved, "request that was rejected is", "requests that were rejected are")) now "
                        + "approved.")
        }
        if diff.compared > 0 {
            // Review and error alike wait for a person.
            let waits: (Outcome) -> Bool = { $0 == .review || $0 == .error }
            var (before, now) = (0, 0)
            for (from, row) in diff.matrix {
                for (to, count) in row {
                    if waits(from) { before += count }
                    if waits(to) { now += count }
                }
            }
            if before != now {
                facts.append(
                    "Of these requests, \(CountText.grouped(now)) \(now == 1 ? "waits" : "wait") for a person; "
                        + "before, \(CountText.grouped(before)) did.")
            }
        }
        var alone: [String] = []
        if diff.new > 0 {
            alone.append("\(Wording.count(diff.new, "request is", "requests are")) in the later run only")
        }
        if diff.gone > 0 {
            alone.append("\(Wording.count(diff.gone, "request is", "requests are")) in the earlier run only")
        }
        if !alone.isEmpty { facts.append(alone.joined(separator: ", and ") + ".") }
        if diff.unkeyed > 0 {
            facts.append(
                "\(Wording.count(diff.unkeyed, "row", "rows")) without a request id of \(diff.unkeyed == 1 ? "its" : "their") "
                    + "own \(diff.unkeyed == 1 ? "was" : "were") not compared.")
        }
        self.facts = facts
    }

    private static func lead(_ diff: RunDiff, _ changed: [RunDiff.Flip]) -> String {
        guard diff.compared > 0 else { return "No request is in both runs, so there is nothing to compare." }
        guard diff.changed > 0 else {
            return diff.compared == 1
                ? "The one request in both runs is decided as before."
                : "All \(CountText.grouped(diff.compared)) requests in both runs are decided as before."
        }
        let rejected = diff.matrix[.approved]?[.rejected] ?? 0
        let end =
            rejected == 0
            ? "nobody who was approved is rejected"
            : "\(CountText.grouped(rejected)) that \(rejected == 1 ? "was" : "were") approved \(rejected == 1 ? "is" : "are") "
                + "now rejected"
        return "\(CountText.grouped(diff.changed)) of \(Wording.count(diff.compared, "request", "requests")) "
            + "(\(CountText.percent(diff.changed, of: diff.compared))) \(diff.changed == 1 ? "is" : "are") decided otherwise"
            + "\(reason(changed)); \(end)."
    }

    /// `, all by the new threshold`; `, 2 by the new threshold, 1 by another photo`: the three most frequent causes.
    private static func reason(_ changed: [RunDiff.Flip]) -> String {
        let sets = Set(changed.map { Set($0.causes) })
        if sets.count == 1, let only = sets.first, only.count == 1, let cause = only.first {
            return changed.count == 1 ? ", \(DiffWording.by(cause))" : ", all \(DiffWording.by(cause))"
        }
        let counts = RunDiff.Cause.allCases.enumerated().map { index, cause in
            (cause: cause, index: index, count: changed.count { $0.causes.contains(cause) })
        }.filter { $0.count > 0 }.sorted { ($1.count, $0.index) < ($0.count, $1.index) }
        guard !counts.isEmpty else { return "" }
        var parts = counts.prefix(3).map { "\(CountText.grouped($0.count)) \(DiffWording.by($0.cause))" }
        if counts.count > 3 { parts.append("others by \(Wording.count(counts.count - 3, "cause", "causes")) more") }
        let several = changed.contains { $0.causes.count > 1 } ? " (one request may have several causes)" : ""
        return ", " + parts.joined(separator: ", ") + several
    }
}
