/// The fields of a driving licence's PDF417 barcode (AAMVA DL/ID Card Design Standard, annex D).
public struct AAMVALicence: Codable, Equatable, Sendable, PersonalReading {
    /// The issuer identification number: six digits that name the issuing authority.
    public var issuer: String
    /// Version of the standard that the barcode follows, 0 to 99.
    public var version: Int
    /// Elements of the first subfile by their three-letter codes (`DAQ`, `DCS`...), as they stand there.
    public var elements: [String: String]

    /// Creates a value from its parts.
    public init(issuer: String, version: Int, elements: [String: String]) {
        self.issuer = issuer
        self.version = version
        self.elements = elements
    }
}
