import AuditCore
import AuditTesting
import Testing

@Suite struct CSVManifestTests {
    private func rows(_ text: String) throws -> [ManifestRow] {
        try withManifestFile(Array(text.utf8), name: "m.csv") { try readManifest(path: $0, xsd: manifestSchema) }
    }

    @Test(arguments: [
        ("", 1, 1), ("id,kind\n", 1, 1), ("request_id;kind\n", 1, 1), ("request_id,,kind\n", 1, 12),
        ("request_id,kind,kind\n", 1, 17), ("request_id\r", 1, 1), ("request_id\n\"a\"b\n", 2, 4),
        ("request_id,x\nr,\"a\n\nb", 2, 3), ("request_id,x\nr,\"a\nb\" \n", 3, 3), ("\u{FEFF}x\n", 1, 1),
    ])
    func structuralErrorsNameLineAndColumn(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: AuditError.self) { try rows(text) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.location?.line == line)
        #expect(error?.location?.column == column)
    }

    @Test(arguments: [
        ("r,a.jpg", "r"), ("r,a.jpg,b.jpg,c", "r"), ("r,a\"b.jpg,b.jpg", "r"), ("r,a\rb.jpg,b.jpg", "r"),
    ])
    func doubtfulCellsCostTheirRowOnly(row: String, requestID: String) throws {
        let result = try rows("request_id,selfie,document\n\(row)\nnext,a.jpg,b.jpg\n")
        #expect(result.map(\.requestID) == [requestID, "next"])
        guard case .invalid(_, _, let problems) = result[0].content, case .request = result[1].content else {
            Issue.record("expected one invalid row and one request")
            return
        }
        #expect(problems.map(\.code) == [.invalidField])
    }

    @Test func raggedRowShowsNoOtherCellAsRequestID() throws {
        let result = try rows("full_name,request_id\nAna,Maria,r1\n")
        #expect(result.map(\.requestID) == [""])
    }

    @Test func invalidUTF8CostsItsFieldOnly() throws {
        let text = Array("request_id,selfie,document,full_name\nr,a,b,".utf8) + [0xFF, 0x0A] + Array("s,a,b,Ana".utf8)
        let result = try withManifestFile(text, name: "m.csv") { try readManifest(path: $0, xsd: manifestSchema) }
        let expected = RowProblem(.invalidField, field: "full_name", detail: "the value is not valid UTF-8")
        #expect(result[0].content == .invalid(requestID: "r", kind: "compare", problems: [expected]))
        #expect(result.count == 2)
    }

    @Test func blankLinesArePassedOverAndLinesStayTrue() throws {
        let result = try rows("request_id,selfie,document\r\n\r\nr1,a,b\r\n\n\"r\n2\",a,b\nr3,a,b")
        #expect(result.map(\.line) == [3, 5, 7])
        #expect(result.map(\.row) == [1, 2, 3])
    }
}
