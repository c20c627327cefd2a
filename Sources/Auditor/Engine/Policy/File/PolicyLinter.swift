public import AuditCore

/// Something that a policy says and should not, or says and may not mean.
public struct PolicyFinding: Equatable, Sendable {
    /// Whether the policy is refused or only remarked upon.
    public enum Severity: String, Codable, Sendable {
        /// The policy cannot be used.
        case error
        /// The policy can be used; someone should know.
        case warning
    }

    /// Whether the policy is refused.
    public var severity: Severity
    /// What was found and what it means.
    public var message: String
    /// Where; nil when it is about something absent.
    public var location: SourceLocation?
}

/// Judges what a well-formed policy means. `PolicyFile.parse` refuses a policy with errors; warnings are shown by
/// `auditor policy show` and `check`.
public enum PolicyLinter {
    /// Errors first, then warnings, each in the file's order of sections.
    public static func findings(in policy: Policy) -> [PolicyFinding] {
        errors(in: policy)
            + (thresholdWarnings(policy) + faceWarnings(policy) + checkWarnings(policy) + galleryWarnings(policy)
            + mailWarnings(policy)).map {
                PolicyFinding(severity: .warning, message: $0.0, location: $0.1)
            }
    }

    private static func errors(in policy: Policy) -> [PolicyFinding] {
        FurtherCheck.allCases.compactMap { check in
            guard let setting = policy.checks[check], setting.outcome == .reject, check.searchesMany else { return nil }
            let why = "a hit among many people or requests never rejects by itself"
            return PolicyFinding(
                severity: .error,
                message: "checks.\(check.rawValue).outcome: expected info or review, found reject: \(why)",
                location: setting.location)
        }
    }

    private static func thresholdWarnings(_ policy: Policy) -> [(String, SourceLocation?)] {
        policy.thresholds.sorted { $0.key < $1.key }.flatMap { name, band -> [(String, SourceLocation?)] in
            var warnings: [(String, SourceLocation?)] = []
            let values =
                name == Fusion.matcherName ? (alike: policy.fusion?.highest, unlike: nil) : band.metric.values
            let approve = band.metric.direction.similarity(band.approve)
            if let alike = values.alike, approve > band.metric.direction.similarity(alike) {
                warnings.append(("\(name): no score reaches the approve threshold \(band.approve)", band.location))
            }
            if let unlike = values.unlike, approve <= band.metric.direction.similarity(unlike) {
                warnings.append(("\(name): every score reaches the approve threshold \(band.approve)", band.location))
            }
            if let calibration = band.calibration, min(calibration.entry.mated, calibration.entry.nonMated) < 100 {
                warnings.append(
                    (
                        "\(name): the confidence comes from \(calibration.entry.mated) mated and "
                            + "\(calibration.entry.nonMated) non-mated comparisons, too few to mean anything",
                        band.location
                    ))
            }
            if !(policy.matchers + policy.workers).contains(name) {
                warnings.append(("\(name): has thresholds, but the policy does not use it", band.location))
            } else if ScoreMetric.ofBuiltInMatchers[name] == nil, name != Fusion.matcherName,
                !policy.plugins.contains(where: { $0.name == name })
            {
                warnings.append(("\(name): does not come with this program; a plugin must provide it", band.location))
            }
            return warnings
        }
    }

    private static func faceWarnings(_ policy: Policy) -> [(String, SourceLocation?)] {
        var warnings: [(String, SourceLocation?)] = []
        if policy.quality.minInterEyeDistance == nil {
            warnings.append(("quality.min_inter_eye_distance is not set: faces of any size are judged", nil))
        }
        if policy.multipleFaces == nil {
            warnings.append(("multiple_faces is not set: a second face on a selfie is not noticed", nil))
        }
        return warnings
    }

    private static func checkWarnings(_ policy: Policy) -> [(String, SourceLocation?)] {
        var warnings: [(String, SourceLocation?)] = []
        if let setting = policy.checks[.duplicates], !policy.duplicates.face, policy.duplicates.nearBits != nil {
            warnings.append(
                (
                    "checks.duplicates: near copies of photos are found by what is kept with faces, and face is off: say "
                        + "photo: off, or face: on", setting.location
                ))
        }
        guard let setting = policy.checks[.document] else { return warnings }
        if setting.outcome == .reject, !policy.rejects {
            warnings.append(
                ("checks.document.outcome is reject, and decision.rejects is off: a person decides", setting.location))
        }
        if DocumentCheck.allCases.allSatisfy({ !policy.document.has($0) }) {
            warnings.append(("checks.document is on, and every check of it is off", setting.location))
        }
        return warnings
    }

    private static func galleryWarnings(_ policy: Policy) -> [(String, SourceLocation?)] {
        guard policy.gallery != nil else { return [] }
        return policy.order.compactMap { name in
            guard let band = policy.thresholds[name], band.calibration == nil else { return nil }
            return (
                "\(name): has no calibration, so the threshold of a search cannot rise with the gallery", band.location
            )
        }
    }

    private static func mailWarnings(_ policy: Policy) -> [(String, SourceLocation?)] {
        policy.mail == nil ? [("notifications.from is not set: no mail is written", nil)] : []
    }
}

extension ScoreMetric {
    /// The most and the least alike score that can occur; nil when there is no bound.
    fileprivate var values: (alike: Double?, unlike: Double?) {
        switch self {
        case .cosine: (1, -1)
        case .euclidean: (0, nil)
        case .logLikelihoodRatio, .similarity, .distance: (nil, nil)
        }
    }
}

extension Fusion {
    /// The highest ratio that two photos can get; nil when there is no bound.
    fileprivate var highest: Double? {
        // A positive weight is a cosine's, at most 1; a negative one a distance's, at least 0.
        combinations.map { combination in
            combination.map.weights.reduce(combination.map.intercept) { $0 + max($1, 0) }
        }.max()
    }
}
