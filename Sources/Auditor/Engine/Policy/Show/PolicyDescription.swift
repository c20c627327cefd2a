public import AuditCore

/// What a policy means in effect, for `auditor policy show`: the same facts as text and as JSON.
public struct PolicyDescription: Encodable, Equatable, Sendable {
    /// Name of the JSON format.
    public let schema = "identity-auditor/policy"
    /// Version of the JSON format.
    public let schemaVersion = 1
    /// The policy's name.
    public let name: String
    /// What the policy is for.
    public let summary: String
    /// The file's path as the user gave it.
    public let file: String
    /// SHA-256 of the file.
    public let sha256: String
    /// Which face of a photo is compared.
    public let faceChoice: FaceChoice
    /// How verdicts become one.
    public let combine: Policy.Combination
    /// Each matcher of the policy with its band, those that decide first.
    public let matchers: [Band]
    /// Whether a mismatch rejects by itself.
    public let rejects: Bool
    /// What a face must meet; absent measures only inform.
    public let quality: Policy.QualityLimits
    /// When a second face counts; absent: never.
    public let multipleFaces: Policy.MultipleFaces?
    /// What a photo and a worker may use.
    public let limits: Policy.ResourceLimits
    /// The programs that the policy or `--plugins` adds to the built-in matchers; absent: none.
    public let plugins: [Plugin]?
    /// What is asked of manifests and requests; absent: nothing.
    public let intake: IntakeSettings?
    /// How people are enrolled, verified and identified; absent: not at all.
    public let gallery: GallerySettings?
    /// How documents are checked; absent: not at all.
    public let document: DocumentSettings?
    /// For each further check `off`, or what a hit does.
    public let checks: [String: String]
    /// Who sends mail; absent: nobody.
    public let notifications: MailSettings?
    /// Days for which personal data is kept; absent: until it is erased on demand.
    public let personalDays: Int?
    /// What explains the figures.
    public let notes: [String]
    /// What someone should know before the policy is used.
    public let warnings: [String]

    /// One matcher's part and its thresholds in native units.
    public struct Band: Encodable, Equatable, Sendable {
        /// The matcher's name.
        public let matcher: String
        /// `deciding`, `veto`, or `component` of the fusion, which only informs.
        public let part: String
        /// What the score is.
        public let metric: ScoreMetric
        /// Which way it points.
        public let direction: ScoreDirection
        /// At or on the alike side of it, the matcher approves.
        public let approve: Double
        /// Beyond it, the matcher rejects.
        public let reject: Double
        /// Where the thresholds come from.
        public let source: String
        /// The rate asked for `approve` and what the sample shows there; absent for a score.
        public let approveRate: Rate?
        /// The rate asked for `reject` and what the sample shows there; absent for a score.
        public let rejectRate: Rate?
        /// What rates and confidences come from; absent: not calibrated.
        public let calibration: Source?

        enum CodingKeys: String, CodingKey {
            case matcher, part, metric, direction, approve, reject, source, calibration
            case approveRate = "approve_rate"
            case rejectRate = "reject_rate"
        }
    }

    /// A false match rate that the policy asks for.
    public struct Rate: Encodable, Equatable, Sendable {
        /// The rate in the policy, 0 to 1.
        public let asked: Double
        /// The calibration's point with the largest rate not above it.
        public let reached: RatePoint
    }

    /// A matcher's entry in a calibration.
    public struct Source: Encodable, Equatable, Sendable {
        /// The file's path.
        public let path: String
        /// The file, its digest, and its sample.
        public let record: CalibrationRecord
        /// The calibrated matcher's name.
        public let matcher: String
        /// Mated comparisons.
        public let mated: Int
        /// Non-mated comparisons.
        public let nonMated: Int

        init(_ calibration: BandCalibration) {
            path = calibration.file.file
            record = calibration.file.record
            matcher = calibration.entry.name
            mated = calibration.entry.mated
            nonMated = calibration.entry.nonMated
        }

        enum CodingKeys: String, CodingKey {
            case path, record, matcher, mated
            case nonMated = "non_mated"
        }
    }

    /// Describes a policy.
    public init(_ policy: Policy) {
        name = policy.name
        summary = policy.summary
        file = policy.file
        sha256 = policy.sha256
        faceChoice = policy.faceChoice
        combine = policy.combination
        rejects = policy.rejects
        quality = policy.quality
        multipleFaces = policy.multipleFaces
        limits = policy.limits
        notifications = policy.mail
        personalDays = policy.personalDays
        gallery = policy.gallery
        document = policy.checks[.document] == nil ? nil : policy.document
        intake = policy.intake == IntakeSettings() ? nil : policy.intake
        plugins = policy.plugins.isEmpty ? nil : policy.plugins.map { Plugin($0, policy) }
        checks = Dictionary(
            uniqueKeysWithValues: FurtherCheck.allCases.map {
                ($0.rawValue, policy.checks[$0]?.outcome.rawValue ?? "off")
            })
        matchers = (policy.matchers + policy.components).compactMap { name in
            policy.thresholds[name].map { Band(name, $0, policy) }
        }
        notes = policy.calibrations.compactMap { file in
            guard let choice = file.calibration.faceChoice, choice != policy.faceChoice else { return nil }
            return
                "The policy compares the \(policy.faceChoice.rawValue) face of a photo, \(file.file) was made with the "
                + "\(choice.rawValue) one: photos with several faces may differ."
        }
        warnings = PolicyLinter.findings(in: policy).map { finding in
            (finding.location.map { "\($0): " } ?? "") + finding.message
        }
    }

    enum CodingKeys: String, CodingKey {
        case schema, name, file, sha256, combine, matchers, rejects, quality, limits, checks, notifications, warnings,
            notes, plugins, intake, gallery, document
        case schemaVersion = "schema_version"
        case summary = "description"
        case faceChoice = "face_choice"
        case multipleFaces = "multiple_faces"
        case personalDays = "personal_days"
    }
}

extension PolicyDescription.Band {
    fileprivate init(_ name: String, _ band: MatcherThresholds, _ policy: Policy) {
        func rate(_ source: ThresholdSource) -> PolicyDescription.Rate? {
            guard case .rate(let asked, let point) = source else { return nil }
            return PolicyDescription.Rate(asked: asked, reached: point)
        }
        self.init(
            matcher: name,
            part: policy.order.contains(name) ? "deciding" : policy.veto.contains(name) ? "veto" : "component",
            metric: band.metric, direction: band.metric.direction, approve: band.approve, reject: band.reject,
            source: (band.approveSource == .score && band.rejectSource == .score ? "score" : "rate") + " in "
                + SourceLocation(file: band.location.file, line: band.location.line).description,
            approveRate: rate(band.approveSource), rejectRate: rate(band.rejectSource),
            calibration: band.calibration.map(PolicyDescription.Source.init))
    }
}
