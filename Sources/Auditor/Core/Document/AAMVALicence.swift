/// The fields of a driving licence's PDF417 barcode (AAMVA DL/ID Card Design Standard, annex D).
public struct AAMVALicence: Codable, Equatable, Sendable, PersonalReading {
    /// The issuer identification number: six digits that name the issuing authority.
    public var issuer: String
    /// Version of the standard that the barcode follows, 0 to 99.
    public var version: Int
    /// Elements of the first licence or card subfile by their three-letter codes (`DAQ`, `DCS`...), as they stand there.
    public var elements: [String: String]

    /// Creates a value from its parts.
    public init(issuer: String, version: Int, elements: [String: String]) {
        self.issuer = issuer
        self.version = version
        self.elements = elements
    }

    /// Reads a barcode's text; nil when it has no header of AAMVA or no element. Offsets and lengths of the header are not
    /// trusted, since many issuers get them wrong: elements are taken line by line.
    public init?(barcode text: String) {
        // Lines end with LF and segments with CR; a pair of them is one character of Swift's.
        let bytes = Array(text.utf8.prefix(8_192))
        guard bytes.first == 0x40, let header = Self.header(bytes) else { return nil }
        issuer = header.issuer
        version = header.version
        elements = [:]
        for (index, line) in bytes[header.end...].split(whereSeparator: { $0 < 0x20 }).enumerated() {
            var line = line
            // The first line is `...DL` or `...ID`, right after the designators, then its first element.
            if index == 0 {
                guard let start = Self.subfileStart(line) else { continue }
                line = line[start...]
            }
            guard line.count >= 3, line.prefix(3).allSatisfy({ (0x41...0x5A).contains($0) }) else { continue }
            let code = String(decoding: line.prefix(3), as: UTF8.self)
            let value = Self.trimmed(line.dropFirst(3))
            if elements[code] == nil, !value.isEmpty { elements[code] = value }
        }
        guard !elements.isEmpty else { return nil }
    }

    /// Whether dates are written `YYYYMMDD`: in Canada, and in version 1.
    public var isYearFirst: Bool { elements["DCG"] == "CAN" || version == 1 }

    /// A date element, `DBB` or `DBA`; nil when it is none. `MMDDYYYY` in the United States; the other order is tried when
    /// the country's is no date, since a date of one is hardly ever one of the other (the year would start the month).
    public func date(_ code: String) -> CivilDate? {
        guard let text = elements[code], text.utf8.count == 8 else { return nil }
        let digits = text.utf8.compactMap { (0x30...0x39).contains($0) ? Int($0 - 0x30) : nil }
        guard digits.count == 8 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let yearFirst = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        let monthFirst = CivilDate(year: number(4..<8), month: number(0..<2), day: number(2..<4))
        return isYearFirst ? yearFirst ?? monthFirst : monthFirst ?? yearFirst
    }

    /// What it says of a document's fields. A barcode has its own error correction, so its confidence is 1; no check digit
    /// proves it.
    public func fields(side: String?, box: PixelBox?) -> DocumentFields {
        var fields = DocumentFields()
        func set(_ name: DocumentFields.Name, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            fields[name] = DocumentField(value: value, source: .barcode, confidence: 1, side: side, box: box)
        }
        // Version 1 has one element for the name, with commas.
        let whole = elements["DAA"]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let middle = elements["DAD"].flatMap { ["NONE", "UNAVL"].contains($0) ? nil : $0 }
        let given =
            elements["DAC"].map { [$0, middle].compactMap { $0 }.joined(separator: " ") }
            ?? elements["DCT"]?.split(separator: ",").joined(separator: " ")
            ?? whole?.dropFirst().filter { !$0.isEmpty }.joined(separator: " ")
        let surname = elements["DCS"] ?? elements["DAB"] ?? whole?.first
        set(.surname, surname)
        set(.givenNames, given)
        set(.fullName, [given, surname].compactMap { $0 }.joined(separator: " "))
        set(.documentNumber, elements["DAQ"])
        set(.dateOfBirth, date("DBB")?.description)
        set(.expiry, date("DBA")?.description)
        set(.issuingState, elements["DCG"])
        set(.documentType, "driving_licence")
        let sexes = ["1": "M", "2": "F", "9": "X", "M": "M", "F": "F", "X": "X"]
        set(.sex, elements["DBC"].flatMap { sexes[$0] })
        return fields
    }

    private static func header(_ bytes: [UInt8]) -> (issuer: String, version: Int, end: Int)? {
        for mark in ["ANSI ", "AAMVA"] {
            let mark = Array(mark.utf8)
            guard
                let start = (0..<max(0, min(16, bytes.count - mark.count - 8)))
                    .first(where: { bytes[$0..<$0 + mark.count].elementsEqual(mark) })
            else { continue }
            let numbers = bytes[(start + mark.count)..<(start + mark.count + 8)]
            guard numbers.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
            return (
                String(decoding: numbers.prefix(6), as: UTF8.self),
                numbers.suffix(2).reduce(0) { $0 * 10 + Int($1 - 0x30) }, start + mark.count + 8
            )
        }
        return nil
    }

    /// After the last `DL` or `ID` of the first line that does not belong to a designator, which has digits behind it.
    private static func subfileStart(_ line: ArraySlice<UInt8>) -> Int? {
        for index in line.indices.dropLast(4).reversed() {
            let pair = [line[index], line[index + 1]]
            guard pair == Array("DL".utf8) || pair == Array("ID".utf8) || pair == Array("EN".utf8),
                line[index + 2] == UInt8(ascii: "D"),
                index == line.startIndex || !(0x41...0x5A).contains(line[index - 1])
            else { continue }
            return index + 2
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var rest = bytes
        while rest.first == 0x20 { rest = rest.dropFirst() }
        while rest.last == 0x20 { rest = rest.dropLast() }
        return String(decoding: rest, as: UTF8.self)
    }
}
