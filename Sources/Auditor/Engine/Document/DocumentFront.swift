import AuditCore

/// Where the face of a document is looked for: on its straightened front, and on the photo as it is when nobody is found
/// there, so that a wrong outline costs no face.
struct DocumentFront {
    private let straightened: ImageBytes?

    /// - Parameter straightened: The straightened side, a JPEG; nil when there is none. Other photos are taken as they are.
    init(_ role: ImageRole, straightened: [UInt8]?) {
        let bytes = role == .document ? straightened ?? [] : []
        self.straightened = bytes.isEmpty ? nil : ImageBytes(bytes: bytes, sha256: SHA256Hex.digest(bytes))
    }

    /// Whether there is a straightened side.
    var isStraight: Bool { straightened != nil }

    /// Has a matcher look for the face.
    /// - Throws: `matcher_unavailable` as `FaceMatcher`.
    func extract(
        _ photo: ImageBytes, by matcher: any FaceMatcher, choice: FaceChoice
    ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
        guard let straightened else { return try await matcher.extract(photo, choice: choice) }
        let result = try await matcher.extract(straightened, choice: choice)
        guard case .success(var extraction) = result, extraction.chosenFace != nil else {
            return try await matcher.extract(photo, choice: choice)
        }
        // Documents of one kind look alike once they are straight: only the hash of the photo itself says that it was reused.
        extraction.photoHash = nil
        return .success(extraction)
    }
}
