/// What a reader of documents says of itself; the same for every worker of one run.
public struct DocumentReaderDescriptor: Codable, Equatable, Sendable {
    /// Stable lower-case name.
    public var name: String
    /// The reader's own version with those of its libraries.
    public var version: String
    /// The model files in use, sorted by name.
    public var models: [ModelDigest]

    /// Creates a descriptor.
    public init(name: String, version: String, models: [ModelDigest]) {
        self.name = name
        self.version = version
        self.models = models
    }
}

/// A side of a document as a worker saw it.
public struct DocumentScan: Equatable, Sendable {
    /// What was read.
    public var side: DocumentSide
    /// The straightened side as a JPEG, its longer side at most 1600 pixels.
    public var jpeg: [UInt8]
    /// The perceptual hash of the oriented photo, as `Extraction` has it; nil when the reader gives none.
    public var photoHash: UInt64?

    /// Creates a scan.
    public init(side: DocumentSide, jpeg: [UInt8], photoHash: UInt64? = nil) {
        self.side = side
        self.jpeg = jpeg
        self.photoHash = photoHash
    }
}

/// Finds, straightens and reads documents on photos. The pool of worker processes is one; tests plug in stubs.
public protocol DocumentReader: Sendable {
    /// What the reader is.
    var descriptor: DocumentReaderDescriptor { get }

    /// Reads one side. A photo that cannot be processed is a value, not an error; one on which nothing is legible is a scan.
    /// - Parameter languages: Tesseract's names of the languages that print may be in, the likeliest first.
    /// - Throws: `AuditError` with code `matcher_unavailable` only when no photo can be processed any more.
    func read(_ image: ImageBytes, languages: [String]) async throws(AuditError)
        -> Result<DocumentScan, ExtractionFailure>
}
