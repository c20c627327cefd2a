public import AuditCore

/// What reading a manifest depends on besides its bytes.
public struct ManifestOptions: Sendable {
    /// The date that stands for today, `YYYY-MM-DD`: nobody is born after it.
    public var asOf: String
    /// The kinds of request that can be decided; rows of the others get `kind_not_supported`.
    public var supportedKinds: Set<RequestKind>
    /// The most bytes that a photo in a `data:` URI may have; a larger one is `image_over_limit`.
    public var maximumInlineImageBytes: Int
    /// Where readers stop keeping bytes.
    package var limits = ManifestLimits()

    /// Creates options.
    public init(
        asOf: String, supportedKinds: Set<RequestKind> = [.compare], maximumInlineImageBytes: Int = 20 << 20
    ) {
        self.asOf = asOf
        self.supportedKinds = supportedKinds
        self.maximumInlineImageBytes = maximumInlineImageBytes
    }
}

/// A manifest whose syntax has been checked from the first byte to the last. Its rows are read in a second pass over
/// the same open file, which fails with `manifest_changed` before it hands out anything that the first did not check.
public struct Manifest: Sendable {
    /// The path as the user gave it.
    public let path: String
    /// The file's name without its folder.
    public let name: String
    /// The id of the format it was read as.
    public let formatID: String
    /// SHA-256 of the file in lower-case hexadecimal.
    public let sha256: String
    /// The number of rows, valid or not.
    public let rowCount: Int

    private let file: ManifestFile
    private let digest: ManifestDigest
    private let format: any ManifestFormat.Type
    private let xsd: String
    /// What the second pass checks the rows against.
    public var options: ManifestOptions

    /// Reads a manifest once: checks its syntax, counts its rows, digests its bytes.
    /// - Parameters:
    ///   - path: The manifest, a regular file. Its extension names the format, else its first non-blank byte.
    ///   - xsd: The path of `samples/manifests/manifest.xsd`, opened for XML only.
    ///   - options: What the rows are checked against.
    /// - Throws: `input_missing` when there is no such regular file, `manifest_invalid` with line and column when it
    ///   cannot be read as its format.
    public static func open(path: String, xsd: String, options: ManifestOptions) throws(AuditError) -> Manifest {
        // Before the first pass, which can take minutes: is the as-of date a date?
        _ = try RowValidator(options)
        let file = try ManifestFile(path: path)
        let format = try ManifestFormats.format(of: file)
        let pass = ManifestPass(first: file)
        var reader = try format.makeReader(ManifestInput(pass: pass, xsd: xsd, limits: options.limits))
        var rows = 0
        while try reader.next() != nil { rows += 1 }
        return Manifest(
            file: file, digest: try pass.finish(), format: format, rowCount: rows, xsd: xsd, options: options)
    }

    private init(
        file: ManifestFile, digest: ManifestDigest, format: any ManifestFormat.Type, rowCount: Int, xsd: String,
        options: ManifestOptions
    ) {
        path = file.path
        name = file.path.utf8.split(separator: UInt8(ascii: "/")).last.flatMap { String($0) } ?? file.path
        formatID = format.descriptor.id
        sha256 = digest.sha256
        self.rowCount = rowCount
        self.file = file
        self.digest = digest
        self.format = format
        self.xsd = xsd
        self.options = options
    }

    /// Starts the second pass.
    /// - Throws: `manifest_changed` when the path names another file, or the file's size or time has changed.
    public func rows() throws(AuditError) -> ManifestRowSequence {
        let pass = try ManifestPass(second: file, expecting: digest)
        return ManifestRowSequence(
            reader: try format.makeReader(ManifestInput(pass: pass, xsd: xsd, limits: options.limits)),
            validator: try RowValidator(options), pass: pass)
    }
}

/// The rows of a manifest in their order, each a request or its problems.
public struct ManifestRowSequence {
    private var reader: any ManifestReader
    private var validator: RowValidator
    private let pass: ManifestPass
    private var row = 0
    private var isAtEnd = false

    init(reader: any ManifestReader, validator: RowValidator, pass: ManifestPass) {
        self.reader = reader
        self.validator = validator
        self.pass = pass
    }

    /// The next row; nil after the last, once the whole file has been compared with the first pass.
    /// - Throws: `manifest_changed`. Nothing can be read after an error.
    public mutating func next() throws(AuditError) -> ManifestRow? {
        guard !isAtEnd else { return nil }
        // Only a row leaves this open; after an error the parser's state means nothing.
        isAtEnd = true
        guard let raw = try reader.next() else {
            _ = try pass.finish()
            return nil
        }
        isAtEnd = false
        row += 1
        return ManifestRow(row: row, line: raw.line, content: validator.content(of: raw))
    }
}
