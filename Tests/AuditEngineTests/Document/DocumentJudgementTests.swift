import AuditCore
import Testing

@testable import AuditEngine

/// What is made of a reading: by dates, claims and settings, without a value of it.
@Suite struct DocumentJudgementTests {
    private func evidence(
        _ sides: [DocumentSide] = [.specimen], claims: [String: String] = [:], asOf: String = "2012-04-15",
        settings: DocumentSettings = DocumentSettings()
    ) throws -> DocumentEvidence {
        let day = try #require(CivilDate(asOf))
        let reading = DocumentInterpreter.interpret(
            zip(["front", "back"], sides).map { .init(name: $0, imageSHA256: "00", reading: $1) }, asOf: day)
        var personal = PersonalData()
        for (name, value) in claims.sorted(by: { $0.key < $1.key }) { personal.append(name: name, value: value) }
        return DocumentJudgement(settings, asOf: day).evidence(
            try StoredReading(reading, reader: "document 1", key: "document/1"), claims: personal)
    }

    // The specimen is valid until 2012-04-15; its holder was born on 1974-08-12 (ICAO Doc 9303-4).
    @Test(arguments: [("2012-04-15", true), ("2012-04-16", false), ("2002-01-01", true)])
    func expiryDependsOnTheDateAlone(asOf: String, isValid: Bool) throws {
        let expiry = try evidence(asOf: asOf).expiry
        #expect(expiry.result == (isValid ? .agrees : .differs))
        #expect(expiry.proven)
    }

    /// To be hardly legible must not make an expired document pass: a person looks, and nothing is proven.
    @Test func anExpiryThatWasReadUnsurelyIsLookedAt() throws {
        var side = DocumentSide.specimen
        for index in side.mrz[1].characters.indices {
            side.mrz[1].characters[index].candidates[0].probability = 0.97
        }
        let expiry = try evidence([side], asOf: "2012-04-16").expiry
        #expect(expiry.result == .differs && !expiry.proven)
    }

    @Test(arguments: [("2012-04-15", DocumentEvidence.Result.differs), ("2012-04-16", nil)])
    func whereNoneCanBeReadTheClaimedExpiryCounts(claim: String, result: DocumentEvidence.Result?) throws {
        let expiry = try evidence([.blank], claims: ["document_expiry": claim], asOf: "2012-04-16").expiry
        #expect(expiry.result == result ?? .notCompared && !expiry.proven)
    }

    @Test(arguments: [
        (37, "2012-04-15", true), (38, "2012-04-15", false), (38, "2012-08-12", true), (38, "2012-08-11", false),
    ]) func ageIsInFullYears(minimum: Int, asOf: String, isOld: Bool) throws {
        var settings = DocumentSettings()
        settings.minAge = minimum
        #expect(try evidence(asOf: asOf, settings: settings).age.result == (isOld ? .agrees : .differs))
    }

    @Test(arguments: [
        ("full_name", "Anna Maria Eriksson", DocumentEvidence.Result.agrees, false),
        ("full_name", "Eriksson Anna Maria", .agrees, false), ("full_name", "Bertil Nilsson", .differs, false),
        ("date_of_birth", "1974-08-12", .agrees, true), ("date_of_birth", "1974-08-13", .differs, true),
        ("document_number", "L 898902-C3", .agrees, true), ("document_number", "L898902C4", .differs, true),
        ("document_expiry", "2012-04-15", .agrees, true), ("sex", "F", .agrees, false), ("sex", "M", .differs, false),
        ("nationality", "UTO", .agrees, false), ("nationality", "SWE", .differs, false),
        ("document_type", "Passport", .agrees, false), ("document_type", "visa", .differs, false),
    ]) func claimsAreHeldAgainstTheZone(
        field: String, claim: String, result: DocumentEvidence.Result, proven: Bool
    ) throws {
        let found = try #require(try evidence(claims: [field: claim]).claims.first)
        #expect(found.field == field)
        #expect(found.sources == ["mrz", "claim"])
        #expect(found.verdict.result == result)
        #expect(found.verdict.proven == proven)
    }

    @Test func aKindInWordsOfItsOwnAndAnUnknownFieldAreNoClaims() throws {
        #expect(try evidence(claims: ["document_type": "Ausweis", "email": "a@example.org"]).claims.isEmpty)
    }

    @Test func whatIsNotReadIsNotHeldAgainstAnybody() throws {
        let found = try evidence([.blank], claims: ["full_name": "Anna Maria Eriksson", "sex": "F"])
        #expect(found.claims.allSatisfy { $0.verdict == .unknown(.notRead) })
        #expect(found.claims.count == 2)
        #expect(found.expiry == .unknown(.notRead))
        #expect(found.age == .unknown(.notRead))
        #expect(found.zone == nil)
        #expect(found.problems.contains("no_outline"))
    }

