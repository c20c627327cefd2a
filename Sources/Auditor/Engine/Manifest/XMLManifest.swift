import AuditCore

/// XML by `manifest.xsd`. A DOCTYPE is refused where it begins: without one there are no entities to expand and nothing
/// to fetch.
enum XMLManifest: ManifestFormat {
    static let descriptor = ManifestFormatDescriptor(
        id: "xml", title: "XML", fileExtensions: ["xml"], firstBytes: [UInt8(ascii: "<")],
        summary: "<requests> of <request> elements as in manifest.xsd, without a DOCTYPE")

    static func makeReader(_ input: ManifestInput) throws(AuditError) -> any ManifestReader {
        try XMLReader(input)
    }
}

private struct XMLReader: ManifestReader {
    private let pass: ManifestPass
    private let parser: XMLRowParser
    private var block: [UInt8]
    private var rows: ArraySlice<RawRow> = []
    private var isAtEnd = false

    init(_ input: ManifestInput) throws(AuditError) {
        pass = input.pass
        parser = try XMLRowParser(input)
        block = [UInt8](repeating: 0, count: ManifestPass.blockSize)
    }

    mutating func next() throws(AuditError) -> RawRow? {
        while rows.isEmpty {
            if isAtEnd { return nil }
            let count = try pass.next(into: &block)
            isAtEnd = count == 0
            rows = try parser.parse(block[..<count], isLast: isAtEnd)[...]
        }
        return rows.popFirst()
    }
}
