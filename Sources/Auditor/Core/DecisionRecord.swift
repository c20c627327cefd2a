/// A decision with everything that explains it, as stored and as reported. Holds no personal data: those are kept
/// apart and joined by row.
public struct DecisionRecord: Codable, Equatable, Sendable {
    /// 1-based position in the manifest.
    public var row: Int
    /// 1-based line of the manifest on which the row begins.
    public var line: Int
    /// The caller's identifier; empty when the row had none.
    public var requestID: String
    /// What was asked, as given when it is not a known kind.
    public var kind: String
    /// How it ended.
    public var outcome: Outcome
    /// Why, worst first.
    public var reasons: [Reason]
    /// What every rule found.
    public var checks: [CheckResult]
    /// Calibrated probability in percent that the faces are the same person's, at prior 0.5; nil without a calibration.
    public var confidence: Double?
    /// The claimed or enrolled identity, or the best candidate; empty otherwise.
    public var subjectID: String
    /// What was seen on each photo.
    public var images: [ImageRecord]
    /// The scores, one a matcher, in the policy's order.
    public var comparisons: [ComparisonRecord]
    /// SHA-256 over request, image digests, matchers and model digests: says which scores may be reused.
    public var requestKey: String
    /// What the gallery answered; nil when it was not asked.
    public var gallery: GalleryEvidence?
    /// What the identity document showed; nil when none was read.
    public var document: DocumentEvidence?

    /// Creates a record.
    public init(
        row: Int, line: Int, requestID: String, kind: String, outcome: Outcome, reasons: [Reason] = [],
        checks: [CheckResult] = [], confidence: Double? = nil, subjectID: String = "", images: [ImageRecord] = [],
        comparisons: [ComparisonRecord] = [], requestKey: String = "", gallery: GalleryEvidence? = nil,
        document: DocumentEvidence? = nil
    ) {
        self.row = row
        self.line = line
        self.requestID = requestID
        self.kind = kind
        self.outcome = outcome
        self.reasons = reasons
        self.checks = checks
        self.confidence = confidence
        self.subjectID = subjectID
        self.images = images
        self.comparisons = comparisons
        self.requestKey = requestKey
        self.gallery = gallery
        self.document = document
    }

    enum CodingKeys: String, CodingKey {
        case row, line, kind, outcome, reasons, checks, confidence, images, comparisons, gallery, document
        case requestID = "request_id"
        case subjectID = "subject_id"
        case requestKey = "request_key"
    }
}

/// What is known of one photo of a request.
public struct ImageRecord: Codable, Equatable, Sendable {
    /// Which photo.
    public var role: ImageRole
    /// SHA-256 of the bytes, nil when they could not be read.
    public var sha256: String?
    /// Number of bytes.
    public var bytes: Int?
    /// What each matcher found.
    public var extractions: [ExtractionRecord]

    /// Creates a record.
    public init(role: ImageRole, sha256: String? = nil, bytes: Int? = nil, extractions: [ExtractionRecord] = []) {
        self.role = role
        self.sha256 = sha256
        self.bytes = bytes
        self.extractions = extractions
    }
}

/// What one matcher found on one photo; the template itself is not kept.
public struct ExtractionRecord: Codable, Equatable, Sendable {
    /// The matcher's name.
    public var matcher: String
    /// Width of the oriented photo in pixels.
    public var imageWidth: Int
    /// Height of the oriented photo in pixels.
    public var imageHeight: Int
    /// Every face found, most confident first.
    public var faces: [DetectedFace]
    /// The index of the chosen face; nil when there is none.
    public var chosen: Int?

    /// Creates a record.
    public init(matcher: String, imageWidth: Int, imageHeight: Int, faces: [DetectedFace], chosen: Int?) {
        self.matcher = matcher
        self.imageWidth = imageWidth
        self.imageHeight = imageHeight
        self.faces = faces
        self.chosen = chosen
    }

    /// The chosen face; nil when there is none, also for an index that no face has.
    public var chosenFace: DetectedFace? { chosen.flatMap { faces.indices.contains($0) ? faces[$0] : nil } }

    enum CodingKeys: String, CodingKey {
        case matcher, faces, chosen
        case imageWidth = "image_width"
        case imageHeight = "image_height"
    }
}

/// One matcher's score with what it was held against, all in the matcher's native units.
public struct ComparisonRecord: Codable, Equatable, Sendable {
    /// The matcher's name.
    public var matcher: String
    /// What the score is.
    public var metric: ScoreMetric
    /// Which way it points.
    public var direction: ScoreDirection
    /// The score; nil when the matcher has none for this request.
    public var score: Double?
    /// At or on the alike side of it, the matcher approves.
    public var approveThreshold: Double
    /// Beyond it, the matcher rejects; between the two lies the review band.
    public var rejectThreshold: Double
    /// What the matcher says by itself; nil without a score.
    public var verdict: Outcome?
    /// Whether the score decided, could veto, or only informs.
    public var part: Part

    /// A matcher's part in the decision.
    public enum Part: String, Codable, Sendable {
        /// Its verdict counted.
        case deciding
        /// It can turn an approval into a review.
        case veto
        /// It informs only: a later one in the order of primaries.
        case standby
    }

    /// Creates a record.
    public init(
        matcher: String, metric: ScoreMetric, score: Double?, approveThreshold: Double, rejectThreshold: Double,
        verdict: Outcome?, part: Part
    ) {
        self.matcher = matcher
        self.metric = metric
        self.direction = metric.direction
        self.score = score
        self.approveThreshold = approveThreshold
        self.rejectThreshold = rejectThreshold
        self.verdict = verdict
        self.part = part
    }

    enum CodingKeys: String, CodingKey {
        case matcher, metric, direction, score, verdict, part
        case approveThreshold = "approve_threshold"
        case rejectThreshold = "reject_threshold"
    }
}
