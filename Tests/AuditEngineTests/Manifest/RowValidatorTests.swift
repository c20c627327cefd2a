import AuditCore
import AuditEngine
import AuditTesting
import Testing

@Suite struct RowValidatorTests {
    private func content(
        _ fields: Fields, options: ManifestOptions = ManifestOptions(asOf: "2026-01-01")
    ) throws -> ManifestRow.Content {
        let rest = [(name: "request_id", value: "r"), (name: "selfie", value: "a"), (name: "document", value: "b")]
            .filter { field in !fields.contains { $0.name == field.name } }
        return try withManifestFile(ManifestWriters.json([rest + fields]), name: "m.json") { path in
            try #require(try readManifest(path: path, xsd: manifestSchema, options: options).first).content
        }
    }

    private func problems(_ content: ManifestRow.Content) -> [RowProblem] {
        if case .invalid(_, _, let problems) = content { problems } else { [] }
    }

    @Test(arguments: [
        ("request_id", "a\u{7}b"), ("request_id", String(repeating: "x", count: 129)), ("kind", "check"),
        ("request_id", "a\u{2066}b"),
        ("full_name", "Ana\u{202E}anA"), ("full_name", "Ana\nMaria"), ("full_name", "  "),
        ("date_of_birth", "1990-2-3"), ("date_of_birth", "2023-02-29"), ("date_of_birth", "1900-02-29"),
        ("date_of_birth", "2026-01-02"), ("date_of_birth", "1899-12-31"), ("date_of_birth", "1990-01-01 "),
        ("document_expiry", "2030-04-31"), ("sex", "f"), ("nationality", "Portugal"), ("issuing_state", "pt"),
        ("email", "zoe"), ("email", "zoe@example"), ("email", "a b@example.org"), ("email", "a..b@example.org"),
        ("email", "ana@example.org\r\nBcc: x@y.z"), ("email", ".a@example.org"), ("email", "a@-b.org"),
        ("email", "a@b@example.org"), ("email", String(repeating: "a", count: 250) + "@b.cd"),
        ("phone", "220 000 000"), ("phone", "+0123456789"), ("phone", "+3512100000001234"), ("phone", "+351 21x"),
        ("national_id", String(repeating: "1", count: 65)), ("ip_address", "256.1.1.1"), ("ip_address", "1.2.3"),
        ("ip_address", "fe80::1%eth0"), ("ip_address", "1.2.3.4\0"), ("locale", "pt_BR"), ("locale", "q"),
        ("submitted_at", "2026-01-01"), ("submitted_at", "2026-01-01T24:00:00Z"), ("label", "2"),
        ("submitted_at", "2026-01-01T10:00:00"), ("submitted_at", "2026-01-01T10:00:00+0100"),
        ("selfie", "data:image/png;base64,QQ="), ("selfie", "data:image/png;base64,Q?=="),
        ("selfie", "data:text/html;base64,QUJD"), ("selfie", "data:image/png,QUJD"), ("selfie", "data:image/png"),
        ("selfie", "https://example.org/a.jpg"), ("selfie", "s3://bucket/a.jpg"), ("selfie", "a\0.jpg"),
        ("branch", "a\u{0}b"), ("branch", String(repeating: "x", count: 65_537)),
    ])
    func wrongValueIsAnInvalidFieldWithoutTheValue(field: String, value: String) throws {
        let found = problems(try content([(field, value)]))
        #expect(found.map(\.code) == [.invalidField])
        #expect(found.map(\.field) == [field])
        #expect(found.allSatisfy { !$0.detail.contains(value) })
    }

    @Test(arguments: ["m-1", " m-1", "m-1\u{A0} ", "\u{3000}m-1"]) func aSubjectIsOneHoweverItsIDIsTyped(id: String)
        throws
    {
        func subject(_ value: String) throws -> [UInt8]? {
            guard case .request(let request) = try content([("subject_id", value)]) else { return nil }
            return request.subjectID.map { Array($0.utf8) }
        }
        #expect(try subject(id) == Array("m-1".utf8))
        #expect(try subject("Jos\u{65}\u{301}") == Array("Jos\u{E9}".utf8))
    }

