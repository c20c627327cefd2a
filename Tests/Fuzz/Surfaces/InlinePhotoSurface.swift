import AuditCore
import AuditEngine
import Foundation

/// Image fields: a path, or a photo in a `data:` URI whose bytes are those that another base64 decoder gives.
enum InlinePhotoSurface {
    static let surface = FuzzSurface("inline-photo", check: check)

    private static let limit = 64

    private static func check(_ bytes: [UInt8]) throws {
        guard let value = String(validating: bytes, as: UTF8.self) else { return }
        switch ImageField(maximumInlineBytes: limit).reference(value, field: .selfie) {
        case .failure(let problem):
            try require(problem.field == "selfie" && !problem.detail.isEmpty, "a problem without field or detail")
        case .success(.path(let path)):
            try require(path.utf8.elementsEqual(bytes), "the path is another")
            try require(!path.isEmpty && !path.utf8.contains { $0 < 0x20 }, "a path with control characters")
            try require(!begins(bytes, with: "data:"), "a data: URI taken for a path")
        case .success(.inline(let photo)):
            try require((1...limit).contains(photo.count), "an inline photo of \(photo.count) bytes")
            try require(begins(bytes, with: "data:image/"), "no image media type")
            let text = bytes.drop { $0 != UInt8(ascii: ",") }.dropFirst().filter { $0 > UInt8(ascii: " ") }
            try require(Data(base64Encoded: Data(text)).map { Array($0) } == photo, "base64 decodes otherwise")
        }
    }

    /// Compares bytes: a combining mark after the prefix would make it another Character.
    private static func begins(_ bytes: [UInt8], with prefix: String) -> Bool {
        let lower = bytes.prefix(prefix.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return lower.elementsEqual(prefix.utf8)
    }
}
