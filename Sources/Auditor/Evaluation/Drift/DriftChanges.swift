import AuditCore

/// What was changed between runs, and which figures it explains.
enum DriftChanges {
    /// Whether a figure of two runs may be compared: nothing that makes it was changed. A photo's size is made by nobody
    /// here; what a matcher measures, by that matcher; outcomes, reasons and combined scores, by everything.
    static func isComparable(_ figure: DriftFigure, _ a: RunRecord, _ b: RunRecord) -> Bool {
        if figure.kind == .photo { return true }
        if let matcher = figure.matcher {
            let pair = (a.matchers.first { $0.name == matcher }, b.matchers.first { $0.name == matcher })
            if pair.0 != nil || pair.1 != nil { return pair.0 == pair.1 }
            return a.matchers == b.matchers && a.calibrations == b.calibrations
        }
        return isSame(a, b)
    }

    /// Whether two runs had the same policy, matchers and calibrations.
    static func isSame(_ a: RunRecord, _ b: RunRecord) -> Bool {
        a.policySHA256 == b.policySHA256 && a.matchers == b.matchers && a.calibrations == b.calibrations
    }

    /// The changes from run to run, newest first.
    static func find(_ runs: [RunRecord]) -> [DriftChange] {
        zip(runs, runs.dropFirst()).flatMap { changes($0, $1) }.reversed()
    }

    private static func changes(_ old: RunRecord, _ new: RunRecord) -> [DriftChange] {
        var found: [DriftChange] = []
        if old.toolVersion != new.toolVersion {
            found.append(
                DriftChange(
                    kind: .toolVersion, run: new.id,
                    sentence:
                        "Since run \(new.id) the program is version \(new.toolVersion), before \(old.toolVersion)."))
        }
        if old.calibrations != new.calibrations {
            found.append(
                DriftChange(
                    kind: .calibration, run: new.id, sentence: "Since run \(new.id) the calibrations are others."))
        }
        let names = (old.matchers + new.matchers).map(\.name).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        for name in names {
            let pair = (old.matchers.first { $0.name == name }, new.matchers.first { $0.name == name })
            guard pair.0 != pair.1 else { continue }
            found.append(
                DriftChange(
                    kind: .matcher, run: new.id, matcher: name,
                    sentence: "Since run \(new.id) \(matcher(name, pair.0, pair.1))."))
        }
        if old.policySHA256 != new.policySHA256 {
            let what =
                old.policyName == new.policyName
                ? "has other contents under the same name, \(new.policyName)"
                : "is \(new.policyName), before \(old.policyName)"
            found.append(
                DriftChange(kind: .policy, run: new.id, sentence: "Since run \(new.id) the policy \(what)."))
        }
        return found
    }

    private static func matcher(_ name: String, _ old: MatcherDescriptor?, _ new: MatcherDescriptor?) -> String {
        guard let old else { return "the matcher \(name) is used" }
        guard let new else { return "the matcher \(name) is not used" }
        if old.models != new.models { return "the matcher \(name) has other models" }
        if old.version != new.version { return "the matcher \(name) is version \(new.version), before \(old.version)" }
        return "the matcher \(name) has another program or other settings"
    }
}
