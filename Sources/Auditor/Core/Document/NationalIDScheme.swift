/// Personal numbers of states that carry check digits. Says whether a number can be one, never whose it is.
public struct NationalIDScheme: Sendable {
    /// Its short name, such as `dni`.
    public let id: String
    /// The state: three letters of ICAO.
    public let country: String
    /// What the state calls it.
    public let name: String
    /// Whether a number without separators, in capitals, is well formed and its check digits hold.
    private let check: @Sendable ([Int]) -> Bool

    /// Whether a number satisfies the scheme; spaces, hyphens, full stops and slashes are passed over.
    public func isValid(_ number: String) -> Bool {
        var symbols: [Int] = []
        for scalar in number.uppercased().unicodeScalars where !" -./+".unicodeScalars.contains(scalar) {
            guard scalar.isASCII, let symbol = MRZSymbol.index(of: UInt8(scalar.value)), symbol != MRZSymbol.filler
            else { return false }
            symbols.append(symbol)
        }
        return check(symbols)
    }

    /// The schemes of a state; empty when none is known.
    public static func schemes(of country: String) -> [NationalIDScheme] { all.filter { $0.country == country } }

    /// Every scheme that is known. Sources: the states' public specifications as collected by python-stdnum.
    public static let all: [NationalIDScheme] = [
        NationalIDScheme(id: "dni", country: "ESP", name: "DNI") { NationalIDChecks.spanish($0) },
        NationalIDScheme(id: "nie", country: "ESP", name: "NIE") { NationalIDChecks.spanishForeigner($0) },
        NationalIDScheme(id: "codice_fiscale", country: "ITA", name: "Codice fiscale") { NationalIDChecks.italian($0) },
        NationalIDScheme(id: "nif", country: "PRT", name: "NIF") { NationalIDChecks.portuguese($0) },
        NationalIDScheme(id: "pesel", country: "POL", name: "PESEL") { NationalIDChecks.polish($0) },
        NationalIDScheme(id: "bsn", country: "NLD", name: "Burgerservicenummer") { NationalIDChecks.dutch($0) },
        NationalIDScheme(id: "nn", country: "BEL", name: "Numéro national") { NationalIDChecks.belgian($0) },
        NationalIDScheme(id: "personnummer", country: "SWE", name: "Personnummer") { NationalIDChecks.swedish($0) },
        NationalIDScheme(id: "hetu", country: "FIN", name: "Henkilötunnus") { NationalIDChecks.finnish($0) },
        NationalIDScheme(id: "fodselsnummer", country: "NOR", name: "Fødselsnummer") { NationalIDChecks.norwegian($0) },
        NationalIDScheme(id: "egn", country: "BGR", name: "ЕГН") { NationalIDChecks.bulgarian($0) },
        NationalIDScheme(id: "cnp", country: "ROU", name: "CNP") { NationalIDChecks.romanian($0) },
        NationalIDScheme(id: "isikukood", country: "EST", name: "Isikukood") { NationalIDChecks.baltic($0) },
        NationalIDScheme(id: "asmens_kodas", country: "LTU", name: "Asmens kodas") { NationalIDChecks.baltic($0) },
        NationalIDScheme(id: "oib", country: "HRV", name: "OIB") { NationalIDChecks.croatian($0) },
        NationalIDScheme(id: "cpf", country: "BRA", name: "CPF") { NationalIDChecks.brazilian($0) },
        NationalIDScheme(id: "rut", country: "CHL", name: "RUT") { NationalIDChecks.chilean($0) },
        NationalIDScheme(id: "ric", country: "CHN", name: "居民身份证") { NationalIDChecks.chinese($0) },
        NationalIDScheme(id: "aadhaar", country: "IND", name: "Aadhaar") { NationalIDChecks.indian($0) },
        NationalIDScheme(id: "tckimlik", country: "TUR", name: "T.C. Kimlik No.") { NationalIDChecks.turkish($0) },
        NationalIDScheme(id: "idnr", country: "ZAF", name: "ID number") { NationalIDChecks.southAfrican($0) },
    ]
}
