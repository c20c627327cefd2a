/// Makes a worker's free text fit for logs and records: one line, printable ASCII, short, without paths' contents.
enum Redaction {
    static func line(_ text: String, limit: Int = 200) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            result.unicodeScalars.append((0x20..<0x7f).contains(scalar.value) ? scalar : "?")
        }
        return result
    }

    /// The last lines of a worker's stderr, made fit in the same way.
    static func tail(_ bytes: [UInt8], lines: Int = 3) -> String {
        bytes.split(separator: UInt8(ascii: "\n")).suffix(lines)
            .map { line(String(decoding: $0, as: UTF8.self)) }.joined(separator: " | ")
    }
}
