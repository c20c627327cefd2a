public import AuditCore

/// Photographed documents with what is printed on them: the `truth.csv` of `scripts/specimens/make`, a line a photo.
public struct SpecimenTruth: Sendable {
    /// One document as it was photographed at one level, in the file's order.
    public var specimens: [Specimen]
    /// SHA-256 of the file's bytes.
    public var sha256: String

    /// One document: its photos and what they show.
    public struct Specimen: Sendable {
        /// What the file calls it.
        public var document: String
        /// What kind of document it is, as `td3`; in the file's own words.
        public var kind: String
        /// How hard it is to read, in the file's own words.
        public var level: String
        /// The photo of the front, or of the only side.
        public var front = ""
        /// The photo of the back; nil without one.
        public var back: String?
        /// The lines of the machine-readable zone; empty without one.
        public var lines: [String] = []
        /// What is printed in letters for people.
        public var fields: [DocumentFields.Name: String] = [:]
        /// What the barcode says; nil without one.
        public var barcode: String?
    }

    /// Reads the file.
    /// - Throws: `input_missing`; `manifest_invalid` with the line. A wrong truth makes every figure wrong, so nothing
    ///   is skipped.
    public init(path: String) throws(AuditError) {
        let pass = ManifestPass(first: try ManifestFile(path: path, noun: "truth file"))
        var table = try CSVTable(
            pass, required: ["file", "document", "side", "kind", "level"],
            optional: Self.lineColumns + Self.fieldColumns.map(\.rawValue)
                + ["barcode", "portrait", "flaw", "corners", "rotation", "width", "height"])
        specimens = []
        var places: [[String]: Int] = [:]
        while try table.next() {
            func cell(_ column: String) -> String { table.position(column).map { table.cells[$0] } ?? "" }
            guard !cell("file").isEmpty, !cell("document").isEmpty else {
                throw table.invalid("a photo or its document is missing")
            }
            let key = [cell("document"), cell("level")]
            let index = places[key] ?? specimens.count
            if index == specimens.count {
                places[key] = index
                specimens.append(Specimen(document: cell("document"), kind: cell("kind"), level: cell("level")))
            }
            var specimen = specimens[index]
            switch (cell("side"), specimen.front.isEmpty, specimen.back) {
            case ("front", true, _): specimen.front = cell("file")
            case ("back", _, nil): specimen.back = cell("file")
            case ("front", _, _), ("back", _, _):
                throw table.invalid("the document has a second photo of this side at this level")
            default: throw table.invalid("side: expected front or back")
            }
            let lines = Self.lineColumns.map(cell).filter { !$0.isEmpty }
            if !lines.isEmpty {
                guard Self.isZone(lines) else {
                    throw table.invalid("mrz_1 to mrz_3: expected three lines of 30 characters, or two of 36 or 44")
                }
                specimen.lines = lines
            }
            for name in [DocumentFields.Name.dateOfBirth, .expiry] where !cell(name.rawValue).isEmpty {
                guard CivilDate(cell(name.rawValue)) != nil else {
                    throw table.invalid("\(name.rawValue): expected a date, YYYY-MM-DD")
                }
            }
            for name in Self.fieldColumns where !cell(name.rawValue).isEmpty {
                specimen.fields[name] = cell(name.rawValue)
            }
            if !cell("barcode").isEmpty { specimen.barcode = try Self.unescaped(cell("barcode"), table) }
            specimens[index] = specimen
        }
        sha256 = try pass.finish().sha256
        let place = SourceLocation(file: path)
        guard !specimens.isEmpty else { throw AuditError(.manifestInvalid, "the file lists no photo", at: place) }
        guard specimens.allSatisfy({ !$0.front.isEmpty }) else {
            throw AuditError(.manifestInvalid, "a document has a back and no front", at: place)
        }
    }

    private static func isZone(_ lines: [String]) -> Bool {
        let lengths = lines.map(\.utf8.count)
        return [[30, 30, 30], [36, 36], [44, 44]].contains(lengths)
    }

    private static let lineColumns = ["mrz_1", "mrz_2", "mrz_3"]
    private static let fieldColumns: [DocumentFields.Name] = [
        .surname, .givenNames, .dateOfBirth, .sex, .documentNumber, .expiry, .issuingState, .nationality,
        .personalNumber,
    ]

    /// A text in which control characters and backslashes are written `\n`, `\r`, `\t`, `\xNN` and `\\`.
    private static func unescaped(_ text: String, _ table: CSVTable) throws(AuditError) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            let plain: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t", "\\": "\\"]
            let mark = rest.popFirst()
            if let mark, let one = plain[mark] {
                result.append(one)
            } else if mark == "x", let code = UInt8(String(String.UnicodeScalarView(rest.prefix(2))), radix: 16) {
                rest = rest.dropFirst(2)
                result.append(Unicode.Scalar(code))
            } else {
                throw table.invalid(
                    "barcode: a backslash is followed by none of n, r, t, x and two digits, or a backslash")
            }
        }
        return String(result)
    }
}
