import AuditCore
import AuditEngine

/// Readers of the manifest formats: whatever a file holds, they give rows that can be decided upon, or the one error
/// that names a place.
enum ManifestSurfaces {
    static let all = ManifestFormats.builtIn.map { format in
        let id = format.descriptor.id
        return FuzzSurface("manifest-" + id) { try check($0, as: id) }
    }

    static let xsd =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        + "/samples/manifests/manifest.xsd"

    /// Limits that short texts exceed too.
    static var options: ManifestOptions {
        var options = ManifestOptions(asOf: "2026-01-01", maximumInlineImageBytes: 96)
        options.limits.fieldBytes = 200
        options.limits.rowBytes = 700
        options.limits.fields = 30
        options.limits.depth = 8
        return options
    }

    private static func check(_ bytes: [UInt8], as id: String) throws {
        let file = try ScratchFile(bytes, suffix: "." + id)
        let rows: [ManifestRow]
        do throws(AuditError) {
            rows = try read(file.path, options)
        } catch {
            try require(error.code == .manifestInvalid, "the error is \(error)")
            let line = error.location?.line ?? 0
            let last = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
            try require((1...last).contains(line), "line \(line) of \(last): \(error)")
            try require((error.location?.column ?? 0) >= 1, "no column: \(error)")
            return
        }
        try require(rows.map(\.row) == Array(1..<rows.count + 1), "rows are not counted from 1")
        try require(zip(rows, rows.dropFirst()).allSatisfy { $0.line <= $1.line }, "lines fall")
        try require(rows.allSatisfy { $0.line >= 1 }, "a row on line 0")
        try check(rows)
    }

    private static func check(_ rows: [ManifestRow]) throws(FuzzFinding) {
        var seen: Set<[UInt8]> = []
        for row in rows {
            switch row.content {
            case .invalid(_, _, let problems):
                try require(!problems.isEmpty, "an invalid row without a problem")
            case .request(let request):
                try require(!request.requestID.isEmpty, "a request without id")
                try require(seen.insert(Array(request.requestID.utf8)).inserted, "two requests of one id")
                try require(request.kind == .compare, "a kind that is not supported")
                try require(request.images[.selfie] != nil && request.images[.document] != nil, "no photos")
                for image in request.images.values {
                    guard case .inline(let photo) = image else { continue }
                    try require((1...options.maximumInlineImageBytes).contains(photo.count), "an inline photo's size")
                }
            }
        }
    }

    /// Every row, through both passes.
    static func read(_ path: String, _ options: ManifestOptions) throws(AuditError) -> [ManifestRow] {
        let manifest = try Manifest.open(path: path, xsd: xsd, options: options)
        var sequence = try manifest.rows()
        var rows: [ManifestRow] = []
        while let row = try sequence.next() { rows.append(row) }
        guard rows.count == manifest.rowCount else {
            throw AuditError(.internalError, "the passes count \(manifest.rowCount) and \(rows.count) rows")
        }
        return rows
    }
}
