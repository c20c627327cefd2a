import AuditCore

/// What both runs rest on, side by side; what differs is marked.
struct DiffProvenanceView {
    let diff: RunDiff

    /// One line: a fact of both runs.
    private struct Row {
        /// Words of this program.
        var name: String
        /// What it is about, from elsewhere.
        var owner = ""
        var a: String?
        var b: String?
        var isDigest = false
        /// Numbers and times of two runs always differ; that says nothing.
        var isMarked = true
    }

    func fill(_ view: inout View) {
        view.list(
            "provenance",
            rows.map { row in
                View { view in
                    view.fixed("name", row.name)
                    view.text("owner", row.owner.isEmpty ? nil : row.owner)
                    view.text("value_a", row.a ?? "–")
                    view.text("value_b", row.b ?? "–")
                    view.flag("is_digest", row.isDigest)
                    view.flag("differs", row.isMarked && row.a != row.b)
                }
            })
    }

    private var rows: [Row] {
        let (a, b) = (diff.a, diff.b)
        return [
            Row(name: "Started", a: a.started, b: b.started, isMarked: false),
            Row(name: "As of", a: a.asOf, b: b.asOf),
            Row(name: "Identity Auditor", a: a.toolVersion, b: b.toolVersion),
            Row(name: "Manifest", a: a.manifestName, b: b.manifestName),
            Row(name: "Manifest SHA-256", a: a.manifestSHA256, b: b.manifestSHA256, isDigest: true),
            Row(name: "Policy", a: a.policyName, b: b.policyName),
            Row(name: "Policy SHA-256", a: a.policySHA256, b: b.policySHA256, isDigest: true),
        ] + calibrations + matchers
    }

    private var calibrations: [Row] {
        joined(diff.a.calibrations, diff.b.calibrations, by: \.file).map { file, a, b in
            Row(name: "Calibration", owner: file, a: a?.sha256, b: b?.sha256, isDigest: true)
        }
    }

    private var matchers: [Row] {
        joined(diff.a.matchers, diff.b.matchers, by: \.name).flatMap { name, a, b in
            let files = joined(
                (a?.models ?? []) + (a?.program ?? []), (b?.models ?? []) + (b?.program ?? []), by: \.file)
            return [Row(name: "Matcher", owner: name, a: a?.version, b: b?.version)]
                + files.map { file, a, b in
                    Row(name: "Model", owner: "\(name): \(file)", a: a?.sha256, b: b?.sha256, isDigest: true)
                }
        }
    }

    /// The values of both by key, in the order of the first, then those of the second only.
    private func joined<Value>(
        _ a: [Value], _ b: [Value], by key: (Value) -> String
    ) -> [(key: String, a: Value?, b: Value?)] {
        (a + b).map(key).uniqued().map { name in
            (name, a.first { key($0) == name }, b.first { key($0) == name })
        }
    }
}
