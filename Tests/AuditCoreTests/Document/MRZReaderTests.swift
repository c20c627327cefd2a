import AuditCore
import Testing

@Suite struct MRZReaderTests {
    @Test(
        "Every layout's specimen is read, each check digit holds",
        arguments: [
            (MRZSpecimens.td3, MRZFormat.td3, 5), (MRZSpecimens.td2, .td2, 4), (MRZSpecimens.td1, .td1, 4),
            (MRZSpecimens.td1Long, .td1, 4), (MRZSpecimens.mrvA, .mrvA, 3), (MRZSpecimens.mrvB, .mrvB, 3),
        ])
    func specimens(lines: [String], format: MRZFormat, digits: Int) throws {
        let mrz = try #require(MRZReader.read(lines.map { MRZSpecimens.sure($0) }, asOf: MRZSpecimens.asOf))
        #expect(mrz.format == format)
        #expect(mrz.lines == lines)
        #expect(mrz.rawLines == lines)
        #expect(mrz.repairs.isEmpty)
        #expect(mrz.checkDigits.count == digits)
        #expect(mrz.valid)
        #expect(mrz[.documentNumber]?.proven == true)
        #expect(mrz[.dateOfBirth]?.proven == true)
        #expect(mrz[.expiry]?.proven == true)
        #expect(mrz[.surname]?.proven == false)
        #expect(mrz[.nationality]?.proven == false)
    }

    @Test func theFieldsOfAPassport() throws {
        let mrz = try #require(MRZReader.read(text: MRZSpecimens.td3, asOf: MRZSpecimens.asOf))
        #expect(
            mrz.fields.mapValues(\.value) == [
                "document_code": "P", "issuing_state": "UTO", "surname": "ERIKSSON", "given_names": "ANNA MARIA",
                "document_number": "L898902C3", "nationality": "UTO", "date_of_birth": "1974-08-12", "sex": "F",
                "expiry": "2012-04-15", "personal_number": "ZE184226B",
            ])
        #expect(mrz[.personalNumber]?.proven == true)
    }

    @Test func theRestOfALongNumberStandsInTheOptionalData() throws {
        let mrz = try #require(MRZReader.read(text: MRZSpecimens.td1Long, asOf: MRZSpecimens.asOf))
        #expect(mrz[.documentNumber]?.value == "D23145890734")
        #expect(mrz[.optionalData] == nil)
    }

    @Test func aLongNumberMayBeFollowedByOptionalData() throws {
        var lines = MRZSpecimens.td1Long
        // 22 characters more: the composite changes with them.
        lines[0] = "I<UTOD23145890<7349<AB123<<<<<"
        let covered =
            lines[0].dropFirst(5) + lines[1].prefix(7) + lines[1].dropFirst(8).prefix(7)
            + lines[1].dropFirst(18).prefix(11)
        lines[1] = lines[1].dropLast() + String(CheckDigit.icao(Substring(covered)))
        let mrz = try #require(MRZReader.read(text: lines, asOf: MRZSpecimens.asOf))
        #expect(mrz[.documentNumber]?.value == "D23145890734")
        #expect(mrz[.optionalData]?.value == "AB123")
        #expect(mrz.valid)
    }

    @Test(
        "What states write differently",
        arguments: [
            (0, "P<UTO", "PPUTO", MRZFieldName.documentCode, "PP"), (0, "P<UTO", "P<D<<", .issuingState, "D"),
            (1, "UTO", "D<<", .nationality, "D"), (1, "2F1", "2<1", .sex, "X"), (1, "2F1", "2X1", .sex, "X"),
        ])
    func quirks(line: Int, from: String, to: String, field: MRZFieldName, value: String) throws {
        var lines = MRZSpecimens.td3
        lines[line] = replacing(from, with: to, in: lines[line])
        let mrz = try #require(MRZReader.read(text: lines, asOf: MRZSpecimens.asOf))
        #expect(mrz[field]?.value == value)
        #expect(mrz.valid)
    }

    @Test("An empty personal number's digit is a filler or 0", arguments: ["<", "0"])
    func emptyPersonalNumber(digit: String) throws {
        let head = "L898902C36UTO7408122F1204159"
        let covered = "L898902C36" + "7408122" + "1204159" + String(repeating: "<", count: 14) + digit
        let line = head + String(repeating: "<", count: 14) + digit + String(CheckDigit.icao(Substring(covered)))
        let mrz = try #require(MRZReader.read(text: [MRZSpecimens.td3[0], line], asOf: MRZSpecimens.asOf))
        #expect(mrz.valid)
        #expect(mrz.lines[1] == line)
        #expect(mrz[.personalNumber] == nil)
    }

    @Test func aBirthDateOfUnknownDayIsHalfKnownAndNotProven() throws {
        let birth = "7408<<"
        let head = "L898902C36UTO" + birth + String(CheckDigit.icao(Substring(birth))) + "F1204159ZE184226B<<<<<1"
        let covered = head.prefix(10) + head.dropFirst(13).prefix(7) + head.dropFirst(21)
        let mrz = try #require(
            MRZReader.read(
                text: [MRZSpecimens.td3[0], head + String(CheckDigit.icao(Substring(covered)))], asOf: MRZSpecimens.asOf
            ))
        #expect(mrz.valid)
        #expect(mrz[.dateOfBirth]?.value == "1974-08")
        #expect(mrz[.dateOfBirth]?.proven == false)
    }

    @Test func aWrongCompositeLeavesWhatWasReadForSureProven() throws {
        var lines = MRZSpecimens.td3
        lines[1] = lines[1].dropLast() + "5"
        let mrz = try #require(MRZReader.read(lines.map { MRZSpecimens.sure($0) }, asOf: MRZSpecimens.asOf))
        #expect(mrz.checkDigits["composite"] == false)
        #expect(!mrz.valid)
        #expect(mrz.lines == lines)
        #expect(mrz[.documentNumber]?.proven == true)
        let unsure = try #require(
            MRZReader.read(lines.map { MRZSpecimens.sure($0, probability: 0.98) }, asOf: MRZSpecimens.asOf))
        #expect(unsure[.documentNumber]?.proven == false)
    }

    @Test func wrongDigitsOfTheDocumentAreReportedAndNotRepaired() throws {
        var lines = MRZSpecimens.td3
        lines[1] = replacing("L898902C36", with: "L898902C37", in: lines[1])
        let mrz = try #require(MRZReader.read(lines.map { MRZSpecimens.sure($0) }, asOf: MRZSpecimens.asOf))
        #expect(mrz.lines == lines)
        #expect(mrz.checkDigits["document_number"] == false)
        #expect(mrz[.documentNumber]?.proven == false)
        #expect(mrz[.dateOfBirth]?.proven == true)
    }

    @Test("Lines of no layout are none", arguments: [[], ["P<UTO"], [String(repeating: "<", count: 44)]])
    func noLayout(lines: [String]) { #expect(MRZReader.read(text: lines, asOf: MRZSpecimens.asOf) == nil) }

    @Test func aReadingPrintsNoValues() throws {
        let mrz = try #require(MRZReader.read(text: MRZSpecimens.td3, asOf: MRZSpecimens.asOf))
        #expect("\(mrz)" == "<MRZ>")
    }
}

/// `text` with the first `old` replaced.
func replacing(_ old: String, with new: String, in text: String) -> String {
    guard let range = text.firstRange(of: old) else { return text }
    return text.replacingCharacters(range, with: new)
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<String.Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
