/// Everything that was read on a document: what is stored, sealed with the request's key, and shown masked.
public struct DocumentReading: Codable, Equatable, Sendable, PersonalReading {
    /// What was read on each side, by `front` and `back`.
    public var sides: [String: Side]
    /// The machine-readable zone of whichever side has one.
    public var mrz: MRZ?
    /// The fields of a driving licence's barcode.
    public var licence: AAMVALicence?
    /// Every barcode that could be decoded.
    public var barcodes: [BarcodeReading]
    /// What was read of the print.
    public var text: DocumentFields
    /// All sources merged: of each field the most trustworthy.
    public var fields: DocumentFields
    /// What kept something from being read, as stable codes, without repetition.
    public var problems: [String]

    /// What is known of one side.
    public struct Side: Codable, Equatable, Sendable {
        /// SHA-256 of the photo's bytes.
        public var imageSHA256: String
        /// Width of the straightened image in pixels.
        public var width: Int
        /// Height of the straightened image in pixels.
        public var height: Int
        /// Where the machine-readable zone's lines are.
        public var mrz: [PixelBox]
        /// Portraits, the largest first.
        public var faces: [DocumentFace]

        /// Creates a value from its parts.
        public init(
            imageSHA256: String, width: Int, height: Int, mrz: [PixelBox] = [], faces: [DocumentFace] = []
        ) {
            self.imageSHA256 = imageSHA256
            self.width = width
            self.height = height
            self.mrz = mrz
            self.faces = faces
        }

        enum CodingKeys: String, CodingKey {
            case width, height, mrz, faces
            case imageSHA256 = "image_sha256"
        }
    }

    /// Creates a value from its parts.
    public init(
        sides: [String: Side] = [:], mrz: MRZ? = nil, licence: AAMVALicence? = nil, barcodes: [BarcodeReading] = [],
        text: DocumentFields = DocumentFields(), fields: DocumentFields = DocumentFields(), problems: [String] = []
    ) {
        self.sides = sides
        self.mrz = mrz
        self.licence = licence
        self.barcodes = barcodes
        self.text = text
        self.fields = fields
        self.problems = problems
    }
}
