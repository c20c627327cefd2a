import AuditCore
import AuditEngine

/// What `auditor document` prints, as text and as JSON; the JSON is a public format.
struct DocumentOutput: Encodable {
    let schema = "identity-auditor/document"
    let schemaVersion = 1
    let asOf: CivilDate
    let reader: DocumentReaderDescriptor
    let mrz: Zone?
    let licence: AAMVALicence?
    let barcodes: [BarcodeReading]
    let text: [String: String]
    /// What was read of the print, also where a zone or barcode has the same field.
    let print: [Field]
    let fields: [Field]
    let faces: [Face]
    let checks: [CheckResult]
    let reasons: [Explained]
    let problems: [String]

    /// The machine-readable zone. `fields` says what it says; how sure that is stands beside it.
    struct Zone: Encodable {
        let format: MRZFormat
        let lines: [String]
        let rawLines: [String]
        let rawConfidence: [[Double]]
        let repairs: [MRZRepair]
        let fields: [String: String]
        let proven: [String]
        let confidence: [String: Double]
        let checkDigits: [String: Bool]
        let valid: Bool

        enum CodingKeys: String, CodingKey {
            case format, lines, repairs, fields, proven, confidence, valid
            case rawLines = "raw_lines"
            case rawConfidence = "raw_confidence"
            case checkDigits = "check_digits"
        }
    }

    /// The surest reading of a field over all parts of the document.
    struct Field: Encodable {
        let name: String
        let value: String
        let source: String
        let proven: Bool
        let confidence: Double
        let side: String?
        let box: PixelBox?
    }

    struct Face: Encodable {
        let side: String
        let box: PixelBox
        let confidence: Double
        let similarityToFirst: Double?

        enum CodingKeys: String, CodingKey {
            case side, box, confidence
            case similarityToFirst = "similarity_to_first"
        }
    }

    struct Explained: Encodable {
        let code: ReasonCode
        let severity: String
        let field: String?
        let detail: String?
        let text: String
    }

    enum CodingKeys: String, CodingKey {
        case schema, reader, mrz, licence, barcodes, text, print, fields, faces, checks, reasons, problems
        case schemaVersion = "schema_version"
        case asOf = "as_of"
    }

    init(_ answer: OneShotDocument.Answer, reader: DocumentReaderDescriptor, asOf: CivilDate) {
        let reading = answer.reading
        self.asOf = asOf
        self.reader = reader
        mrz = reading.mrz.map(Zone.init)
        licence = reading.licence
        barcodes = reading.barcodes
        text = Dictionary(uniqueKeysWithValues: reading.text.values.map { ($0.key.rawValue, $0.value.value) })
        print = Self.list(reading.text)
        fields = Self.list(reading.fields)
        faces = ["front", "back"].flatMap { side in
            (reading.sides[side]?.faces ?? []).map {
                Face(
                    side: side, box: $0.box, confidence: $0.confidence, similarityToFirst: $0.similarityToFirst)
            }
        }
        checks = answer.checks
        reasons = answer.reasons.map {
            Explained(
                code: $0.code, severity: $0.severity.name, field: $0.field, detail: $0.detail,
                text: $0.code.definition.reviewer)
        }
        problems = reading.problems
    }

    private static func list(_ fields: DocumentFields) -> [Field] {
        DocumentFields.Name.allCases.compactMap { name in
            fields[name].map {
                Field(
                    name: name.rawValue, value: $0.value, source: $0.source.rawValue, proven: $0.proven,
                    confidence: $0.confidence, side: $0.side, box: $0.box)
            }
        }
    }

    /// Absent values are there as null, so that scripts find every key.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schema, forKey: .schema)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(asOf, forKey: .asOf)
        try container.encode(reader, forKey: .reader)
        try container.encode(mrz, forKey: .mrz)
        try container.encode(licence, forKey: .licence)
        try container.encode(barcodes, forKey: .barcodes)
        try container.encode(text, forKey: .text)
        try container.encode(print, forKey: .print)
        try container.encode(fields, forKey: .fields)
        try container.encode(faces, forKey: .faces)
        try container.encode(checks, forKey: .checks)
        try container.encode(reasons, forKey: .reasons)
        try container.encode(problems, forKey: .problems)
    }
}

extension DocumentOutput.Zone {
    fileprivate init(_ mrz: MRZ) {
        format = mrz.format
        lines = mrz.lines
        rawLines = mrz.rawLines
        rawConfidence = mrz.rawConfidence
        repairs = mrz.repairs
        fields = mrz.fields.mapValues(\.value)
        proven = mrz.fields.filter(\.value.proven).keys.sorted()
        confidence = mrz.fields.mapValues(\.confidence)
        checkDigits = mrz.checkDigits
        valid = mrz.valid
    }
}
