/// Compares what a document's zone, barcode and print, and the applicant, say.
///
/// Dates, numbers, states, sex and type are compared exactly: dates as days, numbers without what is not a letter or digit,
/// `D` and `DEU` as one state. Names agree when their parts are equal in the letters of machine-readable zones, in either
/// order of surname and given names, or cut as such zones cut them; else by likeness. Numbers that differ in characters that
/// look alike are not compared where one was read in print. A difference to something that was
/// read with less than `minimumConfidence`, and that no check digit proves, is no difference: not to be able to read
/// speaks against nobody.
public struct DocumentComparer: Sendable {
    /// Likeness from which names agree, 0 to 1.
    public var nameSimilarity: Double
    /// Confidence from which what was read may contradict something, 0 to 1.
    public var minimumConfidence: Double

    /// Likeness from which names agree unless a policy says otherwise.
    public static let defaultNameSimilarity = 0.92
    /// Confidence from which a reading may contradict something unless a caller says otherwise.
    public static let defaultMinimumConfidence = 0.8

    /// Creates a comparer.
    public init(
        nameSimilarity: Double = DocumentComparer.defaultNameSimilarity,
        minimumConfidence: Double = DocumentComparer.defaultMinimumConfidence
    ) {
        self.nameSimilarity = nameSimilarity
        self.minimumConfidence = minimumConfidence
    }

    /// The document's own sources among themselves: every field that at least two of them have.
    public func among(_ reading: DocumentReading) -> [DocumentComparison] {
        let sources = sources(of: reading)
        var results: [DocumentComparison] = []
        for name in DocumentFields.Name.allCases {
            for (index, first) in sources.enumerated() {
                for second in sources[(index + 1)...] {
                    guard let a = first.fields[name], let b = second.fields[name] else { continue }
                    results.append(
                        compare(
                            name, a, first.source, b, second.source,
                            isTruncated: first.source == .mrz && reading.mrz?.hasFullNameField == true))
                }
            }
        }
        return results
    }

    /// The document against what the applicant claims: one comparison a claim, with the most trustworthy source that has the
    /// field.
    /// - Parameter claims: Values by field; dates as `YYYY-MM-DD`.
    public func against(_ claims: [DocumentFields.Name: String], _ reading: DocumentReading) -> [DocumentComparison] {
        DocumentFields.Name.allCases.compactMap { name in
            guard let claim = claims[name], !claim.isEmpty else { return nil }
            guard let read = field(name, of: reading) else {
                return DocumentComparison(
                    field: name, first: .mrz, second: .claim, verdict: .notCompared, cause: .firstMissing)
            }
            let claimed = DocumentField(value: claim, source: .text, confidence: 1)
            return compare(
                name, read, DocumentComparison.Source(read.source), claimed, .claim,
                isTruncated: read.source == .mrz && reading.mrz?.hasFullNameField == true)
        }
    }

    /// Compares two values of one field.
    /// - Parameter isTruncated: Whether the first is a name from a zone whose name field is full.
    public func compare(
        _ name: DocumentFields.Name, _ a: DocumentField, _ first: DocumentComparison.Source, _ b: DocumentField,
        _ second: DocumentComparison.Source, isTruncated: Bool = false
    ) -> DocumentComparison {
        var result = DocumentComparison(field: name, first: first, second: second, verdict: .agrees)
        switch name {
        case .surname, .givenNames, .fullName:
            let isGiven = name == .givenNames
            if NameComparison.followsRules(a.value, b.value, isTruncated: isTruncated, isGiven: isGiven) {
                result.method = .icao
            } else {
                let similarity = NameComparison.similarity(a.value, b.value)
                result.method = .jaroWinkler
                result.similarity = similarity
                result.verdict = similarity >= nameSimilarity ? .agrees : .differs
            }
        case .dateOfBirth, .expiry:
            guard let dayA = CivilDate(a.value), let dayB = CivilDate(b.value) else {
                (result.verdict, result.cause) = (.notCompared, .partialDate)
                return result
            }
            result.method = .exact
            result.verdict = dayA == dayB ? .agrees : .differs
        case .documentNumber, .personalNumber:
            result.method = .exact
            let (numberA, numberB) = (Self.compact(a.value), Self.compact(b.value))
            result.verdict = numberA == numberB ? .agrees : .differs
            // Nobody can tell O from 0 in print, whatever the reader's confidence.
            if result.verdict == .differs, first == .text || second == .text,
                Self.unlike(numberA) == Self.unlike(numberB)
            {
                (result.verdict, result.cause) = (.notCompared, .lowConfidence)
            }
        case .issuingState, .nationality:
            result.method = .exact
            result.verdict = Self.state(a.value) == Self.state(b.value) ? .agrees : .differs
        case .sex, .documentType:
            result.method = .exact
            result.verdict = a.value == b.value ? .agrees : .differs
        }
        let isUnsure = [(a, first), (b, second)].contains { field, source in
            source != .claim && !field.proven && field.confidence < minimumConfidence
        }
        if result.verdict == .differs, isUnsure {
            (result.verdict, result.cause) = (.notCompared, .lowConfidence)
        }
        return result
    }

    private func sources(
        of reading: DocumentReading
    ) -> [(source: DocumentComparison.Source, fields: DocumentFields)] {
        var sources: [(source: DocumentComparison.Source, fields: DocumentFields)] = []
        if let mrz = reading.mrz { sources.append((.mrz, mrz.documentFields())) }
        if let licence = reading.licence { sources.append((.barcode, licence.fields(side: nil, box: nil))) }
        sources.append((.text, reading.text))
        return sources
    }

    /// The full name may have to be put together from what was printed apart.
    private func field(_ name: DocumentFields.Name, of reading: DocumentReading) -> DocumentField? {
        if let field = reading.fields[name] { return field }
        guard name == .fullName, var surname = reading.fields[.surname] else { return nil }
        let given = reading.fields[.givenNames]
        surname.value = [given?.value, surname.value].compactMap { $0 }.joined(separator: " ")
        surname.confidence = min(surname.confidence, given?.confidence ?? 1)
        return surname
    }

    private static func compact(_ number: String) -> String {
        let isFilled = number.uppercased().unicodeScalars.filter { $0.isASCII && $0 != "<" }
        return String(
            String.UnicodeScalarView(isFilled.filter { $0.properties.isAlphabetic || (0x30...0x39).contains($0.value) })
        )
    }

    /// A number in which characters that look alike in print are the same one.
    private static func unlike(_ number: String) -> String {
        let twins: [Character: Character] = [
            "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8",
        ]
        return String(number.map { twins[$0] ?? $0 })
    }

    /// Germany is `D` in machine-readable zones (9303-3, 5).
    private static func state(_ code: String) -> String { code == "D" ? "DEU" : code }
}

extension DocumentComparison.Source {
    /// The same source of a field.
    public init(_ source: DocumentField.Source) {
        switch source {
        case .mrz: self = .mrz
        case .barcode: self = .barcode
        case .text: self = .text
        }
    }
}
