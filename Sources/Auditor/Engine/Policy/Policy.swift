public import AuditCore

/// How requests are decided: a parsed and checked policy file (DESIGN.md 4.4, docs/policy.md).
public struct Policy: Equatable, Sendable {
    /// Short name, as in reports.
    public var name: String
    /// What the policy is for, one paragraph; may be empty.
    public var summary: String
    /// The file's path as the user gave it.
    public var file: String
    /// SHA-256 of the file's bytes in lower-case hexadecimal.
    public var sha256: String
    /// Which face of a photo is compared.
    public var faceChoice: FaceChoice
    /// How the matchers of `order` make one verdict.
    public var combination: Combination
    /// The matchers that decide, first choice first; never empty.
    public var order: [String]
    /// The matchers that can turn an approval into a review; disjoint from `order`.
    public var veto: [String]
    /// What each matcher's score is held against; has every matcher of `order` and `veto`.
    public var thresholds: [String: MatcherThresholds]
    /// What a face must meet to be judged.
    public var quality: QualityLimits
    /// When a second face on the selfie counts; nil: not judged.
    public var multipleFaces: MultipleFaces?
    /// Whether a mismatch rejects; if not, it goes to a person.
    public var rejects: Bool
    /// What a photo and a worker may use.
    public var limits: ResourceLimits
    /// The further checks that the policy switches on.
    public var checks: [FurtherCheck: CheckSetting]
    /// Who sends mail; nil: no mail is written.
    public var mail: MailSettings?
    /// Days after a run's end for which personal data is kept (`auditor retain`); nil: until it is erased on demand.
    public var personalDays: Int?
    /// The programs that the policy, or `--plugins`, adds to the built-in matchers.
    public var plugins: [PluginSettings] = []
    /// What is asked of manifests and requests before they are looked at.
    public var intake = IntakeSettings()
    /// How people are enrolled, verified and identified; nil: not at all, and no template is kept.
    public var gallery: GallerySettings?

    /// How duplicates are looked for, when `checks` has them.
    public var duplicates = DuplicatesSettings()
    /// How many requests are too many, when `checks` has velocity.
    public var velocity = VelocitySettings()
    /// How documents are read and checked, when `checks` has them.
    public var document = DocumentSettings()

    /// Every matcher of the policy: those that decide in their order, then those that veto.
    public var matchers: [String] { order + veto }

    /// How the verdicts of several matchers become one.
    public enum Combination: String, Codable, Sendable, CaseIterable {
        /// The first of the order that has a score decides.
        case primary
        /// The worst verdict wins; a missing score makes it a review.
        case all
        /// The best verdict wins.
        case any
        /// The verdict that more than half of the order's matchers give; otherwise a review.
        case majority
    }

    /// What a face must meet; nil: measured and reported, but not judged. A value on the limit meets it.
    public struct QualityLimits: Equatable, Codable, Sendable {
        /// Minimal distance of the eye centres in pixels.
        public var minInterEyeDistance: Double?
        /// Minimal detector confidence, 0 to 1; only for detectors whose scale is `unit`.
        public var minDetectorConfidence: Double?
        /// Minimal variance of the Laplacian of the aligned face.
        public var minSharpness: Double?
        /// Mean luma of the aligned face, within 0 to 255: two values, the darkest and the brightest that is allowed.
        public var brightness: [Double]?
        /// Minimal standard deviation of the aligned face's luma.
        public var minContrast: Double?
        /// Largest head turn in degrees, either way.
        public var maxYaw: Double?
        /// Largest nod in degrees, either way.
        public var maxPitch: Double?
        /// Largest in-plane rotation in degrees, either way.
        public var maxRoll: Double?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case brightness
            case minInterEyeDistance = "min_inter_eye_distance"
            case minDetectorConfidence = "min_detector_confidence"
            case minSharpness = "min_sharpness"
            case minContrast = "min_contrast"
            case maxYaw = "max_yaw"
            case maxPitch = "max_pitch"
            case maxRoll = "max_roll"
        }
    }

    /// When another face on the selfie makes it unclear whose the selfie is.
    public struct MultipleFaces: Equatable, Codable, Sendable {
        /// Area of the other face divided by the chosen one's, from which on it counts.
        public var minRelativeArea: Double
        /// Confidence from which on it counts, 0 to 1; only for detectors whose scale is `unit`.
        public var minConfidence: Double

        enum CodingKeys: String, CodingKey, CaseIterable {
            case minRelativeArea = "min_relative_area"
            case minConfidence = "min_confidence"
        }
    }

    /// What a photo and a worker may use at most; beyond it the request is an `error`.
    public struct ResourceLimits: Equatable, Codable, Sendable {
        /// Bytes of an encoded photo.
        public var maxImageBytes = 20 * 1024 * 1024
        /// Pixels of a photo, width times height, as its header says.
        public var maxImagePixels = 64_000_000
        /// Seconds that a worker has for one answer.
        public var requestTimeoutSeconds = 30
        /// MiB of memory of one worker process.
        public var workerMemoryMiB = 4096

        /// Creates the defaults.
        public init() {}

        enum CodingKeys: String, CodingKey, CaseIterable {
            case maxImageBytes = "max_image_bytes"
            case maxImagePixels = "max_image_pixels"
            case requestTimeoutSeconds = "request_timeout_seconds"
            case workerMemoryMiB = "worker_memory_mib"
        }
    }
}

/// A check beyond faces that a policy can switch on. The raw value is the policy's key and the check's id.
public enum FurtherCheck: String, Codable, Sendable, CaseIterable {
    /// The identity document's machine-readable zone, barcode, dates and claims.
    case document
    /// The same face under another identity in the gallery.
    case duplicates
    /// Many requests from one person, device or address.
    case velocity
    /// Watch lists and block lists.
    case lists

    /// Whether it searches one person among many: such a hit never rejects by itself (DESIGN.md 4.3).
    public var searchesMany: Bool { self != .document }
}

/// How a further check is switched on.
public struct CheckSetting: Equatable, Sendable {
    /// What a hit does at most.
    public var outcome: HitOutcome
    /// Where the policy says it.
    public var location: SourceLocation

    /// What a hit does at most.
    public enum HitOutcome: String, Codable, Sendable, CaseIterable {
        /// It is reported.
        case info
        /// A person looks at the request.
        case review
        /// The request is rejected, for what cannot have been misread; only checks of the document may.
        case reject
    }
}