    @Test(arguments: [
        ("request_id", String(repeating: "é", count: 128)), ("full_name", "José 李小龙"), ("full_name", "محمد\u{200F} a"),
        ("date_of_birth", "2024-02-29"), ("date_of_birth", "2026-01-01"), ("date_of_birth", "2000-02-29"),
        ("nationality", "D"), ("nationality", "PRT"), ("issuing_state", "UTO"), ("sex", "X"),
        ("email", "o'hara+x@mail.example.co.uk"), ("phone", "+351 (21) 000-00.00"), ("ip_address", "2001:db8::1"),
        ("ip_address", "10.0.0.1"), ("locale", "zh-Hant-TW"), ("locale", "pt"), ("label", "0"),
        ("submitted_at", "2026-01-31t12:00:60.25+05:30"), ("submitted_at", "2026-01-31T12:00:00Z"),
        ("selfie", "data:image/jpeg;base64,QUJD"), ("selfie", "DATA:image/png;name=x;base64,QU\nJD"),
        ("selfie", "../x.jpg"),
        ("document_expiry", "2001-01-01"), ("branch", "two\nlines"), ("token", "a.b.c"),
    ])
    func rightValueIsAccepted(field: String, value: String) throws {
        #expect(problems(try content([(field, value)])) == [])
    }

    @Test func everyProblemOfARowIsReported() throws {
        let found = problems(
            try content([("selfie", ""), ("email", "x"), ("sex", "?"), ("kind", "compare"), ("request_id", "")]))
        #expect(found.map(\.field) == ["email", "sex", "request_id", "selfie"])
        #expect(found.map(\.code) == [.invalidField, .invalidField, .missingField, .missingField])
    }

    @Test(arguments: ["enrol", "verify", "identify"]) func knownKindsThatAreNotBuiltYetAreSaidToBe(kind: String) throws
    {
        let result = try content([("kind", kind), ("document", "")])
        #expect(problems(result).map(\.code) == [.kindNotSupported])
        if case .invalid(_, let named, _) = result { #expect(named == kind) }
    }

    @Test func inlinePhotoOverTheLimitIsImageOverLimitAndEmptyOneImageEmpty() throws {
        let options = ManifestOptions(asOf: "2026-01-01", maximumInlineImageBytes: 3)
        #expect(problems(try content([("selfie", "data:image/png;base64,QUJD")], options: options)) == [])
        let over = try content([("selfie", "data:image/png;base64,QUJDRA==")], options: options)
        #expect(problems(over).map(\.code) == [.imageOverLimit])
        let empty = try content([("selfie", "data:image/png;base64,")], options: options)
        #expect(problems(empty).map(\.code) == [.imageEmpty])
    }

    @Test func secretsAndGroundTruthAreNotKept() throws {
        let result = try content([("token", "a.b.c"), ("label", "1"), ("group", "g"), ("branch", "Lisbon")])
        guard case .request(let request) = result else {
            Issue.record("the row must be valid")
            return
        }
        #expect(request.personal.fields.map(\.name) == ["branch"])
    }

    @Test func laterRowsWithTheSameIDAreDuplicatesEvenOfAnInvalidOne() throws {
        let text = "request_id,selfie,document,sex\nr,a,b,?\nr,a,b,F\ns,a,b,F\nr,a,b,?\n"
        let rows = try withManifestFile(Array(text.utf8), name: "m.csv") {
            try readManifest(path: $0, xsd: manifestSchema)
        }
        #expect(
            rows.map { problems($0.content).map(\.code) } == [
                [.invalidField], [.duplicateRequestID], [], [.invalidField, .duplicateRequestID],
            ])
    }

    @Test func atMostAHundredUnknownFieldsAreKept() throws {
        let fields = (0..<101).map { (name: "c\($0)", value: "x") }
        #expect(problems(try content(Array(fields.dropLast()))) == [])
        #expect(problems(try content(fields)).map(\.field) == [""])
    }
}
