/// A point in pixels; the origin is the top left corner.
public typealias PixelPoint = Point
/// A rectangle in pixels of the straightened image.
public typealias PixelBox = Box

/// What a worker read on one photographed side of a document, before any interpretation. Every box is in pixels of the
/// straightened image.
public struct DocumentSide: Codable, Equatable, Sendable, PersonalReading {
    /// Width of the straightened image in pixels.
    public var width: Int
    /// Height of the straightened image in pixels.
    public var height: Int
    /// The document's four corners in the upright original, clockwise from the straightened top left; nil when no outline
    /// was found and the whole image was taken.
    public var outline: [PixelPoint]?
    /// How far the image was turned clockwise to set it upright: 0, 90, 180 or 270 degrees.
    public var rotation: Int
    /// Degrees that were taken out besides, -45 to 45.
    public var skew: Double
    /// The lines of the machine-readable zone, top to bottom: none, 2 or 3.
    public var mrz: [MRZLineReading]
    /// Barcodes that could be decoded.
    public var barcodes: [BarcodeReading]
    /// Printed words in reading order.
    public var words: [WordReading]
    /// Portraits, the largest first.
    public var faces: [DocumentFace]
    /// What kept something from being read, as stable codes: `language_data_missing`, `image_too_small`, `no_outline`.
    public var problems: [String]

    /// Creates a value from its parts.
    public init(
        width: Int, height: Int, outline: [PixelPoint]? = nil, rotation: Int = 0, skew: Double = 0,
        mrz: [MRZLineReading] = [], barcodes: [BarcodeReading] = [], words: [WordReading] = [],
        faces: [DocumentFace] = [], problems: [String] = []
    ) {
        self.width = width
        self.height = height
        self.outline = outline
        self.rotation = rotation
        self.skew = skew
        self.mrz = mrz
        self.barcodes = barcodes
        self.words = words
        self.faces = faces
        self.problems = problems
    }
}
