import AuditCore

/// A JSON array of objects, read element by element.
enum JSONManifest: ManifestFormat {
    static let descriptor = ManifestFormatDescriptor(
        id: "json", title: "JSON", fileExtensions: ["json"], firstBytes: [UInt8(ascii: "[")],
        summary: "an array of objects by RFC 8259, one object a request")

    static func makeReader(_ input: ManifestInput) throws(AuditError) -> any ManifestReader {
        try JSONReader(input)
    }
}

private struct JSONReader: ManifestReader {
    private var scanner: JSONScanner
    private let limits: ManifestLimits
    private var isInArray: Bool

    init(_ input: ManifestInput) throws(AuditError) {
        limits = input.limits
        scanner = try JSONScanner(input, spansLines: true)
        guard try scanner.skipSpace() == UInt8(ascii: "[") else {
            throw scanner.invalid("the manifest must be an array of objects")
        }
        scanner.advance()
        isInArray = try scanner.skipSpace() != UInt8(ascii: "]")
        if !isInArray { scanner.advance() }
    }

    mutating func next() throws(AuditError) -> RawRow? {
        guard isInArray else {
            guard try scanner.skipSpace() == nil else { throw scanner.invalid("text follows the array") }
            return nil
        }
        _ = try scanner.skipSpace()
        let row = try scanner.readRow(limits: limits)
        isInArray = try scanner.readSeparator(closing: UInt8(ascii: "]"))
        return row
    }
}
