import AuditCore

/// The manifest formats that this program reads.
public enum ManifestFormats {
    /// Every format, in the order in which they are offered.
    package static let builtIn: [any ManifestFormat.Type] = [
        CSVManifest.self,
        JSONManifest.self,
        NDJSONManifest.self,
        XMLManifest.self,
    ]

    /// What the formats say of themselves, for `--help` and the docs.
    public static var descriptors: [ManifestFormatDescriptor] { builtIn.map { $0.descriptor } }

    /// The format of a file: by its extension, else by its first non-blank byte.
    static func format(of file: ManifestFile) throws(AuditError) -> any ManifestFormat.Type {
        let name = file.path.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
        if let dot = name.lastIndex(of: ".") {
            let suffix = name[name.index(after: dot)...].lowercased()
            if let format = builtIn.first(where: { $0.descriptor.fileExtensions.contains(suffix) }) { return format }
        }
        let first = try firstByte(of: file)
        for format in builtIn {
            if let first, format.descriptor.firstBytes.contains(first) { return format }
        }
        return CSVManifest.self
    }

    private static func firstByte(of file: ManifestFile) throws(AuditError) -> UInt8? {
        var block = [UInt8](repeating: 0, count: 4096)
        let count = try file.read(into: &block, at: 0)
        var bytes = block[..<count]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        return bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }
}
