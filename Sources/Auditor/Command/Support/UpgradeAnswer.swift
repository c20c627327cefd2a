import AuditCore
import AuditEngine
import Evaluation

/// What `auditor upgrade` says: `upgrade.json`, and the same in sentences.
struct UpgradeAnswer: Encodable {
    /// What a side needs on this machine.
    struct Cost: Encodable {
        var imagesPerSecond: Double
        var templateBytes: Int
        var workerMemoryBytes: Int
        var startSeconds: Double

        enum CodingKeys: String, CodingKey {
            case imagesPerSecond = "images_per_second"
            case templateBytes = "template_bytes"
            case workerMemoryBytes = "worker_memory_bytes"
            case startSeconds = "start_seconds"
        }
    }

    /// One side: what decides, by which threshold, how well, at what cost.
    struct Side: Encodable {
        var policy: String
        var policySHA256: String
        var decider: String
        var approveThreshold: Double
        var asked: Double?
        var eer: Double
        var operatingPoints: [OperatingPoint]
        var cost: Cost

        init(_ loaded: LoadedPolicy, _ side: UpgradeStudy.Side, _ measured: MatcherEvaluation, cost: Cost) {
            policy = loaded.policy.name
            policySHA256 = loaded.policy.sha256
            decider = side.decider
            approveThreshold = side.band.approve
            asked = side.band.approveSource.asked
            eer = measured.eer.value
            operatingPoints = measured.operatingPoints.filter(\.supported)
            self.cost = cost
        }

        enum CodingKeys: String, CodingKey {
            case policy, decider, eer, cost
            case policySHA256 = "policy_sha256"
            case approveThreshold = "approve_threshold"
            case asked = "max_false_match_rate"
            case operatingPoints = "operating_points"
        }
    }

    let verdict: UpgradeVerdict
    let run: Int
    let old: Side
    let new: Side
    let flips: [String: Int]
    let changed: Int
    let compared: Int

    init(verdict: UpgradeVerdict, run: Int, old: Side, new: Side, diff: RunDiff) {
        self.verdict = verdict
        self.run = run
        self.old = old
        self.new = new
        changed = diff.changed
        compared = diff.compared
        flips = diff.flips.reduce(into: [:]) { counts, flip in
            guard let from = flip.from, let to = flip.to else { return }
            counts["\(from.rawValue) to \(to.rawValue)", default: 0] += 1
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("identity-auditor/upgrade", forKey: .schema)
        try container.encode(1, forKey: .schemaVersion)
        try container.encode(verdict.state == .holds, forKey: .isSafe)
        try container.encode(verdict.state, forKey: .verdict)
        try container.encode(verdict.conditions, forKey: .conditions)
        try container.encode(run, forKey: .run)
        try container.encode(old, forKey: .old)
        try container.encode(new, forKey: .new)
        try container.encode(changed, forKey: .changed)
        try container.encode(compared, forKey: .compared)
        try container.encode(flips, forKey: .flips)
    }

    enum CodingKeys: String, CodingKey {
        case schema, verdict, conditions, run, old, new, changed, compared, flips
        case schemaVersion = "schema_version"
        case isSafe = "safe"
    }

    func text(output: String) -> String {
        let head =
            switch verdict.state {
            case .holds: "The switch is safe within the limits: every condition is shown."
            case .fails: "The switch is not safe: a condition is shown not to hold."
            case .cannotTell: "The samples are too small to call the switch safe."
            }
        var lines = [head]
        lines += verdict.conditions.map { "  \($0.state.rawValue): \($0.reason)" }
        lines += flips.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        for (name, side) in [("old", old), ("new", new)] {
            lines.append(
                "\(name): \(side.policy), \(side.decider) at \(side.approveThreshold), EER "
                    + "\(NumberText.percent(side.eer)), \(NumberText.significant(side.cost.imagesPerSecond, digits: 3)) "
                    + "images/s, \(side.cost.workerMemoryBytes >> 20) MiB of workers")
        }
        return (lines + ["reports: \(output)/requests/index.html, \(output)/evaluation/index.html"])
            .joined(separator: "\n")
    }
}
