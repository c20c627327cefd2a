/// Check digits of machine-readable zones (ICAO Doc 9303-3, 4.9).
public enum CheckDigit {
    /// The digit of a text: the sum of its characters' values times 7, 3, 1, 7, 3, 1... modulo 10. `0`-`9` stand for
    /// themselves, `A`-`Z` for 10 to 35 and everything else for 0.
    ///
    /// One wrong character is always found, unless its value differs from the right one's by 10, 20 or 30, since 7, 3 and
    /// 1 have no factor in common with 10: the ten classes are `0AKU<`, `1BLV`, `2CMW`, `3DNX`, `4EOY`, `5FPZ`, `6GQ`,
    /// `7HR`, `8IS` and `9JT`. A digit for a digit is therefore always found. Two neighbours that change places are found
    /// unless their values differ by 0 or 5 modulo 10.
    public static func icao(_ text: Substring) -> Int {
        icao(text.utf8.map { MRZSymbol.index(of: $0) ?? MRZSymbol.filler })
    }

    static func icao(_ symbols: some Sequence<Int>) -> Int {
        symbols.enumerated().reduce(0) { $0 + weights[$1.offset % 3] * MRZSymbol.value(of: $1.element) } % 10
    }

    static let weights = [7, 3, 1]
}

/// The 37 characters of a machine-readable zone by number: 0-9, A-Z as 10-35, the filler `<` as 36.
enum MRZSymbol {
    static let count = 37
    static let filler = 36

    static func index(of byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte - 0x30)
        case 0x41...0x5A: Int(byte - 0x41) + 10
        case 0x3C: filler
        default: nil
        }
    }

    /// The number that check digits count it as.
    static func value(of index: Int) -> Int { index == filler ? 0 : index }

    static func byte(of index: Int) -> UInt8 {
        switch index {
        case 0...9: UInt8(0x30 + index)
        case 10...35: UInt8(0x41 + index - 10)
        default: 0x3C
        }
    }

    static func text(_ indices: some Sequence<Int>) -> String {
        String(decoding: indices.map { byte(of: $0) }, as: UTF8.self)
    }

    /// Characters that look alike in OCR-B, however good the reader.
    static func looksLike(_ a: Int, _ b: Int) -> Bool {
        lookAlikes.contains(a * count + b) || lookAlikes.contains(b * count + a)
    }

    private static let lookAlikes: Set<Int> = Set(
        ["O0", "Q0", "D0", "OQ", "OD", "I1", "L1", "B8", "S5", "S8", "Z2", "G6", "Z7", "T7", "A4", "<K", "<C"]
            .compactMap {
                let pair = $0.utf8.compactMap { index(of: $0) }
                return pair.count == 2 ? pair[0] * count + pair[1] : nil
            })
}

/// Which characters may stand at a place, as a set of bits.
struct MRZGrammar: OptionSet, Sendable {
    let rawValue: UInt64

    static let digits = MRZGrammar(rawValue: 0x3FF)
    static let letters = MRZGrammar(rawValue: ((1 << 26) - 1) << 10)
    static let filler = MRZGrammar(rawValue: 1 << 36)
    static let any: MRZGrammar = [.digits, .letters, .filler]

    init(rawValue: UInt64) { self.rawValue = rawValue }

    init(_ characters: String) {
        self.init(rawValue: characters.utf8.compactMap { MRZSymbol.index(of: $0) }.reduce(0) { $0 | 1 << UInt64($1) })
    }

    func allows(_ symbol: Int) -> Bool { rawValue >> UInt64(symbol) & 1 == 1 }
}
