import AuditCore

/// Reads the tokens of JSON by RFC 8259, strictly: no comments, no trailing commas, no other numbers.
struct JSONScanner {
    private(set) var cursor: ByteCursor
    /// The bytes of the last string, number or literal.
    private(set) var text: FieldBuffer
    /// Whether the last string names a UTF-16 surrogate without its other half: valid JSON, but no text.
    private(set) var hasLoneSurrogate = false
    /// Whether a line feed is white space. In NDJSON it ends the row.
    private let spansLines: Bool
    private let maximumDepth: Int

    init(_ input: ManifestInput, spansLines: Bool) throws(AuditError) {
        cursor = try ByteCursor(input.pass)
        text = FieldBuffer(input.limits)
        self.spansLines = spansLines
        maximumDepth = input.limits.depth
    }

    /// Starts a row.
    mutating func beginRow() { text.beginRow() }

    /// Passes over white space.
    /// - Returns: The byte after it; nil at the end.
    mutating func skipSpace(spansLines: Bool) throws(AuditError) -> UInt8? {
        while let byte = try cursor.peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): cursor.advance()
            case UInt8(ascii: "\n") where spansLines: cursor.advanceLine()
            default: return byte
            }
        }
        return nil
    }

    /// Passes over white space inside a row.
    mutating func skipSpace() throws(AuditError) -> UInt8? { try skipSpace(spansLines: spansLines) }

    /// Passes over the byte under the cursor.
    mutating func advance() { cursor.advance() }

    /// Passes over a line feed between rows.
    mutating func advanceLine() { cursor.advanceLine() }

    /// The error of a manifest that is not JSON at this place.
    func invalid(_ message: String) -> AuditError { cursor.invalid(message) }

    /// Reads a string into `text`; the cursor stands on its quote.
    mutating func readString() throws(AuditError) {
        text.beginField()
        hasLoneSurrogate = false
        cursor.advance()
        while true {
            try cursor.copyRun(into: &text) { byte in
                byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte >= 0x20
            }
            switch try cursor.peek() {
            case nil: throw invalid("the file ends inside a string")
            case UInt8(ascii: "\""):
                cursor.advance()
                return
            case UInt8(ascii: "\\"):
                cursor.advance()
                try readEscape()
            default: throw invalid("a control character stands in a string; it must be escaped")
            }
        }
    }

    /// Reads a number or one of the words `true`, `false`, `null` into `text`, as written.
    mutating func readBare() throws(AuditError) {
        text.beginField()
        switch try cursor.peek() {
        case UInt8(ascii: "t"): try readWord("true")
        case UInt8(ascii: "f"): try readWord("false")
        case UInt8(ascii: "n"): try readWord("null")
        case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): try readNumber()
        case nil: throw invalid("the file ends where a value is expected")
        default: throw invalid("a value is expected")
        }
    }

    /// Passes over an array or an object that cannot be a field's value, and checks its syntax; the cursor stands on
    /// its bracket.
    mutating func skipContainer(depth: Int) throws(AuditError) {
        guard depth < maximumDepth else { throw invalid("values are nested deeper than \(maximumDepth)") }
        let isObject = try cursor.peek() == UInt8(ascii: "{")
        let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        cursor.advance()
        guard try skipSpace() != closing else { return cursor.advance() }
        while true {
            if isObject {
                try readKey()
                cursor.advance()
            }
            switch try skipSpace() {
            case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer(depth: depth + 1)
            case UInt8(ascii: "\""): try readString()
            default: try readBare()
            }
            guard try readSeparator(closing: closing) else { return }
        }
    }

    /// Reads a key into `text`; the cursor then stands on its colon.
    mutating func readKey() throws(AuditError) {
        guard try skipSpace() == UInt8(ascii: "\"") else { throw invalid("a field's name in quotes is expected") }
        try readString()
        guard try skipSpace() == UInt8(ascii: ":") else { throw invalid("a colon is expected after a field's name") }
    }

    /// Passes over a comma or the closing bracket.
    /// - Returns: Whether another element follows.
    mutating func readSeparator(closing: UInt8) throws(AuditError) -> Bool {
        let byte = try skipSpace()
        guard byte == UInt8(ascii: ",") || byte == closing else {
            let bracket = String(UnicodeScalar(closing))
            throw invalid("a comma or \(bracket) is expected")
        }
        cursor.advance()
        return byte != closing
    }

    private mutating func readWord(_ word: StaticString) throws(AuditError) {
        for offset in 0..<word.utf8CodeUnitCount {
            let byte = word.utf8Start[offset]
            guard try cursor.peek() == byte else { throw invalid("a value is expected; \(word) is misspelt") }
            text.append(byte)
            cursor.advance()
        }
    }

    private mutating func readNumber() throws(AuditError) {
        if try cursor.peek() == UInt8(ascii: "-") { take(UInt8(ascii: "-")) }
        if try cursor.peek() == UInt8(ascii: "0") {
            take(UInt8(ascii: "0"))
        } else {
            try readDigits()
        }
        if try cursor.peek() == UInt8(ascii: ".") {
            take(UInt8(ascii: "."))
            try readDigits()
        }
        if let exponent = try cursor.peek(), exponent | 0x20 == UInt8(ascii: "e") {
            take(exponent)
            if let sign = try cursor.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { take(sign) }
            try readDigits()
        }
        // `01` must not become 0 followed by an error about a comma.
        if let byte = try cursor.peek(), isDigit(byte) { throw invalid("a number must not begin with 0") }
    }

    private mutating func readDigits() throws(AuditError) {
        guard let first = try cursor.peek(), isDigit(first) else { throw invalid("a digit is expected") }
        while let byte = try cursor.peek(), isDigit(byte) { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        text.append(byte)
        cursor.advance()
    }

    private mutating func readEscape() throws(AuditError) {
        guard let byte = try cursor.peek() else { throw invalid("the file ends inside a string") }
        let value: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): value = byte
        case UInt8(ascii: "b"): value = 0x08
        case UInt8(ascii: "f"): value = 0x0C
        case UInt8(ascii: "n"): value = 0x0A
        case UInt8(ascii: "r"): value = 0x0D
        case UInt8(ascii: "t"): value = 0x09
        case UInt8(ascii: "u"):
            cursor.advance()
            let unit = try readHexadecimal()
            return try readUnicodeEscape(unit)
        default: throw invalid("a string has an escape that JSON does not know")
        }
        cursor.advance()
        text.append(value)
    }

    /// Appends what a `\u` escape means. A high surrogate waits for the escape that follows; a loop, because a string may
    /// be a million high surrogates.
    private mutating func readUnicodeEscape(_ first: UInt32) throws(AuditError) {
        var unit = first
        while (0xD800..<0xDC00).contains(unit), try cursor.peek() == UInt8(ascii: "\\") {
            cursor.advance()
            guard try cursor.peek() == UInt8(ascii: "u") else {
                hasLoneSurrogate = true
                return try readEscape()
            }
            cursor.advance()
            let low = try readHexadecimal()
            if (0xDC00..<0xE000).contains(low) {
                return append(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            }
            hasLoneSurrogate = true
            unit = low
        }
        append(unit)
    }

    private mutating func append(_ value: UInt32) {
        guard let scalar = UnicodeScalar(value) else {
            hasLoneSurrogate = true
            return
        }
        for byte in UTF8.encode(scalar) ?? UTF8.EncodedScalar() { text.append(byte) }
    }

    private mutating func readHexadecimal() throws(AuditError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try cursor.peek(), let digit = hexadecimalValue(byte) else {
                throw invalid("four hexadecimal digits are expected after \\u")
            }
            value = value << 4 | digit
            cursor.advance()
        }
        return value
    }
}

private func hexadecimalValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}
