/// Reads identity documents: what `auditor-worker document` is behind, and what tests stub.
public protocol DocumentReader: Sendable {
    /// What reads; the same for every worker of one run.
    var descriptor: DocumentReaderDescriptor { get }

    /// Straightens one photographed side of a document and reads it, without interpreting anything.
    /// - Parameters:
    ///   - image: JPEG or PNG.
    ///   - languages: Names of Tesseract's language data, as "eng"; missing ones are a problem of the side.
    /// - Returns: What was read, or why this photo could not be.
    /// - Throws: `AuditError` when the reader is broken as a whole.
    func read(_ image: ImageBytes, languages: [String]) async throws(AuditError)
        -> Result<DocumentCapture, ExtractionFailure>
}

/// One side of a document: what was read, and the picture that the boxes are in.
public struct DocumentCapture: Equatable, Sendable {
    /// What was read.
    public var side: DocumentSide
    /// The straightened side as a plain JPEG without metadata, at most 1,600 pixels a side.
    public var straightened: [UInt8]

    /// Creates a value from its parts.
    public init(side: DocumentSide, straightened: [UInt8]) {
        self.side = side
        self.straightened = straightened
    }
}

/// What a document reader says of itself.
public struct DocumentReaderDescriptor: Codable, Equatable, Sendable {
    /// Its name, `document`.
    public var name: String
    /// Its own version with those of its libraries.
    public var version: String
    /// The model files in use, sorted by name.
    public var models: [ModelDigest]
    /// The language data in use, as `eng.traineddata`, sorted by name: what is printed is read with these.
    public var languages: [ModelDigest]

    /// Creates a descriptor.
    public init(name: String, version: String, models: [ModelDigest], languages: [ModelDigest]) {
        self.name = name
        self.version = version
        self.models = models
        self.languages = languages
    }
}
