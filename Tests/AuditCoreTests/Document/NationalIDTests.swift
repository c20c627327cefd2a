import AuditCore
import Testing

/// Values from the documentation of python-stdnum and the states' own examples.
@Suite struct NationalIDTests {
    static let valid: [(String, String)] = [
        ("dni", "12345678-Z"), ("dni", "54362315-K"), ("nie", "x-2482300w"), ("codice_fiscale", "RCCMNL83S18D969H"),
        ("nif", "501 964 843"), ("pesel", "44051401359"), ("bsn", "1112.22.333"), ("nn", "85 07 30 033 28"),
        ("nn", "17 07 30 033 84"), ("personnummer", "880320-0016"), ("hetu", "131052-308T"),
        ("fodselsnummer", "151086 95088"), ("egn", "8032056031"), ("cnp", "1630615123457"),
        ("isikukood", "36805280109"),
        ("asmens_kodas", "33309240064"), ("oib", "33392005961"), ("cpf", "390.533.447-05"), ("rut", "12531909-2"),
        ("ric", "360426199101010071"), ("aadhaar", "2341 2341 2346"), ("tckimlik", "17291716060"),
        ("idnr", "7503305044089"),
    ]

    @Test("Numbers that satisfy their scheme", arguments: valid)
    func satisfied(id: String, number: String) throws {
        #expect(try scheme(id).isValid(number))
    }

    @Test(
        "Numbers that do not",
        arguments: [
            ("dni", "54362315Z"), ("dni", "54362315"), ("nie", "x-2482300a"), ("nif", "501 964 842"),
            ("pesel", "44051401358"),
            ("pesel", "02381307589"), ("bsn", "1112.52.333"), ("nn", "12345678901"), ("personnummer", "880320-0018"),
            ("hetu", "131052-308U"), ("hetu", "310252-308Y"), ("fodselsnummer", "15108695077"), ("egn", "7552A10004"),
            ("egn", "8019010008"), ("cnp", "1630615123458"), ("isikukood", "36805280108"),
            ("asmens_kodas", "33309240164"),
            ("oib", "33392005962"), ("cpf", "231.002.999-00"), ("rut", "12531909-3"), ("aadhaar", "123412341234"),
            ("aadhaar", "234123412347"), ("tckimlik", "17291716050"), ("tckimlik", "07291716092"),
            ("idnr", "8503305044089"),
        ])
    func unsatisfied(id: String, number: String) throws {
        #expect(try !scheme(id).isValid(number))
    }

    @Test("Any bytes are only no number", arguments: ["", "Ä", "123456789012345678901234567890", "-----", "<<<"])
    func hostile(text: String) {
        for scheme in NationalIDScheme.all { #expect(!scheme.isValid(text)) }
    }

    @Test("A wrong last character is found by every scheme", arguments: valid)
    func wrongEnd(id: String, number: String) throws {
        let last = try #require(number.uppercased().last)
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where other != last {
            #expect(try !scheme(id).isValid(String(number.dropLast()) + String(other)))
        }
    }

    private func scheme(_ id: String) throws -> NationalIDScheme {
        try #require(NationalIDScheme.all.first { $0.id == id })
    }
}
