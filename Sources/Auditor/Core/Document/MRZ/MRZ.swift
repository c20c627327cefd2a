/// A machine-readable zone, interpreted (ICAO Doc 9303, parts 3 to 7).
public struct MRZ: Codable, Equatable, Sendable, PersonalReading {
    /// The layout.
    public var format: MRZFormat
    /// The lines as they were read, before any repair.
    public var rawLines: [String]
    /// How probable the reader held each character of `rawLines`, 0 to 1, rounded to three decimals.
    public var rawConfidence: [[Double]]
    /// The lines after repair.
    public var lines: [String]
    /// What was changed, in reading order.
    public var repairs: [MRZRepair]
    /// By `MRZFieldName`: `document_code`, `issuing_state`, `document_number`, `nationality`, `date_of_birth`, `sex`,
    /// `expiry`, `surname`, `given_names`, `optional_data`, `optional_data_2`, `personal_number`. Dates are `YYYY-MM-DD`;
    /// of a birth date with an unknown part, `YYYY-MM` or `YYYY`, or empty. A field that is empty is not there.
    public var fields: [String: MRZField]
    /// Whether each check digit holds: `document_number`, `date_of_birth`, `expiry`, `personal_number` (TD3),
    /// `composite` (not on visas).
    public var checkDigits: [String: Bool]
    /// Whether every check digit holds.
    public var valid: Bool

    /// Creates a value from its parts.
    public init(
        format: MRZFormat, rawLines: [String], rawConfidence: [[Double]], lines: [String], repairs: [MRZRepair],
        fields: [String: MRZField],
        checkDigits: [String: Bool], valid: Bool
    ) {
        self.format = format
        self.rawLines = rawLines
        self.rawConfidence = rawConfidence
        self.lines = lines
        self.repairs = repairs
        self.fields = fields
        self.checkDigits = checkDigits
        self.valid = valid
    }

    /// The field of a name.
    public subscript(_ name: MRZFieldName) -> MRZField? { fields[name.rawValue] }

    enum CodingKeys: String, CodingKey {
        case format, lines, repairs, fields, valid
        case rawLines = "raw_lines"
        case rawConfidence = "raw_confidence"
        case checkDigits = "check_digits"
    }
}

/// Names of what a machine-readable zone holds.
public enum MRZFieldName: String, Codable, Sendable, CaseIterable {
    /// One or two letters: `P`, `PP`, `I`, `AC`, `V`.
    case documentCode = "document_code"
    /// One to three letters of the state or organisation that issued it.
    case issuingState = "issuing_state"
    /// The document's number.
    case documentNumber = "document_number"
    /// One to three letters of the holder's nationality.
    case nationality
    /// The birth date.
    case dateOfBirth = "date_of_birth"
    /// `F`, `M` or `X` (unspecified, written `<`).
    case sex
    /// The last day of validity.
    case expiry
    /// The primary identifier.
    case surname
    /// The secondary identifiers, separated by a space.
    case givenNames = "given_names"
    /// What the issuing state put into the first or only optional field.
    case optionalData = "optional_data"
    /// What it put into the second one (TD1).
    case optionalData2 = "optional_data_2"
    /// The optional field of passports (TD3), which has a check digit of its own.
    case personalNumber = "personal_number"
}

/// One field of a machine-readable zone.
public struct MRZField: Codable, Equatable, Sendable, PersonalReading {
    /// What it says, without fillers.
    public var value: String
    /// The product of its characters' probabilities, 0 to 1.
    public var confidence: Double
    /// Whether check digits show that it was read right; the conditions are at `MRZReader`.
    public var proven: Bool

    /// Creates a value from its parts.
    public init(value: String, confidence: Double, proven: Bool) {
        self.value = value
        self.confidence = confidence
        self.proven = proven
    }
}

/// One character that was changed from what was read best.
public struct MRZRepair: Codable, Equatable, Sendable, PersonalReading {
    /// The line, from 0.
    public var line: Int
    /// The column, from 0.
    public var column: Int
    /// What was read.
    public var from: String
    /// What it was changed to.
    public var to: String
    /// What asked for it.
    public var why: Cause

    /// What asks for a repair.
    public enum Cause: String, Codable, Sendable {
        /// No digit, or no letter, may stand there.
        case grammar
        /// Check digits hold only so.
        case checkDigit = "check_digit"
    }

    /// Creates a value from its parts.
    public init(line: Int, column: Int, from: String, to: String, why: Cause) {
        self.line = line
        self.column = column
        self.from = from
        self.to = to
        self.why = why
    }
}
