import AuditCore
import AuditEngine
import Foundation

/// The facts and figures of one run, for `auditor runs show` and `compare` (samples/schemas/run.schema.json).
struct RunFacts: Encodable {
    var id: Int
    var key: String
    var state: String
    var manifest: String
    var manifestSHA256: String
    var policy: String
    var policySHA256: String
    var asOf: String
    var toolVersion: String
    var rows: Int
    var undecided: Int
    var counts: [String: Int]
    var reasons: [String: Int]
    var matchers: [Matcher]
    var calibrations: [String]
    var notices: [String]
    /// The runs that it decides again; nil for a manifest's run.
    var decidesAgain: [Int]?
    var started: String
    var finished: String?
    /// From creation to end, interruptions included.
    var durationSeconds: Int?
    /// In which its starts worked on requests.
    var workSeconds: Double?

    /// One matcher's part.
    struct Matcher: Encodable {
        var name: String
        var version: String
        var scores: Int
        var missing: Int
        var models: [ModelDigest]
    }

    init(_ run: RunRecord, store: AuditStore) throws(AuditError) {
        let outcomes = try store.counts(run: run.id)
        let scores = try store.scoreCounts(run: run.id)
        id = run.id
        key = run.key
        state = run.state.rawValue
        manifest = run.manifestName
        manifestSHA256 = run.manifestSHA256
        policy = run.policyName
        policySHA256 = run.policySHA256
        asOf = run.asOf
        toolVersion = run.toolVersion
        rows = run.rows
        undecided = run.rows - outcomes.values.reduce(0, +)
        // Every outcome, so that two runs have the same lines.
        counts = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.rawValue, outcomes[$0, default: 0]) })
        reasons = Dictionary(
            uniqueKeysWithValues: try store.reasonCounts(run: run.id).map { ($0.key.rawValue, $0.value) })
        matchers = run.matchers.map {
            let count = scores[$0.name] ?? (0, 0)
            return Matcher(
                name: $0.name, version: $0.version, scores: count.present, missing: count.missing, models: $0.models)
        }
        calibrations = run.calibrations.map { "\($0.file) \($0.sha256)" }
        notices = run.notices
        decidesAgain = run.replay?.sources
        started = run.started
        finished = run.finished
        if let start = try? Date(run.started, strategy: .iso8601),
            let end = try? run.finished.map({ try Date($0, strategy: .iso8601) })
        {
            durationSeconds = Int(end.timeIntervalSince(start))
        }
        workSeconds = run.measurements?.workSeconds
    }

    enum CodingKeys: String, CodingKey {
        case id, key, state, manifest, policy, rows, undecided, counts, reasons, matchers, calibrations, notices,
            started
        case finished
        case manifestSHA256 = "manifest_sha256"
        case policySHA256 = "policy_sha256"
        case asOf = "as_of"
        case decidesAgain = "decides_again"
        case toolVersion = "tool_version"
        case durationSeconds = "duration_seconds"
        case workSeconds = "work_seconds"
    }

    /// One run, or two side by side.
    struct Document: Encodable {
        var schema = "identity-auditor/run"
        var schemaVersion = 1
        var runs: [RunFacts]

        enum CodingKeys: String, CodingKey {
            case schema, runs
            case schemaVersion = "schema_version"
        }
    }
}
