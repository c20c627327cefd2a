public import AuditCore
import MatcherKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Tesseract's data of one language, with its digest: what is hashed is what is loaded.
public struct LanguageFile: Sendable {
    /// As "eng".
    public let name: String
    /// The bytes.
    public let bytes: [UInt8]
    /// File name and SHA-256.
    public let digest: ModelDigest

    /// Where Debian's packages put it, newest first; the models folder comes before.
    private static let folders = [
        "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    ]

    /// Reads a language's data; nil when it is not installed, or when that is no language's name.
    /// - Parameter models: The models folder, whose `tessdata` is looked into first.
    public init?(name: String, models: String) {
        guard Self.isName(name) else { return nil }
        let file = name + ".traineddata"
        for folder in [models + "/tessdata"] + Self.folders {
            guard let data = try? Data(contentsOf: URL(filePath: folder).appending(path: file)) else { continue }
            self.name = name
            bytes = Array(data)
            digest = ModelDigest(file: file, sha256: ContentDigest.sha256(data))
            return
        }
        return nil
    }

    /// Letters, digits and `_`, as "chi_sim": never part of a path.
    static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
            }
    }
}
