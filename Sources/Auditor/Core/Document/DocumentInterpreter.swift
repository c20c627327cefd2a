/// From raw readings of a document's sides to what it says.
public enum DocumentInterpreter {
    /// One side as a worker read it.
    public struct Side: Sendable {
        /// `front` or `back`.
        public var name: String
        /// SHA-256 of the photo's bytes.
        public var imageSHA256: String
        /// What was read.
        public var reading: DocumentSide

        /// Creates a value from its parts.
        public init(name: String, imageSHA256: String, reading: DocumentSide) {
            self.name = name
            self.imageSHA256 = imageSHA256
            self.reading = reading
        }
    }

    /// Interprets the sides of one document.
    /// - Parameters:
    ///   - sides: The front first.
    ///   - asOf: The date that stands for today.
    public static func interpret(_ sides: [Side], asOf: CivilDate) -> DocumentReading {
        var result = DocumentReading()
        var zones: [(fields: DocumentFields, mrz: MRZ)] = []
        var licences: [DocumentFields] = []
        for side in sides {
            let reading = side.reading
            result.sides[side.name] = DocumentReading.Side(
                imageSHA256: side.imageSHA256, width: reading.width, height: reading.height,
                mrz: reading.mrz.map(\.box),
                faces: reading.faces)
            result.barcodes += reading.barcodes
            for problem in reading.problems where !result.problems.contains(problem) { result.problems.append(problem) }
            if let mrz = MRZReader.read(reading.mrz, asOf: asOf) {
                zones.append((mrz.documentFields(side: side.name, box: PixelBox(around: reading.mrz.map(\.box))), mrz))
            } else if !reading.mrz.isEmpty, !result.problems.contains("mrz_unreadable") {
                result.problems.append("mrz_unreadable")
            }
            for barcode in reading.barcodes where barcode.format == "pdf417" {
                guard let licence = AAMVALicence(barcode: barcode.text) else { continue }
                result.licence = result.licence ?? licence
                licences.append(licence.fields(side: side.name, box: barcode.box))
            }
            // Words of the zone are the zone's.
            let print = reading.words.filter { word in !reading.mrz.contains { $0.box.covers(word.box) } }
            let text = PrintedFields.find(in: print, side: side.name, asOf: asOf)
            result.text.values.merge(text.values) { first, _ in first }
        }
        // Of two zones the one whose check digits hold, or the first.
        let zone = zones.first { $0.mrz.valid } ?? zones.first
        result.mrz = zone?.mrz
        result.fields = merge([zone?.fields, licences.first, result.text].compactMap { $0 })
        return result
    }

    /// Of each field the most trustworthy: proven by check digits, then of a barcode, then of the zone, then of the print; of
    /// two from one source the surer.
    static func merge(_ sources: [DocumentFields]) -> DocumentFields {
        var merged = DocumentFields()
        for name in DocumentFields.Name.allCases {
            merged[name] =
                sources.compactMap { $0[name] }.enumerated().max { a, b in
                    let (rankA, rankB) = (rank(a.element), rank(b.element))
                    return (rankA, a.element.confidence, b.offset) < (rankB, b.element.confidence, a.offset)
                }?.element
        }
        return merged
    }

    private static func rank(_ field: DocumentField) -> Int {
        if field.proven { return 3 }
        switch field.source {
        case .barcode: return 2
        case .mrz: return 1
        case .text: return 0
        }
    }
}

extension MRZ {
    /// What the zone says of a document's fields.
    public func documentFields(side: String? = nil, box: PixelBox? = nil) -> DocumentFields {
        var result = DocumentFields()
        for (key, field) in fields {
            guard let name = DocumentFields.Name(rawValue: key) else { continue }
            result[name] = DocumentField(
                value: field.value, source: .mrz, proven: field.proven, confidence: field.confidence, side: side,
                box: box)
        }
        if let surname = self[.surname] {
            let names = [self[.givenNames]?.value, surname.value].compactMap { $0 }
            result[.fullName] = DocumentField(
                value: names.joined(separator: " "), source: .mrz, confidence: surname.confidence, side: side, box: box)
        }
        if let code = self[.documentCode] {
            result[.documentType] = DocumentField(
                value: Self.documentType(code.value, format: format), source: .mrz, confidence: code.confidence,
                side: side,
                box: box)
        }
        return result
    }

    /// The kind of a document by its code (9303-3 to 7): passports start with P, visas with V; residence permits of the
    /// European Union are `AR`, `CR` or `IR`, and other cards start with A, C or I.
    static func documentType(_ code: String, format: MRZFormat) -> String {
        switch format {
        case .mrvA, .mrvB: "visa"
        case .td3: "passport"
        case .td1, .td2:
            code.hasPrefix("P") ? "passport" : ["AR", "CR", "IR"].contains(code) ? "residence_permit" : "id_card"
        }
    }

    /// Whether the name field is full to its last place: only then may names have been cut.
    public var hasFullNameField: Bool {
        let line = format == .td1 ? 2 : 0
        return lines.indices.contains(line) && lines[line].utf8.last != 0x3C
    }
}

extension Box {
    /// Whether the centre of another box is within this one.
    func covers(_ other: Box) -> Bool {
        let (centreX, centreY) = (other.x + other.width / 2, other.y + other.height / 2)
        return centreX >= x && centreX <= x + width && centreY >= y && centreY <= y + height
    }
}
