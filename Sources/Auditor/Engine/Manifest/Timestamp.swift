import AuditCore

/// A date and time by RFC 3339.
enum Timestamp {
    /// Whether a text is `YYYY-MM-DDTHH:MM:SS`, optionally with a fraction, and `Z` or an offset. `T` and `Z` may be
    /// small, and a space may stand for `T`, as RFC 3339 section 5.6 allows; second 60 is a leap second.
    static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (20...64).contains(bytes.count), CivilDate(text.prefix(10)) != nil,
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == colon, bytes[16] == colon, let hour = number(bytes[11..<13]), hour < 24,
            let minute = number(bytes[14..<16]), minute < 60, let second = number(bytes[17..<19]), second <= 60
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest[fraction.endIndex...]
        }
        return rest.count == 1 ? rest.first.map { $0 | 0x20 } == UInt8(ascii: "z") : isOffset(Array(rest))
    }

    private static let colon = UInt8(ascii: ":")

    private static func isOffset(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"), bytes[3] == colon,
            let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6])
        else { return false }
        return hours < 24 && minutes < 60
    }
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in digits {
        guard isDigit(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
}
