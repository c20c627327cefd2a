import AuditCore
import AuditTesting
import Testing

@testable import Reports

@Suite struct TextTests {
    @Test(arguments: [
        ("plain", "plain"), ("Élodie 渡辺 علی", "Élodie 渡辺 علی"), ("a\u{202E}b", "a‹U+202E›b"),
        ("a\u{0}b\n", "a‹U+0000›b‹U+000A›"),
        ("\u{2066}x", "‹U+2066›x"), ("a\u{200B}b", "a‹U+200B›b"), ("\"\u{301}", "\"\u{25CC}\u{301}"),
        ("👩‍👧", "👩‍👧"), ("\u{FEFF}", "‹U+FEFF›"), ("\u{200D}", "‹U+200D›"), ("\u{E000}", "‹U+E000›"),
    ])
    func hiddenCharactersAreShown(_ text: String, _ shown: String) {
        #expect(Display.safe(text) == shown)
    }

    @Test func everySpecialCharacterIsEscapedWhateverStandsOnIt() {
        for special in ["<", ">", "&", "\"", "'"] {
            for mark in ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{338}", ""] {
                let escaped = HTMLEscaping().escapeText("a\(special)\(mark)b")
                #expect(Array(escaped.utf8).starts(with: "a&".utf8) && escaped.utf8.contains(UInt8(ascii: ";")))
            }
        }
    }

    @Test(arguments: [
        ("email", "ada.lovelace@example.org", "a…@example.org"), ("email", "@", "•••"), ("email", "x", "•••"),
        ("national_id", "1912345678", "•••78"), ("national_id", "12-34", "•••"), ("phone", "+49 30 123456", "•••56"),
        ("full_name", "Ada King Lovelace", "A… K… L…"), ("date_of_birth", "1984-02-03", "1984-••-••"),
        ("ip_address", "192.0.2.1", "•••"), ("salary", "12000000", "•••"),
    ])
    func personalFieldsAreMasked(_ name: String, _ value: String, _ masked: String) throws {
        var data = PersonalData()
        data.append(name: name, value: value)
        #expect(Masking.mask(try #require(data.fields.first)) == masked)
    }

    @Test(arguments: [
        ("2026-03-14T02:17:39Z", "Sat, 14 Mar 2026 02:17:39 +0000"),
        ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000"),
        ("2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 +0000"),
        ("2000-12-31T12:00:00Z", "Sun, 31 Dec 2000 12:00:00 +0000"),
    ])
    func datesAreThoseOfRFC5322(_ stamp: String, _ date: String) throws {
        #expect(try #require(Timestamp(stamp)).mailDate == date)
    }

    @Test(arguments: ["", "2026-03-14", "2026-13-14T02:17:39Z", "2026-03-14T02:17:39+01:00", "yyyy-03-14T02:17:39Z"])
    func otherStampsAreRefused(_ stamp: String) { #expect(Timestamp(stamp) == nil) }

    @Test func durationsAreShort() throws {
        let start = try #require(Timestamp("2026-02-28T23:59:00Z"))
        #expect(start.duration(to: try #require(Timestamp("2026-02-28T23:59:09Z"))) == "9 s")
        #expect(start.duration(to: try #require(Timestamp("2026-03-01T00:01:05Z"))) == "2 min 5 s")
        #expect(start.duration(to: try #require(Timestamp("2026-03-01T02:00:00Z"))) == "2 h 1 min")
        #expect(start.duration(to: try #require(Timestamp("2026-02-28T23:58:00Z"))) == nil)
    }

    @Test func sharesNeverHideAFew() {
        #expect(CountText.percent(1, of: 100_000) == "< 0.1 %")
        #expect(CountText.percent(99_999, of: 100_000) == "> 99.9 %")
        #expect(CountText.percent(0, of: 0) == "0 %")
        #expect(CountText.percent(5, of: 5) == "100.0 %")
        #expect(CountText.grouped(1_234_567) == "1,234,567")
    }
}
