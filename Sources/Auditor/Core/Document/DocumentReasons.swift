extension ReasonCode {
    /// The texts of the reasons that an identity document gives; part of the table of `definition`.
    var documentDefinition: ReasonDefinition {
        switch self {
        case .documentUnreadable:
            .asking(
                "Neither a machine-readable zone, nor a barcode, nor a printed field could be read on the document.",
                "We could not read your identity document.",
                "Please take a new photo of the whole document in good light, without reflections, and upload it again."
            )
        case .documentCheckDigitWrong:
            .review(
                "A check digit of the machine-readable zone does not hold: a character was misread, or was changed.",
                "Your identity document needs to be looked at by a person.")
        case .documentExpired:
            .asking(
                "The document had expired on the run's date.", "Your identity document has expired.",
                "Please send a new request with a valid document.")
        case .documentHolderTooYoung:
            .review(
                "By the document, its holder had not reached the policy's age on the run's date.",
                "Your request needs to be looked at by a person.")
        case .documentTypeNotAllowed:
            .asking(
                "The policy does not accept this kind of document.",
                "We cannot accept this kind of identity document.",
                "Please send a new request with another document.")
        case .documentContradictsItself:
            .review(
                "Two parts of the document (machine-readable zone, barcode, print) say different things.",
                "Your identity document needs to be looked at by a person.")
        case .documentDiffersFromClaim:
            .review(
                "The document says something else than the request.",
                "Your details differ from those on your identity document.")
        case .documentIssuerDiffers:
            .info("The state that issued the document is not that of the nationality on it.", nil)
        case .documentGhostDiffers:
            .review(
                "A second portrait on the document does not show the person of the first.",
                "Your identity document needs to be looked at by a person.")
        case .nationalIDCheckDigitWrong:
            .review(
                "The national id does not meet its scheme: length, date or check digit.",
                "Your national identity number does not seem to be right.")
        case .documentNoted:
            .info("A check of the document found something; the policy only reports it.", nil)
        case .documentRejected:
            ReasonDefinition(
                severity: .reject,
                reviewer: "What a check of the document found is beyond misreading, and the policy rejects for it.",
                applicant: "We could not accept your identity document.",
                nextStep: "Please check your details and your document, and send a new request.")
        default:
            .review(
                "The policy asks for the document to be read, and no reader of documents can be used in this run.",
                "Your identity document needs to be looked at by a person.")
        }
    }
}

extension ReasonDefinition {
    /// For review, with something that the applicant can do. Not `insufficient`: that would outweigh what the faces show.
    fileprivate static func asking(_ reviewer: String, _ applicant: String, _ nextStep: String) -> ReasonDefinition {
        ReasonDefinition(severity: .review, reviewer: reviewer, applicant: applicant, nextStep: nextStep)
    }
}
