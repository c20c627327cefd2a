/// Every reason that a decision can carry. The codes are stable; their texts are in `ReasonTable`.
public enum ReasonCode: String, Codable, Sendable, CaseIterable {
    // The row.
    case missingField = "missing_field"
    case invalidField = "invalid_field"
    case duplicateRequestID = "duplicate_request_id"
    case kindNotSupported = "kind_not_supported"
    // The token of the onboarding service.
    case tokenMissing = "token_missing"
    case tokenInvalid = "token_invalid"
    case tokenExpired = "token_expired"
    case tokenMismatch = "token_mismatch"
    case tokenReused = "token_reused"
    case tokenMethodMissing = "token_method_missing"
    // The name.
    case nameMixedScript = "name_mixed_script"
    // The photo.
    case imageMissing = "image_missing"
    case imageEmpty = "image_empty"
    case imageOutsideRoot = "image_outside_root"
    case imageNotAFile = "image_not_a_file"
    case imageUnreadable = "image_unreadable"
    case imageUnsupported = "image_unsupported"
    case imageOverLimit = "image_over_limit"
    case imageNotProcessed = "image_not_processed"
    case imageChanged = "image_changed"
    case imageGone = "image_gone"
    // The worker.
    case workerCrashed = "worker_crashed"
    case workerTimeout = "worker_timeout"
    case workerProtocol = "worker_protocol"
    // The request as a whole.
    case requestQuarantined = "request_quarantined"
    // The faces.
    case noFace = "no_face"
    case multipleFaces = "multiple_faces"
    case faceTooSmall = "face_too_small"
    case lowDetectorConfidence = "low_detector_confidence"
    case faceNotSharp = "face_not_sharp"
    case faceBrightness = "face_brightness"
    case faceContrast = "face_contrast"
    case facePose = "face_pose"
    // The comparison.
    case faceMatch = "face_match"
    case faceMismatch = "face_mismatch"
    case scoreInReviewBand = "score_in_review_band"
    case noMajority = "no_majority"
    case matchersDisagree = "matchers_disagree"
    case matcherMissing = "matcher_missing"
    case matcherUnavailable = "matcher_unavailable"
    // The gallery.
    case galleryNotAsked = "gallery_not_asked"
    case subjectUnknown = "subject_unknown"
    case subjectRevoked = "subject_revoked"
    case templateOutdated = "template_outdated"
    case alreadyEnrolled = "already_enrolled"
    case enrolmentMismatch = "enrolment_mismatch"
    case faceEnrolledUnderAnother = "face_enrolled_under_another"
    case noCandidate = "no_candidate"
    case severalCandidates = "several_candidates"
    // The identity document.
    case documentReaderMissing = "document_reader_missing"
    case documentUnreadable = "document_unreadable"
    case documentCheckDigitWrong = "document_check_digit_wrong"
    case documentExpired = "document_expired"
    case documentHolderTooYoung = "document_holder_too_young"
    case documentTypeNotAllowed = "document_type_not_allowed"
    case documentContradictsItself = "document_contradicts_itself"
    case documentDiffersFromClaim = "document_differs_from_claim"
    case documentIssuerDiffers = "document_issuer_differs"
    case documentGhostDiffers = "document_ghost_differs"
    case nationalIDCheckDigitWrong = "national_id_check_digit_wrong"
    case documentNoted = "document_noted"
    case documentRejected = "document_rejected"
    // Signs of fraud.
    case faceUnderOtherIdentity = "face_under_other_identity"
    case identityWithOtherFace = "identity_with_other_face"
    case documentOfOtherIdentity = "document_of_other_identity"
    case contactOfOtherIdentity = "contact_of_other_identity"
    case deviceOfOtherIdentity = "device_of_other_identity"
    case photoReused = "photo_reused"
    case selfieIsDocument = "selfie_is_document"
    case duplicateNoted = "duplicate_noted"
    case duplicateAllowed = "duplicate_allowed"
    case tooManyRequests = "too_many_requests"
    case velocityNoted = "velocity_noted"
    case onBlockList = "on_block_list"
    case listNoted = "list_noted"
    // The policy.
    case rejectionNeedsReview = "rejection_needs_review"
}

/// A reason with what it is about.
public struct Reason: Codable, Equatable, Sendable {
    /// The stable code.
    public var code: ReasonCode
    /// The photo it is about.
    public var image: ImageRole?
    /// The matcher it comes from.
    public var matcher: String?
    /// The manifest field it is about.
    public var field: String?
    /// Numbers and limits for the reviewer; no personal data.
    public var detail: String?

    /// Creates a reason.
    public init(
        _ code: ReasonCode, image: ImageRole? = nil, matcher: String? = nil, field: String? = nil,
        detail: String? = nil
    ) {
        self.code = code
        self.image = image
        self.matcher = matcher
        self.field = field
        self.detail = detail
    }

    /// What the reason does to the outcome.
    public var severity: Severity { code.definition.severity }
}
