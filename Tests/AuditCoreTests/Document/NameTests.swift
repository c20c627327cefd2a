import AuditCore
import Testing

@Suite struct NameTests {
    @Test(
        "Transliteration by ICAO Doc 9303-3 and 9303-4",
        arguments: [
            ("O'Connor", "OCONNOR"), ("Smith-Jones", "SMITH<JONES"), ("Van der Muellen", "VAN<DER<MUELLEN"),
            ("Müller", "MUELLER"), ("Straße", "STRASSE"), ("Østby", "OESTBY"), ("Håkan", "HAAKAN"), ("Núñez", "NUNEZ"),
            ("Þór", "THOR"), ("Łukasz", "LUKASZ"), ("Jr.", "JR"), ("Щукин", "SHCHUKIN"), ("Юрий", "IURII"),
            ("  Anna  Maria ", "ANNA<MARIA"), ("", ""), ("Mu\u{308}ller", "MULLER"),
        ])
    func transliteration(name: String, written: String) { #expect(ICAOName.transliterate(name) == written) }

    /// Examples of 9303-4, 4.2.3.1, and their neighbours.
    @Test(
        "Truncation by ICAO Doc 9303-4",
        arguments: [
            ("NILAVADHANANANDA", "NILAVADHANANANDA", false, true),
            ("BENNELONG WOOLOOMOOLOO WARRANDYTE W", "Bennelong Wooloomooloo Warrandyte Warnambool", true, true),
            ("BENNELONG WOOLOOMOOLOO WARRANDYTE W", "Bennelong Wooloomooloo Warrandyte Warnambool", false, false),
            ("ANNA MAR", "Anna Maria", true, true), ("ANNA MAX", "Anna Maria", true, false),
            ("MULLER", "Müller", false, true),
            ("", "Anna", true, false),
        ])
    func truncation(field: String, name: String, isTruncated: Bool, matches: Bool) {
        #expect(ICAOName.matches(field, name: name, isTruncated: isTruncated) == matches)
    }

    @Test(
        "Jaro and Jaro-Winkler as published",
        arguments: [
            ("MARTHA", "MARHTA", 0.944444, 0.961111), ("DIXON", "DICKSONX", 0.766667, 0.813333),
            ("DWAYNE", "DUANE", 0.822222, 0.84), ("A", "A", 1, 1), ("", "", 1, 1), ("A", "", 0, 0), ("AB", "CD", 0, 0),
        ])
    func likeness(a: String, b: String, jaro: Double, winkler: Double) {
        #expect(abs(JaroWinkler.jaro(a, b) - jaro) < 5e-7)
        #expect(abs(JaroWinkler.similarity(a, b) - winkler) < 5e-7)
        #expect(JaroWinkler.jaro(a, b) == JaroWinkler.jaro(b, a))
    }

    @Test(
        "One name in two orders and spellings",
        arguments: [
            ("ANNA MARIA ERIKSSON", "Eriksson Anna Maria", true), ("Anna Maria Eriksson", "ANNA MARIA ERIKSSON", true),
            ("Jürgen Müller", "JUERGEN MUELLER", true), ("Jürgen Müller", "Jurgen Muller", true),
            ("Sean O'Connor", "SEAN O CONNOR", true), ("Anna Eriksson", "Maria Eriksson", false),
        ])
    func orders(a: String, b: String, isSame: Bool) { #expect(NameComparison.followsRules(a, b) == isSame) }

    /// As 9303-4, 4.2.3.1 truncates: parts are shortened, the last ones left out, one letter is enough of given names.
    @Test(arguments: [
        ("K", "Kofi", true, true), ("K", "Mary", true, false), ("K", "Kofi", false, false),
        ("K ABEYWICKRAMA RANASINGHE WETT", "Kofi Abeywickrama-Ranasinghe Wettasinghe Jayatunga", false, true),
        ("K A R W", "Kofi Abeywickrama-Ranasinghe Wettasinghe Jayatunga", false, false),
    ])
    func fullFieldsAreCut(field: String, name: String, isGiven: Bool, isSame: Bool) {
        #expect(NameComparison.followsRules(field, name, isTruncated: true, isGiven: isGiven) == isSame)
        #expect(!NameComparison.followsRules(field, name, isTruncated: false, isGiven: isGiven))
    }
}
