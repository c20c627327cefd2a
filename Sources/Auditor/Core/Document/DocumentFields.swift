/// Fields of a document with where each was read.
public struct DocumentFields: Codable, Equatable, Sendable, PersonalReading {
    /// What was read, by name.
    public var values: [Name: DocumentField]

    /// Creates a set of fields.
    public init(_ values: [Name: DocumentField] = [:]) { self.values = values }

    /// The field of a name; nil when it was not read.
    public subscript(_ name: Name) -> DocumentField? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The fields' names. Dates are `YYYY-MM-DD`.
    public enum Name: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
        /// The family name.
        case surname
        /// All given names, separated by a space.
        case givenNames = "given_names"
        /// Given names and family name, in the order of the source.
        case fullName = "full_name"
        /// The birth date.
        case dateOfBirth = "date_of_birth"
        /// The document's number.
        case documentNumber = "document_number"
        /// The last day of validity.
        case expiry
        /// The issuing state: three letters of ICAO.
        case issuingState = "issuing_state"
        /// The nationality: three letters of ICAO.
        case nationality
        /// `F`, `M` or `X`.
        case sex
        /// `passport`, `id_card`, `driving_licence`, `residence_permit` or `visa`.
        case documentType = "document_type"
        /// The holder's number in a national register.
        case personalNumber = "personal_number"
    }

    /// Reads an object of fields.
    public init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([Name: DocumentField].self)
    }

    /// Writes an object of fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}

/// One field of a document.
public struct DocumentField: Codable, Equatable, Sendable, PersonalReading {
    /// What it says.
    public var value: String
    /// Where it was read.
    public var source: Source
    /// Whether check digits show that it was read right.
    public var proven: Bool
    /// How sure the reading is, 0 to 1.
    public var confidence: Double
    /// `front` or `back`; nil when it is not known.
    public var side: String?
    /// Where it is on the straightened side; nil when it is not known.
    public var box: PixelBox?

    /// Where a field was read.
    public enum Source: String, Codable, Sendable, CaseIterable {
        /// The machine-readable zone.
        case mrz
        /// A barcode.
        case barcode
        /// The print.
        case text
    }

    /// Creates a value from its parts.
    public init(
        value: String, source: Source, proven: Bool = false, confidence: Double, side: String? = nil,
        box: PixelBox? = nil
    ) {
        self.value = value
        self.source = source
        self.proven = proven
        self.confidence = confidence
        self.side = side
        self.box = box
    }
}
