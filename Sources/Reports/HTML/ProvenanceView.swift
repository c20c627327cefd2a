import AuditCore

/// What the decisions rest on: versions and digests, enough to do the run again.
struct ProvenanceView {
    let run: RunRecord
    let profile: RedactionProfile
    let checkpoint: String?

    func fill(_ view: inout View) {
        view.flag("has_checkpoint", checkpoint != nil)
        // Line by line: a line feed inside a text is shown as a mark, and what is copied must verify.
        let lines = checkpoint?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
        view.list("checkpoint", lines.dropLast().map { line in View { $0.text("line", line) } })
        let facts: [(String, String, Bool)] =
            [
                (
                    "Run", run.replay?.isWhatIf == true ? "a trial, not recorded" : "\(run.id), \(run.state.rawValue)",
                    false
                ),
                ("Started", run.started, false),
                ("Finished", run.finished ?? "not yet", false),
                ("As of", run.asOf, false),
                ("Identity Auditor", run.toolVersion, false),
                ("Manifest", run.manifestName, false),
                ("Policy", run.policyName, false),
                ("Redaction", RedactionWording.name(profile), false),
                ("Rows in the manifest", CountText.grouped(run.rows), false),
                ("Manifest SHA-256", run.manifestSHA256, true),
                ("Policy SHA-256", run.policySHA256, true),
                ("Run key", run.key, true),
            ]
            + origin
            + run.calibrations.flatMap { calibration in
                [
                    ("Calibration", "\(calibration.file), made from \(calibration.sample.file)", false),
                    ("Calibration SHA-256", calibration.sha256, true),
                ]
            }
        view.list("facts", facts.map { fact($0.0, $0.1, isDigest: $0.2) })
        view.list(
            "models",
            run.matchers.flatMap { matcher in
                matcher.models.map { model in
                    View { view in
                        view.text("model_matcher", "\(matcher.name) \(matcher.version)")
                        view.text("file", model.file)
                        view.text("digest", model.sha256)
                    }
                }
            })
    }

    /// The runs that were decided again.
    private var origin: [(String, String, Bool)] {
        guard let replay = run.replay else { return [] }
        let name = replay.sources.count == 1 ? "Decides again" : "Decides again, newest of each request"
        return [(name, "run " + replay.sources.map(String.init).joined(separator: ", "), false)]
    }

    private func fact(_ name: String, _ value: String, isDigest: Bool) -> View {
        View { view in
            view.fixed("name", name)
            view.text("value", value)
            view.flag("is_digest", isDigest)
        }
    }
}
