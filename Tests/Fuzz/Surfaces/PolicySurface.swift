import AuditCore
import AuditEngine

/// Policy files: a policy that prints, or the one error that names a place.
enum PolicySurface {
    static let surface = FuzzSurface("policy", check: check)

    private static func check(_ bytes: [UInt8]) throws {
        do throws(AuditError) {
            _ = PolicyDescription(try parse(bytes)).text
        } catch {
            try require(error.code == .policyInvalid, "the error is \(error)")
            // Bytes that are no text have no lines.
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            let line = error.location?.line ?? 0
            let last = text.unicodeScalars.count { lineEnds.contains($0) } + 2
            try require((1...last).contains(line), "line \(line) of \(last): \(error)")
            try require((error.location?.column ?? 1) >= 1, "column below 1: \(error)")
        }
    }

    /// Those of YAML 1.1.
    private static let lineEnds = Set("\n\r\u{85}\u{2028}\u{2029}".unicodeScalars)

    private static func parse(_ bytes: [UInt8]) throws(AuditError) -> Policy {
        try PolicyFile.parse(bytes, file: "p.yaml", sha256: "")
    }
}
