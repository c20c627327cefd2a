/// Writes JSON as bytes: keys in the order of the calls, no space, the shortest number that reads back as the same
/// double. A value that JSON cannot say (not finite) is null.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Forgets what was written, keeping the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Writes an object.
    mutating func object(_ body: (inout JSONText) -> Void) {
        open("{")
        body(&self)
        close("}")
    }

    /// Writes an array.
    mutating func array<Element>(_ elements: [Element], _ body: (inout JSONText, Element) -> Void) {
        open("[")
        for element in elements { body(&self, element) }
        close("]")
    }

    /// Writes a key; its value must follow.
    mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a key and a string or null.
    mutating func field(_ name: String, _ value: String?) {
        key(name)
        string(value)
    }

    /// Writes a key and a number or null.
    mutating func field(_ name: String, _ value: Double?) {
        key(name)
        separate()
        bytes.append(contentsOf: (value.flatMap { $0.isFinite ? $0.description : nil } ?? "null").utf8)
    }

    /// Writes a key and an integer or null.
    mutating func field(_ name: String, _ value: Int?) {
        key(name)
        separate()
        bytes.append(contentsOf: (value?.description ?? "null").utf8)
    }

    /// Writes a key and a truth value.
    mutating func field(_ name: String, _ value: Bool) {
        key(name)
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a key and an array of integers.
    mutating func field(_ name: String, integers: [Int]) {
        field(name, array: integers) { text, value in
            text.separate()
            text.bytes.append(contentsOf: value.description.utf8)
        }
    }

    /// Writes a key and an object.
    mutating func field(_ name: String, _ body: (inout JSONText) -> Void) {
        key(name)
        object(body)
    }

    /// Writes a key and an array.
    mutating func field<Element>(
        _ name: String, array elements: [Element], _ body: (inout JSONText, Element) -> Void
    ) {
        key(name)
        array(elements, body)
    }

    /// Writes a string or null.
    mutating func string(_ value: String?) {
        separate()
        guard let value else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            // Control characters must be escaped; `<` is too, so that the file can stand inside an HTML page.
            case 0..<0x20, 0x7F, UInt8(ascii: "<"):
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }
}
