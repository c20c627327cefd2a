/// The texts and the effect of one reason code.
public struct ReasonDefinition: Sendable, Equatable {
    /// What the reason does to the outcome.
    public let severity: Severity
    /// One sentence for the reviewer.
    public let reviewer: String
    /// One sentence for the applicant; nil where the applicant has nothing to learn from it.
    public let applicant: String?
    /// What the applicant can do next.
    public let nextStep: String?
}

extension ReasonCode {
    /// The one table of reasons: reports, e-mails and `docs/reasons.md` are made from it.
    public var definition: ReasonDefinition {
        switch self {
        case .missingField:
            .error(
                "A required field is missing in the manifest row.",
                "Some information was missing from your request.", "Please send your request again with every field.")
        case .invalidField:
            .error(
                "A field of the manifest row has an invalid value.",
                "Some information in your request could not be read.",
                "Please check your details and send your request again.")
        case .duplicateRequestID:
            .error(
                "An earlier row of the same manifest has this request id; the first one counts.",
                "We received the same request more than once.", "You do not need to do anything for this copy.")
        case .kindNotSupported:
            .error(
                "The kind of request is not supported by this version.",
                "This kind of request cannot be handled yet.", "We will come back to you.")
        case .tokenMissing:
            .error(
                "The policy requires a token of the onboarding service and the row has none.",
                "Your request could not be confirmed.", "Please start your application again.")
        case .tokenInvalid:
            .error(
                "The row's token is no token that the policy accepts; the request was not looked at.",
                "Your request could not be confirmed.", "Please start your application again.")
        case .tokenExpired:
            .error(
                "The row's token had expired, or is older than the policy allows.",
                "Your request took too long to reach us.", "Please start your application again.")
        case .tokenMismatch:
            .error(
                "The row's token vouches for somebody else than the row names.",
                "Your request could not be confirmed.", "Please start your application again.")
        case .tokenReused:
            .error(
                "An earlier row of the same manifest has a token with the same id (jti); the first one counts.",
                "Your request could not be confirmed.", "Please start your application again.")
        case .tokenMethodMissing:
            .error(
                "The row's token does not say that the applicant was confirmed in every way that the policy asks for.",
                "Your request could not be confirmed.",
                "Please start your application again and complete every step.")
        case .nameMixedScript:
            .info("The name mixes letters of scripts that look alike; somebody may pass for somebody else.", nil)
        case .imageMissing:
            .error(
                "The photo does not exist below the images root.", "One of your photos did not reach us.",
                "Please upload your photos again.")
        case .imageEmpty:
            .error(
                "The photo is an empty file.", "One of your photos arrived empty.", "Please upload your photos again.")
        case .imageOutsideRoot:
            .error(
                "The photo's path leaves the images root; it was not opened.",
                "One of your photos could not be accepted.", "Please upload your photos again.")
        case .imageNotAFile:
            .error(
                "The photo's path is not a regular file; it was not opened.",
                "One of your photos could not be accepted.", "Please upload your photos again.")
        case .imageUnreadable:
            .error(
                "The photo is truncated or damaged.", "One of your photos is damaged.",
                "Please take a new photo and upload it again.")
        case .imageUnsupported:
            .error(
                "The file is neither JPEG nor PNG.", "One of your files is not a photo that we can read.",
                "Please upload a JPEG or PNG photo.")
        case .imageOverLimit:
            .error(
                "The photo exceeds the limit of bytes or pixels; it was not decoded.",
                "One of your photos is too large.", "Please upload a smaller photo.")
        case .imageNotProcessed:
            .error(
                "The matcher could not process the photo, although its format is sound.",
                "One of your photos could not be processed.", "Please take a new photo and upload it again.")
        case .imageChanged:
            .error(
                "The photo is not the one that was decided before; a new model could not be asked about that one.",
                "One of your photos could not be processed.", "You do not need to do anything; we will look into it.")
        case .imageGone:
            .error(
                "The photo that was decided before is no longer there, or was inline in the manifest; a new model could "
                    + "not be asked about it.",
                "One of your photos could not be processed.", "You do not need to do anything; we will look into it.")
        case .workerCrashed:
            .error(
                "The matcher's process ended while it worked on this request.",
                "A technical problem stopped the check.", "You do not need to do anything; we will try again.")
        case .workerTimeout:
            .error(
                "The matcher did not answer within its deadline.", "A technical problem stopped the check.",
                "You do not need to do anything; we will try again.")
        case .workerProtocol:
            .error(
                "The matcher answered with something that cannot be right; the answer was not used.",
                "A technical problem stopped the check.", "You do not need to do anything; we will try again.")
        case .requestQuarantined:
            .error(
                "Earlier starts of the run ended while they worked on this request alone; it was not tried again.",
                "A technical problem stopped the check.", "You do not need to do anything; we will look into it.")
        case .noFace:
            .insufficient(
                "No face was found.", "We could not find a face on one of your photos.",
                "Please take a photo with your whole face in good light.")
        case .multipleFaces:
            .insufficient(
                "A second face of comparable size is on the selfie.", "There is more than one face on your selfie.",
                "Please take a selfie with nobody else in the picture.")
        case .faceTooSmall:
            .insufficient(
                "The eyes are closer together than the policy's minimum.",
                "Your face is too small on one of your photos.", "Please take a photo from nearer.")
        case .lowDetectorConfidence:
            .insufficient(
                "The detector's confidence is under the policy's minimum.",
                "Your face is not clearly visible on one of your photos.",
                "Please take a photo with your whole face in good light.")
        case .faceNotSharp:
            .insufficient(
                "The face is less sharp than the policy's minimum.", "Your face is blurred on one of your photos.",
                "Please hold the camera still and take the photo again.")
        case .faceBrightness:
            .insufficient(
                "The face is darker or brighter than the policy allows.",
                "One of your photos is too dark or too bright.", "Please take the photo again in even light.")
        case .faceContrast:
            .insufficient(
                "The face has less contrast than the policy's minimum.", "One of your photos has too little contrast.",
                "Please take the photo again in even light.")
        case .facePose:
            .insufficient(
                "The head is turned further than the policy allows.", "You are looking away on one of your photos.",
                "Please look straight into the camera and take the photo again.")
        case .faceMatch:
            .info("The faces match at the approve threshold.", "Your photos match.")
        case .faceMismatch:
            ReasonDefinition(
                severity: .reject, reviewer: "The faces do not match: the score is below the reject threshold.",
                applicant: "The face on your selfie and the face on your document do not seem to be the same.",
                nextStep: "If you think that this is wrong, reply to this message and a person will look at it.")
        case .scoreInReviewBand:
            .review(
                "The score lies between the reject and the approve threshold.",
                "Your photos need to be looked at by a person.")
        case .noMajority:
            .review(
                "No verdict has more than half of the policy's matchers behind it.",
                "Your photos need to be looked at by a person.")
        case .matchersDisagree:
            .review(
                "The deciding matcher approves, but another one's score lies in its own reject band.",
                "Your photos need to be looked at by a person.")
        case .matcherMissing:
            .info("A matcher of the policy has no score for this request.", nil)
        case .matcherUnavailable:
            .review(
                "A matcher that the policy asks for could not be used in this run.",
                "Your photos need to be looked at by a person.")
        case .galleryNotAsked:
            .error(
                "The request was decided before without the gallery, and a rerun does not ask it.",
                "This kind of request cannot be handled yet.", "We will come back to you.")
        case .subjectUnknown:
            .review("Nobody is enrolled under the claimed identity.", "We could not find you among our members.")
        case .subjectRevoked:
            .review(
                "The claimed identity was enrolled and has been revoked.",
                "Your photos need to be looked at by a person.")
        case .templateOutdated:
            .review(
                "The subject's templates are of another version of the matcher: enrol the subject again.",
                "Your photos need to be looked at by a person.")
        case .alreadyEnrolled:
            .info("This very photo is enrolled already; nothing was added.", "This photo is enrolled already.")
        case .enrolmentMismatch:
            .review(
                "The photo does not match those that are enrolled for the subject; it was not added.",
                "Your photos need to be looked at by a person.")
        case .faceEnrolledUnderAnother:
            .review(
                "The face is enrolled under another identity already; it was not enrolled.",
                "Your photos need to be looked at by a person.")
        case .noCandidate:
            .review(
                "Nobody in the gallery is as alike as the policy asks of a search.",
                "We could not find you among our members.")
        case .severalCandidates:
            .review(
                "Several subjects of the gallery meet the threshold of the search.",
                "Your photos need to be looked at by a person.")
        case .documentReaderMissing, .documentUnreadable, .documentCheckDigitWrong, .documentExpired,
            .documentHolderTooYoung, .documentTypeNotAllowed, .documentContradictsItself, .documentDiffersFromClaim,
            .documentIssuerDiffers, .documentGhostDiffers, .nationalIDCheckDigitWrong, .documentNoted,
            .documentRejected:
            documentDefinition
        case .faceUnderOtherIdentity:
            .review(
                "The face was seen under another identity before.",
                "Your request needs to be looked at by a person.")
        case .identityWithOtherFace:
            .review(
                "The same identity came with another face before.",
                "Your request needs to be looked at by a person.")
        case .documentOfOtherIdentity:
            .review(
                "Somebody else gave the same national id or document number before.",
                "Your request needs to be looked at by a person.")
        case .contactOfOtherIdentity:
            .review(
                "Somebody else gave the same e-mail address or phone number before.",
                "Your request needs to be looked at by a person.")
        case .deviceOfOtherIdentity:
            .review(
                "Somebody else came from the same device or IP address before.",
                "Your request needs to be looked at by a person.")
        case .photoReused:
            .review(
                "The photo, or one nearly like it, came with another identity before.",
                "Your request needs to be looked at by a person.")
        case .selfieIsDocument:
            .review(
                "The selfie and the document show one and the same picture: a photo of a photo.",
                "Your request needs to be looked at by a person.")
        case .duplicateNoted:
            .info("The request is tied to others; the policy only reports it.", nil)
        case .duplicateAllowed:
            .info("The request is tied to others by what an allow list names; it does not count.", nil)
        case .tooManyRequests:
            .review(
                "More requests share a value within the time than the policy allows.",
                "Your request needs to be looked at by a person.")
        case .velocityNoted:
            .info("More requests share a value than the policy names; it only reports it.", nil)
        case .onBlockList:
            .review(
                "An entry of the block list is about this person.",
                "Your request needs to be looked at by a person.")
        case .listNoted:
            .info("An entry of a list is about this person; it changes nothing.", nil)
        case .rejectionNeedsReview:
            .review(
                "The policy does not reject by itself: a person decides about this mismatch.",
                "Your photos need to be looked at by a person.")
        }
    }
}

extension ReasonDefinition {
    static func error(_ reviewer: String, _ applicant: String, _ nextStep: String) -> ReasonDefinition {
        ReasonDefinition(severity: .error, reviewer: reviewer, applicant: applicant, nextStep: nextStep)
    }

    static func insufficient(
        _ reviewer: String, _ applicant: String, _ nextStep: String
    ) -> ReasonDefinition {
        ReasonDefinition(severity: .insufficient, reviewer: reviewer, applicant: applicant, nextStep: nextStep)
    }

    static func review(_ reviewer: String, _ applicant: String) -> ReasonDefinition {
        ReasonDefinition(
            severity: .review, reviewer: reviewer, applicant: applicant,
            nextStep: "You do not need to do anything; we will write to you.")
    }

    static func info(_ reviewer: String, _ applicant: String?) -> ReasonDefinition {
        ReasonDefinition(severity: .info, reviewer: reviewer, applicant: applicant, nextStep: nil)
    }
}
