import AuditCore

/// A template as an encrypted cell holds it: a salt of 32 bytes, which opens the log's commitment, and the features as
/// little-endian IEEE 754 single precision.
struct SealedTemplate {
    let salt: [UInt8]
    let template: FaceTemplate

    init(_ template: FaceTemplate) {
        salt = RowSealer.salt(LogCommitment.saltByteCount)
        self.template = template
    }

    /// Reads the cell's plain text.
    /// - Throws: `database_invalid`.
    init(_ bytes: [UInt8]) throws(AuditError) {
        let count = LogCommitment.saltByteCount
        guard bytes.count >= count, let template = Self.template(bytes[count...]) else {
            throw AuditError(.databaseInvalid, "a template is not in its form")
        }
        salt = Array(bytes.prefix(count))
        self.template = template
    }

    /// The cell's plain text.
    var bytes: [UInt8] { salt + Self.bytes(template) }

    /// What the log commits to for a subject's template.
    func commitment(subject: Int64, matcher: String, version: String) throws(LogError) -> String {
        try LogCommitment.value(
            salt: salt,
            record: .object([
                CanonicalJSON.Member("matcher", .string(matcher)),
                CanonicalJSON.Member("subject", .integer(Int(subject))),
                CanonicalJSON.Member("template", .string(StrictBase64.encode(Self.bytes(template)))),
                CanonicalJSON.Member("template_version", .string(version)),
            ])
        ).base64
    }

    /// The features' bytes.
    static func bytes(_ template: FaceTemplate) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * template.values.count)
        for value in template.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
        return bytes
    }

    /// The features; nil for bytes that are none.
    static func template(_ bytes: ArraySlice<UInt8>) -> FaceTemplate? {
        guard bytes.count % 4 == 0 else { return nil }
        let values = bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
        return FaceTemplate(values)
    }
}

extension CellAddress {
    static func enrolment(_ id: Int64) -> CellAddress { CellAddress(table: "enrolment", column: "template", row: id) }

    static func seenFace(_ id: Int64) -> CellAddress { CellAddress(table: "seen_face", column: "template", row: id) }

    static func photoHash(_ id: Int64) -> CellAddress { CellAddress(table: "seen_face", column: "photo_hash", row: id) }

    static func subject(_ id: Int64) -> CellAddress { CellAddress(table: "subject", column: "record", row: id) }

    static func listEntry(_ id: Int64) -> CellAddress { CellAddress(table: "list_entry", column: "record", row: id) }
}
