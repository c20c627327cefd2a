import AuditCore
import AuditTesting
import Testing

@Suite struct XMLManifestTests {
    private func rows(_ text: String) throws -> [ManifestRow] {
        try rows(Array(text.utf8))
    }

    private func rows(_ bytes: [UInt8]) throws -> [ManifestRow] {
        try withManifestFile(bytes, name: "m.xml") { try readManifest(path: $0, xsd: manifestSchema) }
    }

    @Test(arguments: [
        "<!DOCTYPE requests>\n<requests/>",
        "<!DOCTYPE r SYSTEM \"file:///etc/hostname\"><requests/>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><requests><request><kind>&x;</kind></request></requests>",
        "<!DOCTYPE r [<!ENTITY % x SYSTEM \"file:///etc/hostname\"> %x;]><requests/>",
        "<!DOCTYPE r [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\"><!ATTLIST requests z CDATA \"&b;\">]><requests/>",
        "<!-- c --><!DOCTYPE r ><requests/>",
    ])
    func doctypeIsRefusedWithLineAndColumn(text: String) throws {
        let error = #expect(throws: AuditError.self) { try rows("<?xml version=\"1.0\"?>\n" + text) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.message.contains("DOCTYPE") == true)
        #expect(error?.location?.line == 2)
        #expect(error?.location?.column != nil)
    }

    @Test(arguments: [
        ("<requests>\n<request>\n<shoe_size>1</shoe_size></request></requests>", 3),
        ("<requests>\n<request>loose</request></requests>", 2), ("<requests>\n<request x='1'/></requests>", 2),
        ("<requests>\n\n<request><kind><b/></kind></request></requests>", 3), ("\n<people/>", 2),
        ("<requests><request>\n<field>x</field></request></requests>", 2),
        ("<requests><request>\n<kind>a</request></requests>", 2), ("<requests>\n&x;</requests>", 2),
        ("<requests xmlns='urn:x'/>", 1), ("<requests>", 1), ("<requests><request>\n<kind>\u{1}</kind>", 2),
    ])
    func structureIsCheckedAgainstTheSchema(text: String, line: Int) throws {
        let error = #expect(throws: AuditError.self) { try rows(text) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.location?.line == line)
        #expect(error?.location?.column != nil)
    }

    /// Found by fuzzing: libxml2 gives the ampersands of attributes as references.
    @Test(arguments: [
        ("R&amp;D", "R&D"), ("R&#38;D", "R&D"), ("&#x26;amp;", "&amp;"), ("&amp;#38;", "&#38;"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"), ("&amp;&amp;", "&&"),
    ]) func aFieldsNameIsWhatTheDocumentSays(written: String, name: String) throws {
        let row = try #require(
            try rows(
                "<requests><request><request_id>r</request_id><selfie>a</selfie><document>b</document>"
                    + "<field name=\"\(written)\">x</field></request></requests>"
            ).first)
        guard case .request(let request) = row.content else {
            Issue.record("the row must be a request")
            return
        }
        #expect(request.personal[name] == "x")
    }

    @Test func schemaNamedByTheDocumentIsNotFetched() throws {
        let text = """
            <requests xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:noNamespaceSchemaLocation="file:///dev/zero"><request><request_id>r</request_id></request></requests>
            """
        #expect(try rows(text).map(\.requestID) == ["r"])
    }

    @Test func fieldTwiceIsAProblemOfItsRow() throws {
        let result = try rows(
            "<requests><request><kind>compare</kind><field name='kind'>compare</field></request></requests>")
        guard case .invalid(_, _, let problems) = result[0].content else {
            Issue.record("the row must be invalid")
            return
        }
        #expect(problems.first == RowProblem(.invalidField, field: "kind", detail: "is given more than once"))
    }

    @Test func linesAreTrueBeyondSixteenBits() throws {
        let text = "<requests>" + String(repeating: "\n", count: 70_000) + "<request/>\n\n<request/></requests>"
        #expect(try rows(text).map(\.line) == [70_001, 70_003])
    }

    @Test func photoOfTwelveMegabytesFits() throws {
        let photo = String(repeating: "QUJD", count: 4 << 20)
        let result = try rows(
            "<requests><request><request_id>r</request_id><document>d</document><selfie>data:image/png;base64,\(photo)"
                + "</selfie></request></requests>")
        guard case .request(let request) = result[0].content, case .inline(let bytes)? = request.images[.selfie] else {
            Issue.record("the row must be a request with an inline photo")
            return
        }
        #expect(bytes.count == 12 << 20)
    }

    @Test func declaredEncodingsAreConverted() throws {
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><requests><request><request_id>"
        let bytes = Array(text.utf8) + [0xE9] + Array("</request_id></request></requests>".utf8)
        #expect(try rows(bytes).map(\.requestID) == ["é"])
    }

    @Test func missingSchemaIsAConfigurationError() throws {
        try withManifestFile(Array("<requests/>".utf8), name: "m.xml") { path in
            let error = #expect(throws: AuditError.self) { try readManifest(path: path, xsd: "/nowhere/manifest.xsd") }
            #expect(error?.code == .configurationInvalid)
        }
    }
}
