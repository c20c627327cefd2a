public import AuditCore

/// One specimen: what is printed on it, and what was read.
public struct DocumentTrial: Sendable {
    /// The lines of the machine-readable zone as printed; empty for a document without one.
    public var printedLines: [String]
    /// The fields of the zone as printed, by their names in `MRZ.fields`.
    public var printedFields: [String: String]
    /// What was read; nil when nothing was.
    public var mrz: MRZ?
    /// Seconds that reading took, all in all, on one core.
    public var seconds: Double
    /// What is printed in letters for people, and what was read of it.
    public var print = Print()
    /// What its barcode says; nil for a document without one.
    public var printedBarcode: String?
    /// What the barcodes say that were read.
    public var barcodes: [String] = []

    /// The print for people.
    public struct Print: Sendable {
        /// What is printed, dates as `YYYY-MM-DD`.
        public var printed: [DocumentFields.Name: String] = [:]
        /// What was read.
        public var read = DocumentFields()

        /// Creates print of which nothing is known.
        public init() {}

        /// Whether a field was read as it is printed; names as ICAO transliterates them.
        public func isRight(_ name: DocumentFields.Name) -> Bool {
            guard let printed = printed[name], let value = read[name]?.value else { return false }
            switch name {
            case .surname, .givenNames, .fullName:
                return ICAOName.matches(value, name: printed, isTruncated: false)
            default: return value == printed
            }
        }
    }

    /// Creates a value from its parts.
    public init(printedLines: [String], printedFields: [String: String], mrz: MRZ?, seconds: Double) {
        self.printedLines = printedLines
        self.printedFields = printedFields
        self.mrz = mrz
        self.seconds = seconds
    }

    /// A specimen whose printed fields are what its printed lines say.
    /// - Parameter asOf: The date that tells the century, the same as for the reading.
    public init(printedLines: [String], mrz: MRZ?, seconds: Double, asOf: CivilDate) {
        let printed = MRZReader.read(text: printedLines, asOf: asOf)
        self.init(
            printedLines: printedLines, printedFields: printed?.fields.mapValues(\.value) ?? [:], mrz: mrz,
            seconds: seconds)
    }
}
