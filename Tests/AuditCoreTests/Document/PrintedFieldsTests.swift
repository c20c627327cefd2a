import AuditCore
import Testing

@Suite struct PrintedFieldsTests {
    private let asOf = MRZSpecimens.date("2025-06-30")

    /// Lines of `x:word` from top to bottom; words are 10 pixels a character wide and 14 high, lines 20 apart.
    private func words(_ lines: [[(Double, String)]], confidence: Double = 0.95) -> [WordReading] {
        lines.enumerated().flatMap { number, line in
            line.flatMap { start, text -> [WordReading] in
                var x = start
                return text.split(separator: " ").map { word in
                    defer { x += Double(word.count) * 10 + 8 }
                    return WordReading(
                        text: String(word), confidence: confidence,
                        box: PixelBox(x: x, y: Double(number) * 20, width: Double(word.count) * 10, height: 14),
                        line: number)
                }
            }
        }
    }

    private func values(_ lines: [[(Double, String)]]) -> [String: String] {
        let fields = PrintedFields.find(in: words(lines), side: "front", asOf: asOf)
        return Dictionary(uniqueKeysWithValues: fields.values.map { ($0.key.rawValue, $0.value.value) })
    }

    @Test func valuesBesideAndUnderTheirLabels() {
        let found = values([
            [(10, "SPECIMEN IDENTITY CARD")],
            [(10, "Surname/Nom")], [(10, "ERIKSSON")],
            [(10, "Given names/Prénoms")], [(10, "ANNA MARIA")],
            [(10, "Date of birth"), (300, "Sex"), (400, "Nationality")],
            [(10, "12.08.1974"), (300, "F"), (400, "UTO")],
            [(10, "Document No: D23145890"), (300, "Expiry: 15.04.2032")],
        ])
        #expect(
            found == [
                "document_type": "id_card", "surname": "ERIKSSON", "given_names": "ANNA MARIA",
                "date_of_birth": "1974-08-12",
                "sex": "F", "nationality": "UTO", "document_number": "D23145890", "expiry": "2032-04-15",
            ])
    }

    @Test(
        "Labels in several languages",
        arguments: [
            ("Geburtsdatum", "12.08.1974", "date_of_birth", "1974-08-12"),
            ("Fecha de nacimiento", "25 08 1974", "date_of_birth", "1974-08-25"),
            ("Data di nascita", "12 AGO 1974", "date_of_birth", "1974-08-12"),
            ("Data urodzenia", "1974-08-12", "date_of_birth", "1974-08-12"),
            ("Nachname", "Müller", "surname", "Müller"),
            ("Nazwisko", "Kowalska", "surname", "Kowalska"), ("Apellidos", "García López", "surname", "García López"),
            ("Prénom", "Zoé", "given_names", "Zoé"), ("Gültig bis", "01.02.2030", "expiry", "2030-02-01"),
            ("Passport No.", "L898902C3", "document_number", "L898902C3"),
            ("PESEL", "44051401359", "personal_number", "44051401359"),
        ])
    func languages(label: String, value: String, field: String, expected: String) {
        #expect(values([[(10, label)], [(10, value)]])[field] == expected)
        #expect(values([[(10, label + " " + value)]])[field] == expected)
    }

    @Test(
        "Dates in many orders",
        arguments: [
            ("12/08/1974", String?.none), ("12.08.1974", "1974-08-12"), ("25/08/1974", "1974-08-25"),
            ("08/25/1974", "1974-08-25"),
            ("1974-08-12", "1974-08-12"), ("1974/08/12", "1974-08-12"), ("12 AUG 1974", "1974-08-12"),
            ("12AUG1974", "1974-08-12"),
            ("12 AUG/AOÛT 74", "1974-08-12"), ("Aug 12, 1974", "1974-08-12"), ("12.08.74", "1974-08-12"),
            ("19740812", "1974-08-12"), ("31.02.1974", nil), ("12 Xyz 1974", nil), ("07.07.2030", nil),
        ])
    func dates(text: String, expected: String?) {
        #expect(values([[(10, "Date of birth")], [(10, text)]])["date_of_birth"] == expected)
    }

    @Test func anAmbiguousDateIsReadInTheOrderOfAnUnambiguousOne() {
        let lines: [[(Double, String)]] = [[(10, "Date of birth 03/04/1980")], [(10, "Expiry 25/04/2030")]]
        #expect(values(lines)["date_of_birth"] == "1980-04-03")
        let american: [[(Double, String)]] = [[(10, "DOB 03/04/1980")], [(10, "EXP 04/25/2030")]]
        #expect(values(american)["date_of_birth"] == "1980-03-04")
    }

    @Test func confidenceIsTheLeastOfItsWordsAndTheBoxIsAroundThem() throws {
        var read = words([[(10, "Surname")], [(10, "VAN DAM")]])
        read[1].confidence = 0.4
        let field = try #require(PrintedFields.find(in: read, asOf: asOf)[.surname])
        #expect(field.confidence == 0.4)
        #expect(field.source == .text)
        #expect(!field.proven)
        #expect(field.box == PixelBox(x: 10, y: 20, width: 68, height: 14))
    }

    /// "Nom" and "Prénoms" as a reader has them that does not quite see them.
    @Test func aLabelsOtherLanguageIsNotItsValue() {
        let found = values([
            [(10, "Surname / Nor")], [(10, "ERIKSSON")], [(10, "Given names /Prény")], [(10, "ANNA MARIA")],
            [(10, "Document No / Nr"), (200, "D23145890")],
        ])
        #expect(
            found == ["surname": "ERIKSSON", "given_names": "ANNA MARIA", "document_number": "D23145890"])
    }

    @Test func aNameWithASignThatNamesDoNotHaveCountsAgainstNobody() throws {
        let fields = PrintedFields.find(in: words([[(10, "Surname")], [(10, "S@RGARD")]]), asOf: asOf)
        #expect(try #require(fields[.surname]).confidence == 0.5)
    }

    @Test func noWordsAreNoFields() { #expect(PrintedFields.find(in: [], asOf: asOf).values.isEmpty) }
}
