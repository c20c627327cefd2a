public import AuditCore

/// Reads a policy file. Every error is `policy_invalid` and names file, line, column, expected and found.
public enum PolicyFile {
    /// Reads the calibration that a policy names; nil when there is no such file. The text is as the policy has it:
    /// a path relative to the policy's folder. Errors are `calibration_invalid`.
    public typealias CalibrationReader = (String) throws(AuditError) -> CalibrationFile?

    /// Parses and lints a policy.
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - file: The path for messages, as the user gave it.
    ///   - sha256: The digest of `bytes`.
    ///   - metrics: The metrics of the matchers that are known; bands of other matchers are checked at the run's start.
    ///   - calibrations: Reads the calibrations that the policy names; without it there are none.
    public static func parse(
        _ bytes: [UInt8], file: String, sha256: String,
        metrics: [String: ScoreMetric] = ScoreMetric.ofBuiltInMatchers,
        calibrations: CalibrationReader = { _ in nil }
    ) throws(AuditError) -> Policy {
        let root = try YAMLDocument.root(of: bytes, file: file, code: .policyInvalid).mapping(Key.self)
        let version = try root.require(.schemaVersion, "the number 1")
        guard try version.integer(1...1_000_000, "the schema version") == 1 else {
            throw version.expected("schema version 1, the only one that this version of auditor reads")
        }
        let matchers = try MatchersSection(root.require(.matchers, "the matchers that decide"))
        let thresholdsValue = try root.require(.thresholds, "a band for every matcher")
        let thresholds = try withoutActuallyEscaping(calibrations) { reader throws(AuditError) in
            let common = try root[.calibration].map { value throws(AuditError) in
                try calibration(value, reader: reader)
            }
            return try ThresholdsSection(matchers: matchers, metrics: metrics, common: common, calibrations: reader)
                .read(thresholdsValue)
        }
        var policy = Policy(
            name: try root.require(.name, "the policy's name").text(),
            summary: try root[.description]?.paragraph() ?? "",
            file: file, sha256: sha256,
            faceChoice: try root[.faceChoice]?.choice() ?? .largest,
            combination: matchers.combination, order: matchers.order, veto: matchers.veto, thresholds: thresholds,
            quality: try root[.quality].map(QualitySection.read) ?? Policy.QualityLimits(),
            multipleFaces: try root[.multipleFaces].map(QualitySection.readMultipleFaces),
            rejects: try root[.decision].map(DecisionSection.readRejects) ?? true,
            limits: try root[.limits].map(LimitsSection.read) ?? Policy.ResourceLimits(),
            checks: [:],
            mail: try root[.notifications].flatMap(NotificationsSection.read),
            personalDays: try root[.retention].flatMap(RetentionSection.read),
            plugins: try root[.plugins].map(PluginsSection.read) ?? [],
            intake: try root[.intake].map(IntakeSection.read) ?? IntakeSettings())
        if let checks = root[.checks] { try ChecksSection.read(checks, into: &policy) }
        policy.gallery = try root[.gallery].flatMap(GallerySection.read)
        if let search = policy.gallery?.search, let value = root[.gallery] {
            guard policy.workers.contains(search) else {
                throw value.error(
                    "search: expected a matcher of the policy, found \"\(search)\""
                        + NearestName.hint(search, among: policy.workers))
            }
        }
        for finding in PolicyLinter.findings(in: policy) where finding.severity == .error {
            throw AuditError(.policyInvalid, finding.message, at: finding.location)
        }
        return policy.withComponentBands()
    }

    /// The calibration that a value names.
    static func calibration(_ value: YAMLValue, reader: CalibrationReader) throws(AuditError) -> CalibrationFile {
        let name = try value.text("the path of a calibration file")
        guard let file = try reader(name) else {
            throw value.error(
                "there is no calibration \(name) beside the policy or in this installation; name one that "
                    + "`auditor evaluate` wrote")
        }
        return file
    }

    private enum Key: String, CaseIterable {
        case schemaVersion = "schema_version"
        case name, description
        case faceChoice = "face_choice"
        case matchers, calibration, thresholds, quality
        case multipleFaces = "multiple_faces"
        case decision, limits, checks, notifications, retention, plugins, intake, gallery
    }
}
