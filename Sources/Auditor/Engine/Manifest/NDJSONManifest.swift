import AuditCore

/// Newline-delimited JSON: one object a line. Blank lines are passed over.
enum NDJSONManifest: ManifestFormat {
    static let descriptor = ManifestFormatDescriptor(
        id: "ndjson", title: "NDJSON", fileExtensions: ["ndjson", "jsonl"], firstBytes: [UInt8(ascii: "{")],
        summary: "one JSON object a line, one line a request")

    static func makeReader(_ input: ManifestInput) throws(AuditError) -> any ManifestReader {
        try NDJSONReader(input)
    }
}

private struct NDJSONReader: ManifestReader {
    private var scanner: JSONScanner
    private let limits: ManifestLimits

    init(_ input: ManifestInput) throws(AuditError) {
        limits = input.limits
        scanner = try JSONScanner(input, spansLines: false)
    }

    mutating func next() throws(AuditError) -> RawRow? {
        guard try scanner.skipSpace(spansLines: true) != nil else { return nil }
        let row = try scanner.readRow(limits: limits)
        switch try scanner.skipSpace() {
        case nil: break
        case UInt8(ascii: "\n"): scanner.advanceLine()
        default: throw scanner.invalid("text follows the object; the next one belongs on the next line")
        }
        return row
    }
}
