/// What a matcher says of itself; the same for every worker of one run.
public struct MatcherDescriptor: Codable, Equatable, Sendable {
    /// Stable lower-case name, as in a policy and in the columns of `decisions.csv`.
    public var name: String
    /// The matcher's own version with those of its libraries.
    public var version: String
    /// Number of values in a template.
    public var templateSize: Int
    /// How two templates are compared.
    public var metric: ScoreMetric
    /// What the detector's confidence means.
    public var confidenceScale: ConfidenceScale
    /// The model files in use, sorted by name.
    public var models: [ModelDigest]
    /// What the worker can do besides `extract`.
    public var capabilities: [String]
    /// A plugin's program, its files and the digest of its configuration, as the auditor found them; nil for built-in
    /// matchers. Apart from `models`, so that a calibration belongs to models and not to one machine's interpreter.
    public var program: [ModelDigest]?

    /// Creates a descriptor.
    public init(
        name: String, version: String, templateSize: Int, metric: ScoreMetric, confidenceScale: ConfidenceScale,
        models: [ModelDigest], capabilities: [String] = [], program: [ModelDigest]? = nil
    ) {
        self.name = name
        self.version = version
        self.templateSize = templateSize
        self.metric = metric
        self.confidenceScale = confidenceScale
        self.models = models
        self.capabilities = capabilities
        self.program = program
    }

    /// Which way the scores point.
    public var direction: ScoreDirection { metric.direction }

    enum CodingKeys: String, CodingKey {
        case name, version, metric, models, capabilities, program
        case templateSize = "template_size"
        case confidenceScale = "confidence_scale"
    }
}

/// What a detector's confidence means.
public enum ConfidenceScale: String, Codable, Sendable {
    /// 0 to 1, comparable with the policy's minimum.
    case unit
    /// An unbounded score of the detector's own; 0 is its threshold. Reported, and compared with no policy minimum.
    case score
}

/// A model file by content.
public struct ModelDigest: Codable, Equatable, Hashable, Sendable {
    /// The file's name.
    public var file: String
    /// SHA-256 of the bytes that were loaded, in lower-case hexadecimal.
    public var sha256: String

    /// Creates a model digest.
    public init(file: String, sha256: String) {
        self.file = file
        self.sha256 = sha256
    }
}

/// Bytes of a photo with what identifies and limits them.
public struct ImageBytes: Sendable {
    /// The encoded photo.
    public var bytes: [UInt8]
    /// SHA-256 of `bytes` in lower-case hexadecimal: the digest of exactly what a matcher decodes.
    public var sha256: String

    /// Creates an image from bytes whose digest is known.
    public init(bytes: [UInt8], sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// What a matcher found on one photo.
public struct Extraction: Equatable, Sendable {
    /// Width of the oriented photo in pixels.
    public var imageWidth: Int
    /// Height of the oriented photo in pixels.
    public var imageHeight: Int
    /// Every face found; the order is the detector's, most confident first.
    public var faces: [DetectedFace]
    /// The index in `faces` of the chosen face; nil when there is none.
    public var chosen: Int?
    /// The chosen face's template.
    public var template: FaceTemplate?
    /// The chosen face, aligned, as a 112-pixel JPEG.
    public var crop: [UInt8]
    /// How long each stage took; nil when the matcher does not say.
    public var timings: StageTimings?
    /// The perceptual hash of the oriented photo, 64 bits; nil when the matcher gives none.
    public var photoHash: UInt64?

    /// Creates an extraction.
    public init(
        imageWidth: Int, imageHeight: Int, faces: [DetectedFace], chosen: Int?, template: FaceTemplate?, crop: [UInt8],
        timings: StageTimings? = nil, photoHash: UInt64? = nil
    ) {
        self.photoHash = photoHash
        self.imageWidth = imageWidth
        self.imageHeight = imageHeight
        self.faces = faces
        self.chosen = chosen
        self.template = template
        self.crop = crop
        self.timings = timings
    }

    /// The chosen face; nil when there is none, also for an index that no face has.
    public var chosenFace: DetectedFace? { chosen.flatMap { faces.indices.contains($0) ? faces[$0] : nil } }
}

/// How long a matcher's worker took for each stage of one photo, in seconds of wall time.
public struct StageTimings: Codable, Equatable, Sendable {
    /// Decoding the photo.
    public var decode: Double
    /// Finding faces.
    public var detect: Double
    /// Aligning the chosen face.
    public var align: Double
    /// Computing the template.
    public var embed: Double

    /// Creates timings.
    public init(decode: Double, detect: Double, align: Double, embed: Double) {
        self.decode = decode
        self.detect = detect
        self.align = align
        self.embed = embed
    }
}

/// Why a matcher could not process a photo: always an `error` of that request, never a rejection.
public struct ExtractionFailure: Error, Equatable, Sendable {
    /// The stable code, of severity `error`.
    public var code: ReasonCode
    /// What happened, without personal data.
    public var detail: String

    /// Creates a failure.
    public init(_ code: ReasonCode, detail: String) {
        self.code = code
        self.detail = detail
    }
}

/// Turns photos into templates. The pool of worker processes is one; tests plug in stubs.
public protocol FaceMatcher: Sendable {
    /// What the matcher is.
    var descriptor: MatcherDescriptor { get }

    /// Finds the faces of a photo and extracts the chosen one's template. A photo that cannot be processed is a
    /// value, not an error.
    /// - Throws: `AuditError` with code `matcher_unavailable` only when no photo can be processed any more.
    func extract(_ image: ImageBytes, choice: FaceChoice) async throws(AuditError)
        -> Result<Extraction, ExtractionFailure>
}
