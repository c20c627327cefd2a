import Testing

@testable import AuditEngine

@Suite struct CanonicalJSONTests {
    private func text(_ value: CanonicalJSON) throws -> String { String(decoding: try value.bytes(), as: UTF8.self) }

    @Test func membersStandInTheOrderOfRFC8785() throws {
        // Section 3.2.3, expected order: carriage return, one, control, o umlaut, euro, smiley, Hebrew dalet.
        let value: CanonicalJSON = [
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis",
        ]
        let names = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"]
        let values = [
            "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
            "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
        ]
        let expected = zip(names, values).map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
        #expect(try Array(text(value).utf8) == Array("{\(expected)}".utf8))
    }

    @Test func textsAreEscapedAsInRFC8785() throws {
        // Section 3.2.2.
        let string: CanonicalJSON = .string("\u{20ac}$\u{f}\nA'B\"\\\\\"/")
        let value: CanonicalJSON = ["string": string, "literals": [.null, true, false]]
        let expected = #"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try text(value) == expected)
        let controls: CanonicalJSON = "\u{8}\u{9}\u{a}\u{c}\u{d}\u{0}\u{1f}\u{7f}\r\n"
        #expect(try text(controls) == "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u{7f}\\r\\n\"")
    }

    @Test func spellingsOfOneCharacterStayTwoNames() throws {
        let value: CanonicalJSON = .object([.init("\u{e9}", 1), .init("e\u{301}", 2)])
        #expect(try value.bytes() == Array("{\"e\u{301}\":2,\"\u{e9}\":1}".utf8))
        let twice: CanonicalJSON = .object([.init("a", 1), .init("b", 3), .init("a", 2)])
        #expect(throws: LogError.self) { try twice.bytes() }
    }

    @Test func wholeNumbersPrintUpToWhatADoubleHolds() throws {
        let values: CanonicalJSON = [0, -1, 9_007_199_254_740_992, -9_007_199_254_740_992]
        #expect(try text(values) == "[0,-1,9007199254740992,-9007199254740992]")
        for value in [9_007_199_254_740_993, -9_007_199_254_740_993, Int.max, Int.min] {
            #expect(throws: LogError.self) { try CanonicalJSON.integer(value).bytes() }
        }
        #expect(try text([:]) == "{}")
        #expect(try text([]) == "[]")
    }

    @Test func valuesNestedTooDeeplyAreRefused() throws {
        var value: CanonicalJSON = []
        for _ in 0..<64 { value = [value] }
        #expect(try value.bytes().count == 130)
        let deeper: CanonicalJSON = [value]
        #expect(throws: LogError.self) { try deeper.bytes() }
    }

    @Test func aCommitmentIsTheDesignsExample() throws {
        // Computed with Python's hmac.
        let record: CanonicalJSON = ["request_id": "R-0001", "email": "alice@example.com"]
        let value = try LogCommitment.value(salt: Array(0..<32), record: record)
        #expect(value.base64 == "fEpvKxhjq1cBd0dQeYz+CSJKbJ2TGm6TyIBEO1M9UWw=")
        #expect(throws: LogError.self) { try LogCommitment.value(salt: [], record: record) }
    }
}