    @Test func ghostsKeepTheirSimilarityAndCheckDigitsTheirNames() throws {
        let found = try evidence()
        #expect(found.ghosts == [.init(role: .document, similarity: 0.6)])
        #expect(found.sides == [.init(role: .document, zoneLines: 2, faces: 2)])
        #expect(found.zone?.format == "TD3")
        #expect(found.zone?.checkDigits.count == 5)
        #expect(found.zone?.checkDigits.values.allSatisfy { $0 } == true)
        #expect(found.type == "passport")
        #expect(found.issuer.result == .agrees)
    }

    @Test func aWrongCheckDigitIsNamed() throws {
        let lines = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204150ZE184226B<<<<<10",
        ]
        let zone = try #require(try evidence([.passport(lines)]).zone)
        #expect(zone.checkDigits["expiry"] == false)
        #expect(zone.checkDigits["document_number"] == true)
    }

    @Test func evidenceHoldsNoValueOfTheDocument() throws {
        let claims = [
            "full_name": "Anna Maria Eriksson", "date_of_birth": "1974-08-12", "document_number": "L898902C3",
        ]
        let text = try JSONText.encode(try evidence(claims: claims)).uppercased()
        for value in ["ERIKSSON", "ANNA", "L898902", "1974", "740812", "2012", "120415", "ZE184226", "UTO"] {
            #expect(!text.contains(value), "\(value) is in the evidence")
        }
    }

    @Test(arguments: [
        ("1974-08-12", "1974-08-12", "1974-08-12"), ("1974-02", "1974-02-01", "1974-02-28"),
        ("1976", "1976-01-01", "1976-12-31"),
    ]) func unknownPartsOfABirthDateAreEveryDay(text: String, earliest: String, latest: String) throws {
        let days = try #require(BirthDays(text))
        #expect(days.earliest.description == earliest)
        #expect(days.latest.description == latest)
    }

    @Test(arguments: ["", "1974-13", "1974-", "74", "1974-08-12-01", "soon", "1974-02-30"])
    func whatIsNoBirthDateIsNone(text: String) { #expect((BirthDays(text) == nil) == (text != "74")) }

    // Spanish DNI 12345678Z (field.md 7.9); the letter of 12345679 is S.
    @Test(arguments: [
        ("12345678Z", "ESP", NationalIDState.valid("dni")), ("12345678-Z", "ESP", .valid("dni")),
        ("12345678S", "ESP", .invalid("dni, nie")), ("12345678Z", "UTO", .noScheme),
    ]) func nationalIDsAreHeldAgainstTheSchemesOfTheState(number: String, state: String, found: NationalIDState) {
        var claims = PersonalData()
        #expect(NationalIDState(claims) == .absent)
        claims.append(name: "national_id", value: number)
        claims.append(name: "nationality", value: state)
        #expect(NationalIDState(claims) == found)
    }

    /// Of somebody who may have the number of either state, one of which makes its numbers nobody here knows how.
    @Test(arguments: [
        ("ESP", "UTO", "12345678S", NationalIDState.noScheme), ("ESP", "UTO", "12345678Z", .valid("dni")),
        ("UTO", "ESP", "12345678S", .noScheme), ("ESP", "ESP", "12345678S", .invalid("dni, nie")),
    ]) func aNumberIsWrongOnlyWhereEveryStatesSchemeIsKnown(
        nationality: String, issuer: String, number: String, found: NationalIDState
    ) {
        var claims = PersonalData()
        for (name, value) in [("national_id", number), ("nationality", nationality), ("issuing_state", issuer)] {
            claims.append(name: name, value: value)
        }
        #expect(NationalIDState(claims) == found)
    }

    @Test func aReadingThatIsTooLongLosesWhatNobodyJudgesByFirst() throws {
        let barcode = BarcodeReading(
            format: "qr_code", text: String(repeating: "x", count: StoredReading.mostBytes),
            box: PixelBox(x: 0, y: 0, width: 1, height: 1))
        var side = DocumentSide.specimen
        side.barcodes = [barcode]
        let reading = DocumentInterpreter.interpret(
            [.init(name: "front", imageSHA256: "00", reading: side)], asOf: try #require(CivilDate("2012-01-01")))
        let stored = try StoredReading(reading, reader: "document 1", key: "k")
        #expect(stored.text.utf8.count <= StoredReading.mostBytes)
        #expect(stored.reading.barcodes.isEmpty)
        #expect(stored.reading.problems.contains("reading_truncated"))
        #expect(stored.reading.mrz != nil)
        #expect(try StoredReading(text: stored.text) == stored)
    }
}
