import AuditCore
import Foundation
import Testing

@Suite struct DocumentComparerTests {
    private let comparer = DocumentComparer()

    private func field(_ value: String, confidence: Double = 1, proven: Bool = false) -> DocumentField {
        DocumentField(value: value, source: .text, proven: proven, confidence: confidence)
    }

    @Test(
        "Fields agree or differ by their own rules",
        arguments: [
            (DocumentFields.Name.dateOfBirth, "1974-08-12", "1974-08-12", DocumentComparison.Verdict.agrees),
            (.dateOfBirth, "1974-08-12", "1974-12-08", .differs), (.dateOfBirth, "1974-08", "1974-08-12", .notCompared),
            (.documentNumber, "L898902C3", "l-898902 c3", .agrees),
            (.documentNumber, "L898902C3", "L898902C4", .differs),
            (.nationality, "D", "DEU", .agrees), (.nationality, "UTO", "FRA", .differs), (.sex, "F", "M", .differs),
            (.fullName, "ANNA MARIA ERIKSSON", "Eriksson Anna-Maria", .agrees), (.surname, "MARTHA", "MARHTA", .agrees),
            (.surname, "DWAYNE", "DUANE", .differs), (.fullName, "JUERGEN MUELLER", "Jürgen Müller", .agrees),
        ])
    func rules(name: DocumentFields.Name, a: String, b: String, verdict: DocumentComparison.Verdict) {
        let result = comparer.compare(name, field(a), .mrz, field(b), .claim)
        #expect(result.verdict == verdict)
        #expect((result.method == nil) == (verdict == .notCompared))
    }

    @Test func likenessIsReportedWithItsMethod() throws {
        let result = comparer.compare(.surname, field("MARTHA"), .mrz, field("MARHTA"), .claim)
        #expect(result.method == .jaroWinkler)
        #expect(abs(try #require(result.similarity) - 0.961111) < 5e-7)
    }

    @Test func whatWasReadUnsurelyContradictsNobodyUnlessDigitsProveIt() {
        let unsure = comparer.compare(
            .dateOfBirth, field("1974-08-12", confidence: 0.5), .text, field("1974-08-13"), .claim)
        #expect(unsure.verdict == .notCompared)
        #expect(unsure.cause == .lowConfidence)
        let proven = field("1974-08-12", confidence: 0.5, proven: true)
        #expect(comparer.compare(.dateOfBirth, proven, .mrz, field("1974-08-13"), .claim).verdict == .differs)
        let equal = comparer.compare(
            .dateOfBirth, field("1974-08-12", confidence: 0.5), .text, field("1974-08-12"), .claim)
        #expect(equal.verdict == .agrees)
    }

    @Test(arguments: [
        ("DX2O636U3", "DX20636U3", DocumentComparison.Verdict.notCompared), ("11HE1OZD6", "11HE102D6", .notCompared),
        ("DX20636U3", "DX20636U4", .differs),
    ])
    func charactersThatLookAlikeInPrintContradictNobody(a: String, b: String, verdict: DocumentComparison.Verdict) {
        for (first, second) in [(DocumentComparison.Source.mrz, DocumentComparison.Source.text), (.text, .claim)] {
            #expect(comparer.compare(.documentNumber, field(a), first, field(b), second).verdict == verdict)
        }
        // Neither zone nor barcode takes one for the other.
        #expect(comparer.compare(.documentNumber, field(a), .mrz, field(b), .claim).verdict == .differs)
    }

    @Test func aNameThatItsZoneCutAgreesWithTheWholeOne() {
        let cut = field("BENNELONG WOOLOOMOOLOO WARRANDYTE W")
        let whole = field("Bennelong Wooloomooloo Warrandyte Warnambool")
        #expect(comparer.compare(.fullName, cut, .mrz, whole, .claim, isTruncated: true).method == .icao)
    }

    @Test func aDocumentAgainstItselfAndTheClaim() throws {
        let front = DocumentSide(
            width: 440, height: 300,
            mrz: MRZSpecimens.td3.enumerated().map { index, line in
                var reading = MRZSpecimens.sure(line)
                reading.box = PixelBox(x: 0, y: 250 + Double(index) * 20, width: 440, height: 15)
                return reading
            },
            words: ["Surname", "ERIKSEN", "EXP", "15.04.2013"].enumerated().map { index, text in
                WordReading(
                    text: text, confidence: 0.9, box: PixelBox(x: Double(index) * 100, y: 10, width: 80, height: 14),
                    line: 0)
            }, problems: ["no_outline"])
        let reading = DocumentInterpreter.interpret(
            [.init(name: "front", imageSHA256: "00", reading: front)], asOf: MRZSpecimens.asOf)
        #expect(reading.problems == ["no_outline"])
        #expect(reading.fields[.documentType]?.value == "passport")
        #expect(reading.fields[.documentNumber]?.proven == true)
        #expect(reading.fields[.expiry]?.source == .mrz)
        let among = comparer.among(reading)
        #expect(among.first { $0.field == .expiry }?.verdict == .differs)
        #expect(among.first { $0.field == .surname }?.method == .jaroWinkler)
        let claims: [DocumentFields.Name: String] = [
            .fullName: "Anna Maria Eriksson", .dateOfBirth: "1974-08-12", .documentNumber: "L898902C3",
            .issuingState: "UTO",
        ]
        #expect(comparer.against(claims, reading).map(\.verdict) == [.agrees, .agrees, .agrees, .agrees])
        let nothing = comparer.against(claims, DocumentReading())
        #expect(nothing.allSatisfy { $0.verdict == .notCompared && $0.cause == .firstMissing })
    }

    @Test func aReadingSurvivesItsStorage() throws {
        var reading = DocumentReading()
        reading.mrz = MRZReader.read(text: MRZSpecimens.td1Long, asOf: MRZSpecimens.asOf)
        reading.fields = try #require(reading.mrz).documentFields(side: "front")
        let data = try JSONEncoder().encode(reading)
        #expect(try JSONDecoder().decode(DocumentReading.self, from: data) == reading)
        #expect(String(decoding: data, as: UTF8.self).contains("\"document_number\""))
    }
}
