import Testing

@testable import AuditEngine

/// Names of letters that look alike. The first rows are examples of Unicode Technical Standard 39, table 1 of section 5.1.
@Suite struct NameScriptTests {
    @Test(
        arguments: [
            ("Circle", false), ("\u{421}\u{456}\u{433}\u{441}\u{4C0}\u{435}", false),
            ("\u{421}ir\u{441}l\u{435}", true),
            ("Circ1e", false), ("C\u{1D5C2}\u{1D5CB}\u{1D5BC}\u{1D5C5}\u{1D5BE}", false), ("\u{3006}\u{5207}", false),
            ("\u{306D}\u{30AC}", false),
            // Latin with one letter of Cyrillic, Greek and Armenian.
            ("P\u{430}ul Smith", true), ("J\u{3BF}hn", true), ("J\u{578}hn", true),
            ("\u{391}\u{43D}\u{43D}\u{430}", true),
            // One script, with marks, signs and spaces of all.
            ("Zo\u{EB} O'Brien-\u{D8}st, 3rd", false), ("Nguye\u{302}\u{303}n", false),
            ("\u{418}\u{432}\u{430}\u{43D} \u{41F}.", false), ("\u{5D3}\u{5D5}\u{5D3}", false),
            ("\u{645}\u{62D}\u{645}\u{62F}", false),
            // Writing systems of several scripts.
            ("\u{5C71}\u{7530} \u{306F}\u{306A}\u{30B3} Hanako", false), ("\u{91D1}\u{AE40} Kim", false),
            ("\u{738B}\u{3105}", false), ("\u{306F}\u{AE40}", true), ("\u{5C71}\u{430}", true), ("", false),
        ] as [(String, Bool)])
    func aNameIsFlaggedWhenItsScriptsDoNotGoTogether(name: String, isMixed: Bool) {
        #expect(NameScript.isMixed(name) == isMixed, "\(name.unicodeScalars.map { String($0.value, radix: 16) })")
    }
}
