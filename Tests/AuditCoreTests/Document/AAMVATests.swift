import AuditCore
import Testing

@Suite struct AAMVATests {
    /// After the example of the AAMVA DL/ID Card Design Standard (2020), annex D, with an invented person.
    static let american =
        "@\n\u{1E}\rANSI 636000100002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDDFN\nDADJOHN\nDDGN\n"
        + "DCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\nDBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\n"
        + "DAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAF\nDDB06062018\nDDC06062020\n"
        + "DDD1\rZVZVA01\r"

    @Test func theFieldsOfAnAmericanLicence() throws {
        let licence = try #require(AAMVALicence(barcode: Self.american))
        #expect(licence.issuer == "636000")
        #expect(licence.version == 10)
        let fields = licence.fields(side: "back", box: nil)
        #expect(
            Dictionary(uniqueKeysWithValues: fields.values.map { ($0.key.rawValue, $0.value.value) }) == [
                "surname": "SAMPLE", "given_names": "MICHAEL JOHN", "full_name": "MICHAEL JOHN SAMPLE",
                "document_number": "T64235789", "date_of_birth": "1986-06-06", "expiry": "2024-12-10", "sex": "M",
                "issuing_state": "USA", "document_type": "driving_licence",
            ])
        #expect(fields.values.values.allSatisfy { $0.source == .barcode && !$0.proven && $0.side == "back" })
    }

    @Test(
        "Dates are written in the country's order, and in the other one when that is no date",
        arguments: [
            ("CAN", 8, "19860607", "1986-06-07"), ("USA", 8, "06071986", "1986-06-07"),
            ("USA", 1, "19860607", "1986-06-07"),
            ("USA", 8, "19860607", "1986-06-07"), ("CAN", 8, "06071986", "1986-06-07"),
        ])
    func dateOrders(country: String, version: Int, text: String, date: String) {
        let licence = AAMVALicence(issuer: "636000", version: version, elements: ["DCG": country, "DBB": text])
        #expect(licence.date("DBB")?.description == date)
    }

    @Test("What is no date", arguments: ["", "0607198", "99999999", "0607198X"])
    func noDates(text: String) {
        #expect(AAMVALicence(issuer: "636000", version: 8, elements: ["DBB": text]).date("DBB") == nil)
    }

    @Test func aNameOfVersionOneIsOneElement() throws {
        let text = "@\n\u{1E}\rAAMVA6360000101DL00290040DLDAAPUBLIC,JOHN,Q\nDAQ12345678\nDBB19700131\r"
        let licence = try #require(AAMVALicence(barcode: text))
        let fields = licence.fields(side: nil, box: nil)
        #expect(fields[.surname]?.value == "PUBLIC")
        #expect(fields[.givenNames]?.value == "JOHN Q")
        #expect(fields[.dateOfBirth]?.value == "1970-01-31")
    }

    @Test(
        "Other barcodes are no licence",
        arguments: [
            "", "@", "https://example.org", "@\n\u{1E}\rANSI 63600010", "@\n\u{1E}\rANSI 636000100002", "@ANSI ÄÖÜ",
        ])
    func otherBarcodes(text: String) { #expect(AAMVALicence(barcode: text) == nil) }
}
