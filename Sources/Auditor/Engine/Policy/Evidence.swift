public import AuditCore

/// Everything that the rules know about one request: what was asked, what was seen, what was scored. It holds no
/// personal data and no pixels, and the same evidence under the same policy always gives the same decision.
public struct Evidence: Equatable, Sendable {
    /// What was asked.
    public var kind: RequestKind
    /// The photos, each role at most once.
    public var photos: [PhotoEvidence]
    /// The matchers that this run can use; a matcher of the policy that is not among them is unavailable.
    public var matchers: [MatcherDescriptor]
    /// Native comparison scores by matcher; a matcher without a score is absent.
    public var scores: [String: Double]
    /// What became of the row's token.
    public var intake: IntakeVerdict

    /// What the gallery answered; nil when it was not asked.
    public var gallery: GalleryEvidence?

    /// What became of the document.
    public var document = DocumentState.noPhoto
    /// What there is to say of the national id that the row gives.
    public var nationalID = NationalIDState.absent

    /// Creates evidence.
    public init(
        kind: RequestKind, photos: [PhotoEvidence], matchers: [MatcherDescriptor], scores: [String: Double] = [:],
        intake: IntakeVerdict = .notConfigured, gallery: GalleryEvidence? = nil
    ) {
        self.kind = kind
        self.photos = photos
        self.matchers = matchers
        self.scores = scores
        self.intake = intake
        self.gallery = gallery
    }

    /// The photo of a role.
    func photo(_ role: ImageRole) -> PhotoEvidence? { photos.first { $0.role == role } }

    /// What a matcher says of itself; nil when this run cannot use it.
    func descriptor(_ matcher: String) -> MatcherDescriptor? { matchers.first { $0.name == matcher } }

    /// What a matcher found on a photo.
    func extraction(_ matcher: String, on role: ImageRole) -> ExtractionRecord? {
        photo(role)?.extractions.first { $0.matcher == matcher }
    }

    /// The face that a matcher chose on a photo; nil without one.
    func face(_ matcher: String, on role: ImageRole) -> DetectedFace? {
        extraction(matcher, on: role)?.chosenFace
    }

    /// A matcher's score, if it is a number and there is a face on both photos that it can come from.
    func score(_ matcher: String) -> Double? {
        guard let score = scores[matcher], score.isFinite, descriptor(matcher) != nil,
            kind.facePhotos.allSatisfy({ face(matcher, on: $0) != nil })
        else { return nil }
        return score
    }
}

/// What is known of one photo.
public struct PhotoEvidence: Equatable, Sendable {
    /// Which photo.
    public var role: ImageRole
    /// What each matcher found.
    public var extractions: [ExtractionRecord]
    /// Why the photo could not be processed: without a matcher it is the photo's own problem (missing, over a limit),
    /// with one it is what happened in that matcher. Every code has severity `error`.
    public var failures: [Reason]

    /// Creates evidence of one photo.
    public init(role: ImageRole, extractions: [ExtractionRecord] = [], failures: [Reason] = []) {
        self.role = role
        self.extractions = extractions
        self.failures = failures
    }
}

extension RequestKind {
    /// The photos whose faces count, in the order of their reasons.
    var facePhotos: [ImageRole] {
        switch self {
        case .compare: [.selfie, .document]
        case .enrol, .verify, .identify: [.selfie]
        }
    }
}
