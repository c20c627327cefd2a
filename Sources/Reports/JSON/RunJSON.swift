import AuditCore

extension JSONText {
    /// The run: the keys of `RunRecord` in alphabetical order, without the mail settings, which hold people's addresses.
    mutating func run(
        _ run: RunRecord, _ profile: RedactionProfile, checkpoint: String?, searches: RunSearches = RunSearches()
    ) {
        object { text in
            text.field("as_of", run.asOf)
            text.field("calibrations", array: run.calibrations) { $0.calibration($1) }
            text.field("checkpoint", checkpoint)
            if let reader = run.documentReader {
                text.field("document_reader") { text in
                    for (key, files) in [("languages", reader.languages), ("models", reader.models)] {
                        text.field(key, array: files) { text, file in
                            text.object { text in
                                text.field("file", file.file)
                                text.field("sha256", file.sha256)
                            }
                        }
                    }
                    text.field("name", reader.name)
                    text.field("version", reader.version)
                }
            }
            text.field("finished", run.finished)
            text.field("id", run.id)
            text.field("key", run.key)
            text.field("manifest_name", run.manifestName)
            text.field("manifest_sha256", run.manifestSHA256)
            text.field("matchers", array: run.matchers) { $0.matcher($1) }
            text.field("notices", array: run.notices) { $0.string($1) }
            text.field("policy_name", run.policyName)
            text.field("policy_sha256", run.policySHA256)
            text.field("redaction", profile.rawValue)
            if let replay = run.replay { text.replay(replay) }
            text.field("rows", run.rows)
            if searches != RunSearches() { text.searches(searches) }
            text.field("started", run.started)
            text.field("state", run.state.rawValue)
            text.field("tool_version", run.toolVersion)
        }
    }

    /// Only a run that searched has them.
    private mutating func searches(_ searches: RunSearches) {
        field("searches") { text in
            if let alerts = searches.duplicates { text.field("duplicates") { $0.alerts(alerts) } }
            if let alerts = searches.gallery { text.field("gallery") { $0.alerts(alerts) } }
        }
    }

    private mutating func alerts(_ alerts: RunSearches.Alerts) {
        field("alerts", alerts.raised)
        field("comparisons", alerts.comparisons)
        field("expected_false_alerts", alerts.expectedFalse)
        field("is_bound", alerts.isBound)
        field("searches", alerts.searches)
    }

    /// Only a run that decides stored requests again has one.
    private mutating func replay(_ replay: RunRecord.Replay) {
        key("replay")
        object { text in
            text.field("parent", replay.parent)
            text.field("since", replay.since)
            text.field("sources", integers: replay.sources)
            text.field("what_if", replay.isWhatIf)
        }
    }

    private mutating func calibration(_ calibration: CalibrationRecord) {
        object { text in
            text.field("face_choice", calibration.faceChoice?.rawValue)
            text.field("file", calibration.file)
            text.key("sample")
            text.object { text in
                text.field("file", calibration.sample.file)
                text.field("format", calibration.sample.format)
                text.field("images", calibration.sample.images)
                text.field("sha256", calibration.sample.sha256)
                text.field("subjects", calibration.sample.subjects)
            }
            text.field("sha256", calibration.sha256)
            text.field("tool_version", calibration.toolVersion)
        }
    }

    private mutating func matcher(_ matcher: MatcherDescriptor) {
        object { text in
            text.field("capabilities", array: matcher.capabilities) { $0.string($1) }
            text.field("confidence_scale", matcher.confidenceScale.rawValue)
            text.field("direction", matcher.direction.rawValue)
            text.field("metric", matcher.metric.rawValue)
            text.field("models", array: matcher.models) { $0.digest($1) }
            text.field("name", matcher.name)
            // Only a plugin has one.
            if let program = matcher.program { text.field("program", array: program) { $0.digest($1) } }
            text.field("template_size", matcher.templateSize)
            text.field("version", matcher.version)
        }
    }

    private mutating func digest(_ file: ModelDigest) {
        object { text in
            text.field("file", file.file)
            text.field("sha256", file.sha256)
        }
    }
}
