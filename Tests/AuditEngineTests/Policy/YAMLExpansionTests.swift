import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

/// Aliases that multiply are refused before anything is compared; a few are as good as what they stand for.
@Suite struct YAMLExpansionTests {
    /// Nine references to the line above on each line. As values they share memory; as keys each must be compared.
    private static func laughs(_ lines: Int, asKeys: Bool) -> String {
        let names = Array("abcdefghijklmnop".prefix(lines))
        var text = asKeys ? "? &a [1]\n: 1\n" : "a: &a [1]\n"
        for (above, name) in zip(names, names.dropFirst()) {
            let list = "&\(name) [" + Array(repeating: "*\(above)", count: 9).joined(separator: ",") + "]\n"
            text += asKeys ? "? \(list): 1\n" : "\(name): \(list)"
        }
        return text
    }

    @Test(arguments: [true, false]) func aliasesThatMultiplyAreRefused(asKeys: Bool) {
        let error = #expect(throws: AuditError.self) {
            try PolicyFile.parse(Array(Self.laughs(12, asKeys: asKeys).utf8), file: "p.yaml", sha256: "")
        }
        #expect(error?.message == "expected few aliases, found many; write the values out")
        #expect(error?.location?.line == 1)
    }

    @Test(arguments: [
        ("# * a list\n# * of many\n" + String(repeating: "# * items and 2 * 3 stars\n", count: 50), true),
        (String(repeating: "a: *b\n", count: 15), true), (String(repeating: "a: *b\n", count: 60), false),
        (String(repeating: "[*b,*b]", count: 30), false), ("", true),
    ]) func onlyStarsThatCanBeAliasesCount(text: String, isBounded: Bool) {
        #expect(YAMLExpansion.isBounded(Array(text.utf8)) == isBounded)
    }

    @Test func aControlCharacterIsReportedWhereItStands() {
        let error = #expect(throws: AuditError.self) {
            try PolicyFile.parse(Array("name: n\nab: \u{1}\n".utf8), file: "p.yaml", sha256: "")
        }
        #expect(error?.location == SourceLocation(file: "p.yaml", line: 2, column: 5))
    }
}
