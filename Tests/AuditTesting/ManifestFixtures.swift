package import AuditCore
package import AuditEngine
import Glibc

/// Writes bytes to a file of the format's extension in a folder of its own, and removes both afterwards.
package func withManifestFile<Result>(
    _ bytes: [UInt8], format: any ManifestFormat.Type, _ body: (String) throws -> Result
) throws -> Result {
    try withManifestFile(bytes, name: "manifest.\(format.descriptor.id)", body)
}

/// Writes bytes to a file in a folder of its own, and removes both afterwards.
package func withManifestFile<Result>(
    _ bytes: [UInt8], name: String, _ body: (String) throws -> Result
) throws -> Result {
    var template = Array("/tmp/auditor-manifest-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FixtureError.cannotWrite }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = "\(folder)/\(name)"
    defer {
        unlink(path)
        rmdir(folder)
    }
    try writeFile(bytes, to: path)
    return try body(path)
}

/// Replaces a file's bytes in place.
package func writeFile(_ bytes: [UInt8], to path: String, append: Bool = false) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC), 0o600)
    guard descriptor >= 0 else { throw FixtureError.cannotWrite }
    defer { close(descriptor) }
    guard write(descriptor, bytes, bytes.count) == bytes.count else { throw FixtureError.cannotWrite }
}

/// Every row of a manifest, through both passes.
package func readManifest(
    path: String, xsd: String, options: ManifestOptions = ManifestOptions(asOf: "2026-01-01")
) throws -> [ManifestRow] {
    let manifest = try Manifest.open(path: path, xsd: xsd, options: options)
    var sequence = try manifest.rows()
    var rows: [ManifestRow] = []
    while let row = try sequence.next() { rows.append(row) }
    guard rows.count == manifest.rowCount else { throw FixtureError.passesDiffer }
    return rows
}

/// What can go wrong with a fixture.
package enum FixtureError: Error {
    case cannotWrite
    case passesDiffer
}

/// What can happen to a manifest between or during the passes.
package enum ManifestChange: CaseIterable, Sendable {
    case appendedBefore, editedBefore, truncatedBefore, replacedBefore, removedBefore
    case appendedDuring, editedDuring, truncatedDuring

    /// Whether it happens before the second pass begins.
    var isBeforeSecondPass: Bool {
        switch self {
        case .appendedBefore, .editedBefore, .truncatedBefore, .replacedBefore, .removedBefore: true
        case .appendedDuring, .editedDuring, .truncatedDuring: false
        }
    }

    func apply(to path: String, sound: [UInt8]) throws {
        // A blank changes no format's meaning: only the bytes can tell.
        switch self {
        case .appendedBefore, .appendedDuring:
            try writeFile(Array("\n".utf8), to: path, append: true)
        case .editedBefore, .editedDuring:
            var edited = sound
            edited[edited.count - 10] ^= 1
            try writeFile(edited, to: path)
        case .truncatedBefore, .truncatedDuring:
            try writeFile(Array(sound.dropLast(20)), to: path)
        case .replacedBefore:
            guard rename(path, path + ".old") == 0 else { throw FixtureError.cannotWrite }
            try writeFile(sound, to: path)
            unlink(path + ".old")
        case .removedBefore:
            unlink(path)
        }
    }
}

/// Requests whose values are awkward to write down: quotes, line ends, markup, other scripts, photos in base64.
package enum SeededRequests {
    /// The columns, in the order of every row.
    package static let columns = ["request_id", "selfie", "document", "full_name", "email", "date_of_birth", "remark"]

    /// Makes rows; some have an invalid date or no document, so that problems are compared as well.
    package static func make(count: Int, seed: UInt64) -> [[(name: String, value: String)]] {
        var generator = SplitMix(seed: seed)
        let pieces = [
            "a", "Zoë", "\"", "\"\"", ",", ";", "\n", "\r\n", "\t", "<b>", "]]>", "&amp;", "&", "'", "\\", "\\u0041",
            "{", "}",
            "[", "]", "李", "😀", "e\u{301}", "\u{200F}", " ", "null", "=1+1", "\u{FEFF}", "\u{10FFFD}",
        ]
        func text(_ length: Int) -> String {
            (0..<length).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
        }
        return (0..<count).map { index in
            let photo = (0..<Int.random(in: 1...40, using: &generator) * 4).map { _ in
                "ABCDEFGHabcdefgh0123+/".randomElement(using: &generator) ?? "A"
            }
            let values = [
                "r-\(index / 2 * (index % 7 == 0 ? 1 : 2))-\(index % 3)",
                index % 4 == 0 ? "data:image/png;base64,\(String(photo))" : "photos/\(index) ü.jpg",
                index % 9 == 5 ? "" : "d/\(index).png",
                text(6), index % 5 == 0 ? "ana@example.org\r\nBcc: x" : "ana.\(index)@example.org",
                index % 6 == 1 ? "1990-02-30" : "1990-02-28", text(12),
            ]
            return zip(columns, values).map { (name: $0, value: $1) }
        }
    }
}
