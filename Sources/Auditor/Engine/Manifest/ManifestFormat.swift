package import AuditCore

/// What a manifest format says of itself.
public struct ManifestFormatDescriptor: Sendable {
    /// Stable lower-case id.
    public let id: String
    /// The name for people.
    public let title: String
    /// File name extensions without the dot, in lower case.
    public let fileExtensions: [String]
    /// The first non-blank bytes by which a file without a known extension is recognised. The format that has none
    /// takes what no other does.
    public let firstBytes: [UInt8]
    /// One sentence for `--help` and the docs.
    public let summary: String
}

/// A way to write down requests. One format is one file with one type, listed in `ManifestFormats.builtIn`.
package protocol ManifestFormat: Sendable {
    /// What the format says of itself.
    static var descriptor: ManifestFormatDescriptor { get }

    /// Starts to read a manifest.
    static func makeReader(_ input: ManifestInput) throws(AuditError) -> any ManifestReader
}

/// What a reader works on.
package struct ManifestInput {
    /// The bytes.
    package var pass: ManifestPass
    /// The path of `manifest.xsd`, which only XML needs.
    package var xsd: String
    /// Where readers stop keeping bytes.
    package var limits: ManifestLimits

    /// Creates the input of one pass.
    package init(pass: ManifestPass, xsd: String, limits: ManifestLimits = ManifestLimits()) {
        self.pass = pass
        self.xsd = xsd
        self.limits = limits
    }
}

/// Reads a manifest once, row by row, in constant memory. A reader reads to the very end of the file before it returns
/// nil: what follows the last row is part of the syntax.
package protocol ManifestReader {
    /// The next row; nil after the last.
    /// - Throws: `manifest_invalid` with line and column where the file cannot be read as its format.
    mutating func next() throws(AuditError) -> RawRow?
}
