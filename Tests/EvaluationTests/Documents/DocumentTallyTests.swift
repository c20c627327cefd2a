import AuditCore
import Evaluation
import Testing

@Suite struct DocumentTallyTests {
    private let lines = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]
    private let asOf = CivilDate("2012-01-01")

    @Test(
        "Edits between texts",
        arguments: [
            ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("flaw", "lawn", 2), ("same", "same", 0),
            ("P<UTO", "P<UT0", 1),
        ])
    func edits(a: String, b: String, distance: Int) { #expect(EditDistance.levenshtein(a, b) == distance) }

    @Test func aPerfectReadingAndNone() throws {
        let asOf = try #require(asOf)
        var tally = DocumentTally()
        let mrz = MRZReader.read(text: lines, asOf: asOf)
        tally.add(DocumentTrial(printedLines: lines, mrz: mrz, seconds: 0.2, asOf: asOf))
        tally.add(DocumentTrial(printedLines: lines, mrz: nil, seconds: 0.4, asOf: asOf))
        let rates = tally.rates
        #expect(rates.documents == 2)
        #expect(rates.found.value == 0.5)
        #expect(rates.exactLines == DocumentRate(2, of: 4))
        #expect(rates.characterErrorRate == 0.5)
        #expect(rates.fields["all"]?.value == 0.5)
        #expect(rates.fields["surname"] == DocumentRate(1, of: 2))
        #expect(rates.proven == DocumentRate(4, of: 8))
        #expect(rates.provenRight == DocumentRate(4, of: 4))
        #expect(rates.falseAccepts == DocumentRate(0, of: 0))
        #expect(rates.seconds?.p50 == 0.2)
        #expect(rates.seconds?.max == 0.4)
    }

    @Test func aProvenFieldThatIsWrongIsAFalseAccept() throws {
        let asOf = try #require(asOf)
        var mrz = try #require(MRZReader.read(text: lines, asOf: asOf))
        mrz.repairs = [MRZRepair(line: 1, column: 5, from: "8", to: "0", why: .checkDigit)]
        mrz.fields["document_number"]?.value = "L898902C4"
        var tally = DocumentTally()
        tally.add(DocumentTrial(printedLines: lines, mrz: mrz, seconds: 0.1, asOf: asOf))
        #expect(tally.rates.falseAccepts == DocumentRate(1, of: 4))
        #expect(tally.rates.provenRight == DocumentRate(3, of: 4))
    }

    @Test func oneWrongCharacterIsOneEditOf88() throws {
        let asOf = try #require(asOf)
        var mrz = try #require(MRZReader.read(text: lines, asOf: asOf))
        mrz.rawLines[0] = "P<UT0" + mrz.rawLines[0].dropFirst(5)
        var tally = DocumentTally()
        tally.add(DocumentTrial(printedLines: lines, mrz: mrz, seconds: 0.1, asOf: asOf))
        #expect(tally.rates.rawCharacterErrorRate == 1.0 / 88)
        #expect(tally.rates.characterErrorRate == 0)
        #expect(tally.rates.exactRawLines == DocumentRate(1, of: 2))
        #expect(tally.rates.exactLines == DocumentRate(2, of: 2))
    }

    @Test func printIsRightByTransliterationAndSurePrintThatIsWrongIsCounted() throws {
        let asOf = try #require(asOf)
        var trial = DocumentTrial(printedLines: [], mrz: nil, seconds: 0.1, asOf: asOf)
        trial.print.printed = [.surname: "Łukomska", .expiry: "2029-09-19", .dateOfBirth: "2003-11-03"]
        trial.print.read[.surname] = DocumentField(value: "LUKOMSKA", source: .text, confidence: 0.9)
        trial.print.read[.dateOfBirth] = DocumentField(value: "2003-11-08", source: .text, confidence: 0.8)
        // Not printed at all, but nobody is sure of it.
        trial.print.read[.documentNumber] = DocumentField(value: "1", source: .text, confidence: 0.79)
        trial.printedBarcode = "@"
        trial.barcodes = ["x", "@"]
        var tally = DocumentTally()
        tally.add(trial)
        #expect(
            tally.rates.print == [
                "surname": DocumentRate(1, of: 1), "expiry": DocumentRate(0, of: 1),
                "date_of_birth": DocumentRate(0, of: 1), "all": DocumentRate(1, of: 3),
            ])
        #expect(tally.rates.sureAndWrong == DocumentRate(1, of: 2))
        #expect(tally.rates.barcodes == DocumentRate(1, of: 1))
        #expect(tally.rates.found == DocumentRate(0, of: 0))
    }

    /// R: `binom.test(0, 100)$conf.int` gives 0 and 0.03621669.
    @Test func intervalsAreExact() {
        let rate = DocumentRate(0, of: 100)
        #expect(rate.interval[0] == 0)
        #expect(abs(rate.interval[1] - 0.03621669) < 1e-7)
        #expect(DocumentRate(0, of: 0).value == nil)
    }
}
