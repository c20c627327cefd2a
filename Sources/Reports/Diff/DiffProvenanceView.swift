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

    /// What the earlier runs have in common; `3 different` when they have not; nil when none has it.
    func earlier(_ value: (RunRecord) -> String?) -> String? {
        let values = diff.earlier.map(value).uniqued()
        return values.count == 1 ? values[0] : "\(values.count) different"
    }

    private var rows: [Row] {
        [
            row("Started", isMarked: false) { $0.started },
            row("As of") { $0.asOf },
            row("Identity Auditor") { $0.toolVersion },
            // Of several runs there is no one manifest.
            row("Manifest", isMarked: diff.earlier.count == 1) { $0.manifestName },
            row("Manifest SHA-256", isDigest: true, isMarked: diff.earlier.count == 1) { $0.manifestSHA256 },
            row("Policy") { $0.policyName },
            row("Policy SHA-256", isDigest: true) { $0.policySHA256 },
        ] + calibrations + matchers
    }

    private func row(
        _ name: String, owner: String = "", isDigest: Bool = false, isMarked: Bool = true,
        _ value: (RunRecord) -> String?
    ) -> Row {
        Row(name: name, owner: owner, a: earlier(value), b: value(diff.b), isDigest: isDigest, isMarked: isMarked)
    }

    private var runs: [RunRecord] { diff.earlier + [diff.b] }

    private var calibrations: [Row] {
        runs.flatMap(\.calibrations).map(\.file).uniqued().map { file in
            row("Calibration", owner: file, isDigest: true) { run in
                run.calibrations.first { $0.file == file }?.sha256
            }
        }
    }

    private var matchers: [Row] {
        runs.flatMap(\.matchers).map(\.name).uniqued().flatMap { name in
            func matcher(_ run: RunRecord) -> MatcherDescriptor? { run.matchers.first { $0.name == name } }
            func files(_ run: RunRecord) -> [ModelDigest] {
                (matcher(run)?.models ?? []) + (matcher(run)?.program ?? [])
            }
            return [row("Matcher", owner: name) { matcher($0)?.version }]
                + runs.flatMap(files).map(\.file).uniqued().map { file in
                    row("Model", owner: "\(name): \(file)", isDigest: true) { run in
                        files(run).first { $0.file == file }?.sha256
                    }
                }
        }
    }
}
