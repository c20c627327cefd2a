/// What a request asks for (DESIGN.md 4.2).
public enum RequestKind: String, Codable, Sendable, CaseIterable {
    /// Are the faces on the selfie and on the document the same person's?
    case compare
    /// Add the person to the gallery.
    case enrol
    /// Is the selfie the claimed subject's?
    case verify
    /// Whose face of the gallery is on the selfie?
    case identify
}

/// Which photo of a request an image is.
public enum ImageRole: String, Codable, Sendable, CaseIterable {
    /// The photo of the live person: the probe.
    case selfie
    /// The front of the identity document: the reference.
    case document
    /// The back of the identity document.
    case documentBack = "document_back"
}

/// Where the bytes of a photo are, as the manifest says it. Nothing has been opened yet.
public enum ImageReference: Equatable, Sendable {
    /// A path relative to the images root.
    case path(String)
    /// The decoded bytes of a base64 `data:` URI.
    case inline([UInt8])
}

/// One valid row of a manifest: what is asked, the photos, and the person's claims.
public struct VerificationRequest: Equatable, Sendable {
    /// The caller's identifier, unique in a manifest.
    public var requestID: String
    /// What is asked.
    public var kind: RequestKind
    /// The claimed or new identity, for `enrol` and `verify`.
    public var subjectID: String?
    /// The photos, each role at most once.
    public var images: [ImageRole: ImageReference]
    /// The person's claims and every column that the manifest format does not know: personal data, kept apart from
    /// the decision. The order is the manifest's.
    public var personal: PersonalData
    /// The BCP 47 tag of the applicant's language, if the manifest has one.
    public var locale: String?
    /// What the onboarding service vouches with; checked and dropped, never stored, logged or shown.
    public var token: RequestToken?

    /// Creates a request from values that have been validated.
    public init(
        requestID: String, kind: RequestKind, subjectID: String? = nil, images: [ImageRole: ImageReference] = [:],
        personal: PersonalData = PersonalData(), locale: String? = nil,
        token: RequestToken? = nil
    ) {
        self.requestID = requestID
        self.kind = kind
        self.subjectID = subjectID
        self.images = images
        self.personal = personal
        self.locale = locale
        self.token = token
    }
}
