/// Quoted-printable bodies (RFC 2045, 6.7): lines of at most 76 characters that end in CRLF, whatever the text holds.
enum QuotedPrintable {
    private static let lineLimit = 76
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Encodes text; LF, CR and CRLF are line ends.
    static func encode(_ text: String) -> String {
        var result: [UInt8] = []
        for line in lines(Array(text.utf8)) {
            encode(line: line, into: &result)
            result += [0x0D, 0x0A]
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func encode(line: ArraySlice<UInt8>, into result: inout [UInt8]) {
        var column = 0
        for (offset, byte) in line.enumerated() {
            let isLast = offset == line.count - 1
            let rest = line[(line.startIndex + offset)...]
            let isBlank = byte == 0x20 || byte == 0x09
            // Blanks at the end of a line get lost on the way; `From ` at its start is quoted by some stores, and a dot
            // alone ends an SMTP message.
            let isFragile = (isLast && isBlank) || (column == 0 && (byte == 0x2E || rest.starts(with: "From ".utf8)))
            let isPlain = (0x21...0x7E).contains(byte) && byte != 0x3D || isBlank
            let token = isPlain && !isFragile ? [byte] : [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            // The last column is kept for the `=` of a soft line break.
            if column + token.count > (isLast ? lineLimit : lineLimit - 1) {
                result += [0x3D, 0x0D, 0x0A]
                column = 0
            }
            result += token
            column += token.count
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x0A || bytes[index] == 0x0D else {
                index += 1
                continue
            }
            lines.append(bytes[start..<index])
            let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
            index += isPair ? 2 : 1
            start = index
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }
}
