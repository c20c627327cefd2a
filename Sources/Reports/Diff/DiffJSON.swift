import AuditCore

/// `diff.json`: what differs between two runs, one flip a line, streamed. `samples/schemas/diff.schema.json` describes
/// it. The top level begins with `schema` and `schema_version`; all other keys are in alphabetical order.
enum DiffJSON {
    static let schema = "identity-auditor/diff"
    static let schemaVersion = 1
    /// The first bytes of the file, by which `OutputFolder` knows a difference of ours: never change them.
    static let signature = #"{"schema":"\#(schema)","#

    static func write(_ diff: RunDiff, _ profile: RedactionProfile, to folder: StagingFolder) throws(AuditError) {
        let file = try folder.file("diff.json")
        var text = JSONText()
        /// Writes `,\n"key":` and what the body adds.
        func entry(_ key: String, _ body: (inout JSONText) -> Void) throws(AuditError) {
            text.removeAll()
            body(&text)
            try file.write(",\n\"\(key)\":")
            try file.write(text.bytes)
        }
        try file.write(signature)
        try file.write("\"schema_version\":\(schemaVersion)")
        try entry("causes") { $0.causes(diff) }
        try file.write(",\n\"changed\":\(diff.changed),\n\"compared\":\(diff.compared)")
        try file.write(",\n\"finding_changes\":[")
        for (index, change) in diff.findingChanges.enumerated() {
            text.removeAll()
            text.findingChange(change)
            try file.write(index == 0 ? "\n" : ",\n")
            try file.write(text.bytes)
        }
        try file.write("\n]")
        try entry("findings") { $0.array(diff.findings) { $0.finding($1) } }
        try file.write(",\n\"flip_rate\":\(diff.flipRate.description),\n\"flips\":[")
        for (index, flip) in diff.flips.enumerated() {
            text.removeAll()
            text.flip(flip)
            try file.write(index == 0 ? "\n" : ",\n")
            try file.write(text.bytes)
        }
        try file.write("\n],\n\"gone\":\(diff.gone)")
        try entry("matrix") { $0.matrix(diff) }
        try file.write(",\n\"new\":\(diff.new),\n\"redaction\":\"\(profile.rawValue)\"")
        try entry("run_a") { $0.side(diff.a) }
        try entry("run_b") { $0.side(diff.b) }
        try file.write(",\n\"runs_a\":[\(diff.earlier.map { "\($0.id)" }.joined(separator: ","))]")
        try entry("shifts") { $0.array(diff.shifts) { $0.shift($1) } }
        try file.write(",\n\"unchanged\":\(diff.unchanged),\n\"unkeyed\":\(diff.unkeyed)}\n")
        try file.close()
    }
}

extension RunDiff {
    /// Number of flips that each cause has a part in; one flip may have several.
    var causeCounts: [Cause: Int] {
        flips.reduce(into: [:]) { counts, flip in
            for cause in flip.causes.uniqued() { counts[cause, default: 0] += 1 }
        }
    }
}

extension JSONText {
    fileprivate mutating func causes(_ diff: RunDiff) {
        let counts = diff.causeCounts
        object { text in
            for cause in RunDiff.Cause.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
                text.field(cause.rawValue, counts[cause, default: 0])
            }
        }
    }

    fileprivate mutating func matrix(_ diff: RunDiff) {
        let outcomes = Outcome.allCases.sorted { $0.rawValue < $1.rawValue }
        object { text in
            for from in outcomes {
                text.field(from.rawValue) { text in
                    for to in outcomes { text.field(to.rawValue, diff.matrix[from]?[to] ?? 0) }
                }
            }
        }
    }

    fileprivate mutating func flip(_ flip: RunDiff.Flip) {
        object { text in
            text.field("causes", array: flip.causes) { $0.string($1.rawValue) }
            text.field("from", flip.from?.rawValue)
            text.field("reasons_a", array: flip.reasonsA) { $0.string($1.rawValue) }
            text.field("reasons_b", array: flip.reasonsB) { $0.string($1.rawValue) }
            text.field("request_id", flip.requestID)
            text.field("row_a", flip.rowA)
            text.field("row_b", flip.rowB)
            text.field("run_a", flip.runA)
            text.field("scores", array: flip.scores) { $0.score($1) }
            text.field("to", flip.to?.rawValue)
        }
    }

    private mutating func score(_ change: RunDiff.ScoreChange) {
        object { text in
            text.field("approve_a", change.approveA)
            text.field("approve_b", change.approveB)
            text.field("crossed", change.crossed?.rawValue)
            text.field("matcher", change.matcher)
            text.field("metric", change.metric.rawValue)
            text.field("part_a", change.partA?.rawValue)
            text.field("part_b", change.partB?.rawValue)
            text.field("reject_a", change.rejectA)
            text.field("reject_b", change.rejectB)
            text.field("score_a", change.scoreA)
            text.field("score_b", change.scoreB)
            text.field("verdict_a", change.verdictA?.rawValue)
            text.field("verdict_b", change.verdictB?.rawValue)
        }
    }

    fileprivate mutating func finding(_ finding: RunDiff.FindingCount) {
        object { text in
            text.field("code", finding.code.rawValue)
            text.field("new", finding.new)
            text.field("resolved", finding.resolved)
            text.field("still_open", finding.stillOpen)
        }
    }

    fileprivate mutating func findingChange(_ change: RunDiff.FindingChange) {
        object { text in
            text.field("change", change.change.rawValue)
            text.field("code", change.code.rawValue)
            text.field("request_id", change.requestID)
        }
    }

    /// The cells of the scatter are for the drawing only.
    fileprivate mutating func shift(_ shift: RunDiff.ScoreShift) {
        object { text in
            text.field("approve_a", shift.approveA)
            text.field("approve_b", shift.approveB)
            text.field("count", shift.count)
            text.field("high", shift.high)
            text.field("largest", shift.largest)
            text.field("low", shift.low)
            text.field("matcher", shift.matcher)
            text.field("mean", shift.mean)
            text.field("metric", shift.metric.rawValue)
            text.field("moved", shift.moved)
            text.field("reject_a", shift.rejectA)
            text.field("reject_b", shift.rejectB)
        }
    }

    /// What a run rests on: enough to see why it decided otherwise.
    fileprivate mutating func side(_ run: RunRecord) {
        object { text in
            text.field("as_of", run.asOf)
            text.field("calibrations", array: run.calibrations) { text, calibration in
                text.object { text in
                    text.field("file", calibration.file)
                    text.field("sha256", calibration.sha256)
                }
            }
            text.field("id", run.id)
            text.field("manifest_name", run.manifestName)
            text.field("manifest_sha256", run.manifestSHA256)
            text.field("matchers", array: run.matchers) { $0.side($1) }
            text.field("policy_name", run.policyName)
            text.field("policy_sha256", run.policySHA256)
            text.field("started", run.started)
            text.field("tool_version", run.toolVersion)
            text.field("what_if", run.replay?.isWhatIf ?? false)
        }
    }

    private mutating func side(_ matcher: MatcherDescriptor) {
        object { text in
            text.field("models", array: matcher.models + (matcher.program ?? [])) { text, file in
                text.object { text in
                    text.field("file", file.file)
                    text.field("sha256", file.sha256)
                }
            }
            text.field("name", matcher.name)
            text.field("version", matcher.version)
        }
    }
}
