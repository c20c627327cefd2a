/// What is known of one run; with the decisions it is all that a report is made from.
public struct RunRecord: Codable, Equatable, Sendable {
    /// Number of the run within its database, from 1.
    public var id: Int
    /// Digest of manifest, policy, matchers, models, calibrations and explicit as-of date (DESIGN.md 4.6).
    public var key: String
    /// Where the run stands.
    public var state: State
    /// The manifest's file name, without its folder.
    public var manifestName: String
    /// SHA-256 of the manifest's bytes.
    public var manifestSHA256: String
    /// Number of rows in the manifest.
    public var rows: Int
    /// The policy's name.
    public var policyName: String
    /// SHA-256 of the policy's bytes.
    public var policySHA256: String
    /// The date that stands for today in every rule, `YYYY-MM-DD`, UTC.
    public var asOf: String
    /// Version of this program.
    public var toolVersion: String
    /// The matchers that were used.
    public var matchers: [MatcherDescriptor]
    /// The calibrations that its thresholds and confidences come from.
    public var calibrations: [CalibrationRecord]
    /// What was noticed about the whole run, for people: a matcher that failed its self-test, mail without a sender.
    public var notices: [String]
    /// When the run was created, RFC 3339 UTC with seconds.
    public var started: String
    /// When its last decision was committed; nil while it is unfinished.
    public var finished: String?
    /// Who sends mail and who gets the digest.
    public var mail: MailSettings?
    /// What the run replays; nil for a run of a manifest.
    public var replay: Replay?
    /// What read the documents; nil when nothing did.
    public var documentReader: DocumentReaderDescriptor?

    /// Where the requests of a run come from that reads no manifest.
    public struct Replay: Codable, Equatable, Sendable {
        /// The run whose requests were decided again; of several, the newest.
        public var parent: Int
        /// Every run whose requests were decided again, oldest first.
        public var sources: [Int]
        /// The date from which runs were taken, `YYYY-MM-DD`; nil for one run.
        public var since: String?
        /// Whether the run was only tried: nothing of it is in the database.
        public var isWhatIf: Bool

        /// Creates a value from its parts.
        public init(parent: Int, sources: [Int], since: String? = nil, isWhatIf: Bool = false) {
            self.parent = parent
            self.sources = sources
            self.since = since
            self.isWhatIf = isWhatIf
        }

        enum CodingKeys: String, CodingKey {
            case parent, sources, since
            case isWhatIf = "what_if"
        }
    }
    /// What the run measured of itself; nil when no start of it ended in order.
    public var measurements: RunMeasurements?

    /// Where a run stands.
    public enum State: String, Codable, Sendable {
        /// Some rows are undecided; the same command resumes.
        case unfinished
        /// Every row is decided.
        case finished
        /// Withdrawn, because the manifest changed while it was read; it has no decisions.
        case withdrawn
    }

    /// Creates a record.
    public init(
        id: Int, key: String, state: State, manifestName: String, manifestSHA256: String, rows: Int,
        policyName: String, policySHA256: String, asOf: String, toolVersion: String, matchers: [MatcherDescriptor],
        calibrations: [CalibrationRecord] = [], notices: [String] = [], started: String, finished: String? = nil,
        mail: MailSettings? = nil, replay: Replay? = nil, measurements: RunMeasurements? = nil,
        documentReader: DocumentReaderDescriptor? = nil
    ) {
        self.id = id
        self.key = key
        self.state = state
        self.manifestName = manifestName
        self.manifestSHA256 = manifestSHA256
        self.rows = rows
        self.policyName = policyName
        self.policySHA256 = policySHA256
        self.asOf = asOf
        self.toolVersion = toolVersion
        self.matchers = matchers
        self.calibrations = calibrations
        self.notices = notices
        self.started = started
        self.finished = finished
        self.mail = mail
        self.replay = replay
        self.measurements = measurements
        self.documentReader = documentReader
    }

    enum CodingKeys: String, CodingKey {
        case id, key, state, rows, matchers, calibrations, notices, started, finished, mail, replay, measurements
        case manifestName = "manifest_name"
        case manifestSHA256 = "manifest_sha256"
        case policyName = "policy_name"
        case policySHA256 = "policy_sha256"
        case asOf = "as_of"
        case toolVersion = "tool_version"
        case documentReader = "document_reader"
    }
}

/// Who sends mail and who gets the reviewers' digest; from the policy.
public struct MailSettings: Codable, Equatable, Sendable {
    /// The organisation's name, as the applicant knows it.
    public var organisation: String
    /// The sender's address.
    public var from: String
    /// Where replies go, if not to the sender.
    public var replyTo: String?
    /// Who gets the digest of what needs review.
    public var reviewers: [String]

    /// Creates settings from validated addresses.
    public init(organisation: String, from: String, replyTo: String? = nil, reviewers: [String] = []) {
        self.organisation = organisation
        self.from = from
        self.replyTo = replyTo
        self.reviewers = reviewers
    }

    enum CodingKeys: String, CodingKey {
        case organisation, from, reviewers
        case replyTo = "reply_to"
    }
}
