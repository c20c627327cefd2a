public import AuditCore

/// One figure that is watched from night to night.
public struct DriftFigure: Codable, Hashable, Sendable {
    /// What kind of figure it is, which says what may be compared with what.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A matcher's score of a comparison, native units.
        case score
        /// A matcher's detector confidence for the chosen face of a photo, the matcher's own scale.
        case confidence
        /// A quality of the chosen face of a photo as the run's first matcher measures it.
        case quality
        /// A property of the photo itself: its size in bytes.
        case photo
        /// The share of requests with an outcome.
        case outcome
        /// The share of requests with a reason.
        case reason
    }

    /// The kind.
    public var kind: Kind
    /// The figure within its kind: a quality, an outcome, a reason code; the kind's own name for scores and confidences.
    public var name: String
    /// The matcher that it comes from.
    public var matcher: String?
    /// The photo that it is about.
    public var image: ImageRole?

    /// Creates a figure.
    public init(_ kind: Kind, _ name: String, matcher: String? = nil, image: ImageRole? = nil) {
        self.kind = kind
        self.name = name
        self.matcher = matcher
        self.image = image
    }

    /// Stable name: `score/opencv`, `quality/sharpness/selfie/opencv`, `reason/no_face`.
    public var id: String {
        ([kind.rawValue] + (name == kind.rawValue ? [] : [name]) + [image?.rawValue, matcher].compactMap { $0 })
            .joined(separator: "/")
    }
}

/// What one run says of every figure: all that drift is found from.
@dynamicMemberLookup
public struct NightSummary: Sendable {
    /// The run.
    public var run: RunRecord
    /// Its figures.
    public var figures: NightFigures

    /// Creates the summary of a run.
    public init(run: RunRecord, figures: NightFigures = NightFigures()) {
        self.run = run
        self.figures = figures
    }

    /// Counts a decision.
    /// - Parameter qualityMatcher: The matcher whose measurements of faces count.
    public mutating func add(_ decision: DecisionRecord, qualityMatcher: String?) {
        figures.add(decision, qualityMatcher: qualityMatcher)
    }

    /// The figures' own members.
    public subscript<Value>(dynamicMember member: WritableKeyPath<NightFigures, Value>) -> Value {
        get { figures[keyPath: member] }
        set { figures[keyPath: member] = newValue }
    }
}

/// The figures of one run: small however many requests it has, so that a store can keep them.
public struct NightFigures: Codable, Equatable, Sendable {
    /// Values of the figures that are measured.
    public internal(set) var values: [DriftFigure: ValueSketch] = [:]
    /// Requests by outcome and by reason; a reason counts once a request.
    public internal(set) var counts: [DriftFigure: Int] = [:]
    /// The number of requests.
    public internal(set) var requests = 0

    /// Creates the figures of a run without requests.
    public init() {}

    /// Counts a decision.
    /// - Parameter qualityMatcher: The matcher whose measurements of faces count.
    public mutating func add(_ decision: DecisionRecord, qualityMatcher: String?) {
        requests += 1
        counts[DriftFigure(.outcome, decision.outcome.rawValue), default: 0] += 1
        for code in Set(decision.reasons.map(\.code)) { counts[DriftFigure(.reason, code.rawValue), default: 0] += 1 }
        for comparison in decision.comparisons {
            guard let score = comparison.score else { continue }
            add(score, to: DriftFigure(.score, "score", matcher: comparison.matcher))
        }
        for image in decision.images {
            if let bytes = image.bytes { add(Double(bytes), to: DriftFigure(.photo, "bytes", image: image.role)) }
            for extraction in image.extractions {
                guard let face = extraction.chosenFace else { continue }
                let matcher = extraction.matcher
                add(face.confidence, to: DriftFigure(.confidence, "confidence", matcher: matcher, image: image.role))
                guard matcher == qualityMatcher else { continue }
                for (name, value) in Self.qualities(face.quality) {
                    add(value, to: DriftFigure(.quality, name, matcher: matcher, image: image.role))
                }
            }
        }
    }

    private mutating func add(_ value: Double, to figure: DriftFigure) {
        values[figure, default: ValueSketch()].add(value)
    }

    private static func qualities(_ quality: FaceQuality) -> [(String, Double)] {
        [
            ("inter_eye_distance", quality.interEyeDistance), ("sharpness", quality.sharpness),
            ("brightness", quality.brightness), ("contrast", quality.contrast),
        ]
    }
}
