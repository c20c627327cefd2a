/// The scripts of a name's letters, for the question whether letters of scripts that look alike are mixed in it: `Сhristine`
/// with a Cyrillic first letter. By Unicode Technical Standard 39 ("Highly Restrictive", section 5.2): one script; or Han
/// with Hiragana and Katakana, with Bopomofo, or with Hangul, and Latin beside any of these.
///
/// Swift offers no script property, so the scripts are a table of the ranges that names of living people are written in
/// (Scripts.txt). A letter of another script, a mark, a digit or a sign counts as common to all: such a name is never
/// flagged by it. The whole name counts, so one that is written in two scripts, one after the other, is flagged too.
enum NameScript: Sendable {
    case latin, greek, cyrillic, armenian, hebrew, arabic, hangul, hiragana, katakana, bopomofo, han

    /// Whether the name's letters are of scripts that do not go together.
    static func isMixed(_ name: String) -> Bool {
        let scripts = Set(name.unicodeScalars.compactMap(of))
        guard scripts.count > 1 else { return false }
        return !writingSystems.contains { scripts.subtracting([.latin]).isSubset(of: $0) }
    }

    private static let writingSystems: [Set<NameScript>] = [
        [.han, .hiragana, .katakana], [.han, .bopomofo], [.han, .hangul],
    ]

    /// The script of a letter; nil when the table has none for it.
    static func of(_ scalar: Unicode.Scalar) -> NameScript? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].range.upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        guard low < ranges.count, ranges[low].range.contains(scalar.value) else { return nil }
        return ranges[low].script
    }

    /// In ascending order.
    private static let ranges: [(range: ClosedRange<UInt32>, script: NameScript)] = [
        (0x41...0x5A, .latin), (0x61...0x7A, .latin), (0xAA...0xAA, .latin), (0xBA...0xBA, .latin),
        (0xC0...0xD6, .latin), (0xD8...0xF6, .latin), (0xF8...0x2B8, .latin), (0x2E0...0x2E4, .latin),
        (0x2EA...0x2EB, .bopomofo), (0x370...0x373, .greek), (0x375...0x377, .greek), (0x37A...0x37D, .greek),
        (0x37F...0x37F, .greek), (0x384...0x384, .greek), (0x386...0x386, .greek), (0x388...0x3E1, .greek),
        (0x3F0...0x3FF, .greek), (0x400...0x484, .cyrillic), (0x487...0x52F, .cyrillic), (0x531...0x556, .armenian),
        (0x559...0x588, .armenian), (0x5D0...0x5F4, .hebrew), (0x620...0x63F, .arabic), (0x641...0x64A, .arabic),
        (0x671...0x6D3, .arabic), (0x6D5...0x6D5, .arabic), (0x6E5...0x6E6, .arabic), (0x6EE...0x6EF, .arabic),
        (0x6FA...0x6FF, .arabic), (0x750...0x77F, .arabic), (0x870...0x8C9, .arabic), (0x1100...0x11FF, .hangul),
        (0x1C80...0x1C88, .cyrillic), (0x1D00...0x1D25, .latin), (0x1D26...0x1D2A, .greek),
        (0x1D2B...0x1D2B, .cyrillic), (0x1D2C...0x1D5C, .latin), (0x1D5D...0x1D61, .greek), (0x1D62...0x1D65, .latin),
        (0x1D66...0x1D6A, .greek), (0x1D6B...0x1D77, .latin), (0x1D78...0x1D78, .cyrillic), (0x1D79...0x1DBE, .latin),
        (0x1E00...0x1EFF, .latin), (0x1F00...0x1FFE, .greek), (0x2071...0x2071, .latin), (0x207F...0x207F, .latin),
        (0x2090...0x209C, .latin), (0x2126...0x2126, .greek), (0x212A...0x212B, .latin), (0x2C60...0x2C7F, .latin),
        (0x2DE0...0x2DFF, .cyrillic), (0x2E80...0x2FD5, .han), (0x3005...0x3005, .han), (0x3007...0x3007, .han),
        (0x3021...0x3029, .han), (0x3038...0x303B, .han), (0x3041...0x3096, .hiragana), (0x309D...0x309F, .hiragana),
        (0x30A1...0x30FA, .katakana), (0x30FD...0x30FF, .katakana), (0x3105...0x312F, .bopomofo),
        (0x3131...0x318E, .hangul), (0x31A0...0x31BF, .bopomofo), (0x31F0...0x31FF, .katakana), (0x3400...0x4DBF, .han),
        (0x4E00...0x9FFF, .han), (0xA640...0xA69F, .cyrillic), (0xA722...0xA787, .latin), (0xA78B...0xA7CA, .latin),
        (0xA7F2...0xA7FF, .latin), (0xA960...0xA97C, .hangul), (0xAB30...0xAB5A, .latin), (0xAB5C...0xAB64, .latin),
        (0xAC00...0xD7FB, .hangul), (0xF900...0xFAD9, .han), (0xFB00...0xFB06, .latin), (0xFB13...0xFB17, .armenian),
        (0xFB1D...0xFB4F, .hebrew), (0xFB50...0xFDFF, .arabic), (0xFE70...0xFEFC, .arabic), (0xFF21...0xFF3A, .latin),
        (0xFF41...0xFF5A, .latin), (0xFF66...0xFF6F, .katakana), (0xFF71...0xFF9D, .katakana),
        (0xFFA0...0xFFDC, .hangul),
        (0x20000...0x323AF, .han),
    ]
}
