/// A JSON value that prints in the one form of RFC 8785 (JCS), so that equal values have equal hashes. Numbers are whole:
/// what the log holds is counts and quantised scores.
public enum CanonicalJSON: Sendable {
    /// A name and its value.
    public struct Member: Sendable {
        /// The name; names with equal UTF-16 code units are one name.
        public let name: String
        /// The value.
        public let value: CanonicalJSON

        /// A member.
        public init(_ name: String, _ value: CanonicalJSON) {
            self.name = name
            self.value = value
        }
    }

    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number from -2^53 to 2^53.
    case integer(Int)
    /// A text; printed as it is, without normalisation.
    case string(String)
    /// Values in their order.
    case array([CanonicalJSON])
    /// Members in any order; each name once. No dictionary: that would take two spellings of one character for one name.
    case object([Member])

    /// The UTF-8 text without white space. Throws `LogError.malformed` for a number out of range, a name that stands twice
    /// in one object, or values nested deeper than 64.
    public func bytes() throws(LogError) -> [UInt8] {
        var output: [UInt8] = []
        try print(to: &output, depth: 0)
        return output
    }

    private func print(to output: inout [UInt8], depth: Int) throws(LogError) {
        guard depth <= 64 else { throw .malformed("a record is nested too deeply") }
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let value):
            // Beyond, readers that keep numbers as IEEE doubles see another one.
            guard -(1 << 53)...(1 << 53) ~= value else { throw .malformed("a record has a number beyond 2^53") }
            output += String(value).utf8
        case .string(let text): Self.print(text, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (place, value) in values.enumerated() {
                if place > 0 { output.append(UInt8(ascii: ",")) }
                try value.print(to: &output, depth: depth + 1)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members): try Self.print(members, to: &output, depth: depth)
        }
    }

    private static func print(_ members: [Member], to output: inout [UInt8], depth: Int) throws(LogError) {
        // Section 3.2.3: by UTF-16 code units, which is neither the order of UTF-8 nor that of String.
        let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.name.utf8.elementsEqual(next.name.utf8) {
            throw .malformed("a record has a name twice")
        }
        output.append(UInt8(ascii: "{"))
        for (place, member) in sorted.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            print(member.name, to: &output)
            output.append(UInt8(ascii: ":"))
            try member.value.print(to: &output, depth: depth + 1)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Section 3.2.2.2: seven short escapes, the other control characters below U+0020 as \u00xx, all else as it is.
    private static func print(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += #"\""#.utf8
            case UInt8(ascii: "\\"): output += #"\\"#.utf8
            case 0x08: output += #"\b"#.utf8
            case 0x09: output += #"\t"#.utf8
            case 0x0A: output += #"\n"#.utf8
            case 0x0C: output += #"\f"#.utf8
            case 0x0D: output += #"\r"#.utf8
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                output += Array(#"\u00"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}

extension CanonicalJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Values in their order.
    public init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }
    /// Members in any order.
    public init(dictionaryLiteral elements: (String, CanonicalJSON)...) {
        self = .object(elements.map { Member($0, $1) })
    }
}
