/// A barcode that a worker decoded.
public struct BarcodeReading: Codable, Equatable, Sendable, PersonalReading {
    /// `pdf417`, `qr_code`, `code_128` or `code_39`.
    public var format: String
    /// What it says.
    public var text: String
    /// Where it is.
    public var box: PixelBox

    /// Creates a value from its parts.
    public init(format: String, text: String, box: PixelBox) {
        self.format = format
        self.text = text
        self.box = box
    }
}

/// A printed word.
public struct WordReading: Codable, Equatable, Sendable, PersonalReading {
    /// Its characters.
    public var text: String
    /// The reader's confidence, 0 to 1.
    public var confidence: Double
    /// Where it is.
    public var box: PixelBox
    /// The number of its line on the side, from 0; words of one line share it.
    public var line: Int

    /// Creates a value from its parts.
    public init(text: String, confidence: Double, box: PixelBox, line: Int) {
        self.text = text
        self.confidence = confidence
        self.box = box
        self.line = line
    }
}

/// A portrait on a document.
public struct DocumentFace: Codable, Equatable, Sendable {
    /// Where it is.
    public var box: PixelBox
    /// The detector's confidence, 0 to 1.
    public var confidence: Double
    /// Cosine of the SFace templates of this face and the largest one, -1 to 1; nil for the largest itself, or when it
    /// could not be compared. A ghost image is the same person as the portrait.
    public var similarityToFirst: Double?

    /// Creates a value from its parts.
    public init(box: PixelBox, confidence: Double, similarityToFirst: Double? = nil) {
        self.box = box
        self.confidence = confidence
        self.similarityToFirst = similarityToFirst
    }

    enum CodingKeys: String, CodingKey {
        case box, confidence
        case similarityToFirst = "similarity_to_first"
    }
}
