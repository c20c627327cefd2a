import AuditCore
import Testing

@Suite struct MRZRepairTests {
    /// The passport's second line with one place that was read as something else.
    private func passport(
        _ column: Int, _ candidates: [(String, Double)], line: Int = 1, lines: [String] = MRZSpecimens.td3
    ) throws -> MRZ {
        var readings = lines.map { MRZSpecimens.sure($0) }
        readings[line].characters[column] = CharacterReading(
            candidates: candidates.map { .init(value: $0.0, probability: $0.1) })
        return try #require(MRZReader.read(readings, asOf: MRZSpecimens.asOf))
    }

    @Test func aLetterAmongDigitsIsRepairedByGrammarAndLogged() throws {
        let mrz = try passport(19, [("Z", 0.7), ("2", 0.29)])
        #expect(mrz.lines == MRZSpecimens.td3)
        #expect(mrz.rawConfidence.map(\.count) == mrz.rawLines.map(\.count))
        #expect(mrz.rawConfidence.joined().allSatisfy { (0...1).contains($0) })
        #expect(mrz.rawLines[1] == replacing("7408122F", with: "740812ZF", in: MRZSpecimens.td3[1]))
        #expect(mrz.repairs == [MRZRepair(line: 1, column: 19, from: "Z", to: "2", why: .grammar)])
        #expect(mrz[.dateOfBirth]?.proven == true)
    }

    @Test func aSlipOfOForZeroInANumberIsRepairedByCheckDigits() throws {
        let mrz = try passport(5, [("O", 0.7), ("0", 0.2999)])
        #expect(mrz.lines == MRZSpecimens.td3)
        #expect(mrz.repairs == [MRZRepair(line: 1, column: 5, from: "O", to: "0", why: .checkDigit)])
        #expect(mrz[.documentNumber]?.value == "L898902C3")
        #expect(mrz[.documentNumber]?.proven == true)
        #expect(mrz[.dateOfBirth]?.proven == true)
    }

    @Test func aDigitForADigitInADateIsRepairedByItsOwnDigitAndTheComposite() throws {
        let mrz = try passport(14, [("1", 0.6), ("4", 0.395)])
        #expect(mrz[.dateOfBirth]?.value == "1974-08-12")
        #expect(mrz[.dateOfBirth]?.proven == true)
    }

    @Test func aNumberIsNotProvenByARepairOfCharactersThatDoNotLookAlike() throws {
        let mrz = try passport(5, [("X", 0.7), ("0", 0.295)])
        #expect(mrz[.documentNumber]?.value == "L898902C3")
        #expect(mrz[.documentNumber]?.proven == false)
    }

    @Test func charactersOfOneClassProveNothing() throws {
        // 6 and G count the same: no check digit can tell them apart.
        let head = "L898902C66UTO7408122F1204159ZE184226B<<<<<1"
        let number = "L898962C3"
        let digit = String(CheckDigit.icao(Substring(number)))
        let line = number + digit + head.dropFirst(10)
        let covered = line.prefix(10) + line.dropFirst(13).prefix(7) + line.dropFirst(21)
        let lines = [MRZSpecimens.td3[0], line + String(CheckDigit.icao(Substring(covered)))]
        let sure = try #require(MRZReader.read(lines.map { MRZSpecimens.sure($0) }, asOf: MRZSpecimens.asOf))
        #expect(sure[.documentNumber]?.proven == true)
        let mrz = try passport(5, [("6", 0.985), ("G", 0.0149)], lines: lines)
        #expect(mrz.valid)
        #expect(mrz[.documentNumber]?.value == number)
        #expect(mrz[.documentNumber]?.proven == false)
    }

    @Test func nothingIsProvenWhenTwoRepairsSatisfyAllDigits() throws {
        // K, A and < count as 0: every one of them repairs the X.
        let mrz = try passport(5, [("X", 0.5), ("0", 0.25), ("A", 0.24)])
        #expect(mrz[.documentNumber]?.proven == false)
        #expect(mrz.rawLines[1] == mrz.lines[1])
        #expect(mrz[.dateOfBirth]?.proven == true)
    }

    @Test func lettersAmongANamesLastFillersGo() throws {
        let mrz = try passport(35, [("K", 0.9), ("<", 0.09)], line: 0)
        #expect(mrz.lines == MRZSpecimens.td3)
        #expect(mrz[.givenNames]?.value == "ANNA MARIA")
        #expect(mrz.repairs.map(\.why) == [.grammar])
    }

    @Test("A filler lost or added in a row of them is put right", arguments: [-2, -1, 1, 2])
    func lostFillers(count: Int) throws {
        var lines = MRZSpecimens.td3
        let row = String(repeating: "<", count: 5 + count)
        lines[1] = replacing("<<<<<10", with: row + "10", in: lines[1])
        let mrz = try #require(MRZReader.read(lines.map { MRZSpecimens.sure($0) }, asOf: MRZSpecimens.asOf))
        #expect(mrz.lines == MRZSpecimens.td3)
        #expect(mrz.rawLines == lines)
        #expect(mrz.repairs.count == abs(count))
        #expect(mrz.valid)
        #expect(mrz[.documentNumber]?.proven == true)
    }

    @Test func aVisaHasNoCompositeSoNothingRepairedIsProvenOnIt() throws {
        let mrz = try passport(14, [("8", 0.6), ("0", 0.395)], lines: MRZSpecimens.mrvA)
        #expect(mrz.lines == MRZSpecimens.mrvA)
        #expect(mrz[.dateOfBirth]?.value == "1940-09-07")
        #expect(mrz[.dateOfBirth]?.proven == false)
        #expect(mrz[.documentNumber]?.proven == true)
    }

    @Test(
        "No proven field is wrong, whatever the reader hesitates about",
        arguments: [MRZSimulation.Errors.lookAlike, .random, .calibrated])
    func provenFieldsAreRight(errors: MRZSimulation.Errors) {
        // 20,000 documents each gave none either; these are the first of them.
        var simulation = MRZSimulation(seed: 42)
        let tally = simulation.run(errors, documents: 120)
        #expect(tally.wrong.isEmpty)
        #expect(tally.proven > tally.fields / 3)
        #expect(tally.exact > tally.exactRaw)
    }

    @Test func aReaderThatIsSureAndWrongIsOnlyMissedWithinAClassAndNeverInADate() {
        let classes = ["0AKU<", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"]
        var simulation = MRZSimulation(seed: 42)
        let tally = simulation.run(.sure, documents: 120)
        for (field, right, read) in tally.wrong {
            #expect(field == "document_number" || field == "personal_number")
            let differences = zip(right, read).filter { $0 != $1 }
            #expect(differences.allSatisfy { a, b in classes.contains { $0.contains(a) && $0.contains(b) } })
        }
    }
}
