import AuditCore
import AuditTesting
import Testing

@Suite struct JSONManifestTests {
    private func rows(_ text: String, name: String = "m.json") throws -> [ManifestRow] {
        try withManifestFile(Array(text.utf8), name: name) { try readManifest(path: $0, xsd: manifestSchema) }
    }

    @Test(arguments: [
        ("{}", 1, 1), ("[", 1, 2), ("[\n {\"a\":1,}]", 2, 9), ("[{\"a\":01}]", 1, 8), ("[{\"a\":1.}]", 1, 9),
        ("[{\"a\":+1}]", 1, 7), ("[{\"a\":\"\\x\"}]", 1, 9), ("[{\"a\":\"\\u12G4\"}]", 1, 12), ("[{}]\n]", 2, 1),
        ("[{\"a\":\"\t\"}]", 1, 8), ("[{'a':1}]", 1, 3), ("[{} {}]", 1, 5), ("[{\"a\":NaN}]", 1, 7),
        ("[{\"a\":tru}]", 1, 10), ("[{\"a\":\"b", 1, 9), ("[ // x\n]", 1, 3),
        ("[" + String(repeating: "[", count: 100), 1, 65),
    ])
    func syntaxErrorsNameLineAndColumn(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: AuditError.self) { try rows(text) }
        #expect(error?.code == .manifestInvalid)
        #expect(error?.location?.line == line)
        #expect(error?.location?.column == column)
    }

    @Test(arguments: [
        ("\"full_name\": {\"a\": [1, {}]}", "full_name"), ("\"full_name\": []", "full_name"),
        ("\"full_name\": \"\\ud800\"", "full_name"), ("\"full_name\": \"\\ud800\\u0041\"", "full_name"),
        ("\"full_name\": null, \"full_name\": \"x\"", "full_name"), ("\"x\": 1, \"x\": 1", "x"),
        ("\"full_name\": \"a\\u0000b\"", "full_name"), ("\"\\udc00\": 1", ""),
    ])
    func valuesThatAreNoTextCostTheirRow(members: String, field: String) throws {
        let start = "{\"request_id\": \"r\", \"selfie\": \"a\", \"document\": \"b\""
        let result = try rows("[\(start), \(members)},\n{}]")
        guard case .invalid("r", "compare", let problems) = result[0].content else {
            Issue.record("the row must be invalid")
            return
        }
        #expect(problems.map(\.code) == [.invalidField])
        #expect(problems.map(\.field) == [field])
        #expect(result.map(\.line) == [1, 2])
    }

    @Test func numbersKeepTheirSpellingAndNullIsAbsent() throws {
        let text = """
            [{"request_id": 1.50e2, "selfie": "a", "document": "b", "n": -0.10, "yes": true, "email": null, "label": 1}]
            """
        guard case .request(let request) = try rows(text)[0].content else {
            Issue.record("the row must be valid")
            return
        }
        #expect(request.requestID == "1.50e2")
        #expect(request.personal.fields.map(\.name) == ["n", "yes"])
        #expect(request.personal["n"] == "-0.10")
        #expect(request.personal["yes"] == "true")
    }

    @Test(arguments: ["1", "\"x\"", "null", "[{}]"]) func elementsThatAreNoObjectsCostTheirRow(element: String) throws {
        let result = try rows("[\(element), {}]")
        #expect(result.count == 2)
        guard case .invalid("", _, let problems) = result[0].content else {
            Issue.record("the row must be invalid")
            return
        }
        #expect(problems.map(\.code) == [.invalidField])
    }

    @Test(arguments: [("{}\n{\n}", 2, 2), ("\n\n{} {}", 3, 4), ("{}\n[1,\n2]", 2, 4)])
    func ndjsonObjectEndsWithItsLine(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: AuditError.self) { try rows(text, name: "m.ndjson") }
        #expect(error?.location?.line == line)
        #expect(error?.location?.column == column)
    }

    @Test func ndjsonAllowsBlankLines() throws {
        #expect(try rows("\n{}\r\n\r\n {}\n\n", name: "m.ndjson").map(\.line) == [2, 4])
    }
}
