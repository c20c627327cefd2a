/// Names as machine-readable zones write them: ICAO Doc 9303-3, section 6 (transliteration), 9303-4, 4.2.3 (form and truncation).
public enum ICAOName {
    /// Writes a name with the letters A-Z; parts are separated by one filler. Hyphens and spaces become fillers,
    /// apostrophes, full stops and commas go, characters without a transliteration separate parts. Latin letters with marks
    /// by table A; what it leaves to choose as it recommends first (`Ä` AE, `Å` AA, `Ø` OE, `Ñ` N, `Ü` UE, `ß` SS). Cyrillic
    /// by table B, Greek by ISO 843's letters without marks.
    public static func transliterate(_ name: String) -> String { spell(name, simple: false) }

    /// Two ways to write it: by the table, and with the marks simply dropped (`MULLER` for `MÜLLER`), which many states and
    /// most keyboards do.
    static func spellings(_ name: String) -> [String] {
        let (table, simple) = (spell(name, simple: false), spell(name, simple: true))
        return table == simple ? [table] : [table, simple]
    }

    /// Whether a field of a zone is a name by its rules: equal to it, or truncated as 9303-4, 4.2.3.1 says: parts shortened
    /// or left out at the end, so that what is there starts what should be.
    /// - Parameter isTruncated: Whether the zone's name field was full to its last place; only then is anything left out.
    public static func matches(_ field: String, name: String, isTruncated: Bool) -> Bool {
        let read = parts(transliterate(field))
        return spellings(name).contains { spelling in
            let right = parts(spelling)
            if read == right { return !right.isEmpty }
            guard isTruncated, !read.isEmpty, read.count <= right.count else { return false }
            return zip(read, right).allSatisfy { $1.hasPrefix($0) }
        }
    }

    /// The parts of a transliterated name.
    static func parts(_ name: String) -> [String] { name.split(separator: "<").map(String.init) }

    private static func spell(_ name: String, simple: Bool) -> String {
        var result: [UInt8] = []
        for scalar in name.uppercased().unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: result.append(UInt8(scalar.value))
            // Apostrophes, full stops, commas and marks that combine with the letter before.
            case 0x27, 0x2E, 0x2C, 0x60, 0xB4, 0x2BC, 0x2018, 0x2019, 0x300...0x36F: continue
            default:
                if let letters = (simple ? ICAOLetters.simple[scalar] : nil) ?? ICAOLetters.table[scalar] {
                    result += letters.utf8
                } else {
                    result.append(0x3C)
                }
            }
        }
        return result.split(separator: 0x3C).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "<")
    }
}
