public import AuditCore
import MatcherKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A model's bytes with their digest: what is hashed is what is loaded, so a file that changes meanwhile cannot slip
/// in.
public struct ModelFile: Sendable {
    /// Where it was read from: a library that comes with a matcher lies below this folder.
    public let folder: String
    /// The bytes.
    public let bytes: [UInt8]
    /// File name and SHA-256.
    public let digest: ModelDigest

    /// Reads a file of the models folder.
    /// - Throws: `NativeFailure` naming the file when it cannot be read.
    public init(folder: String, file: String) throws(NativeFailure) {
        guard let data = try? Data(contentsOf: URL(filePath: folder).appending(path: file)) else {
            throw NativeFailure(description: "model \(file) cannot be read; run `make setup`")
        }
        self.folder = folder
        bytes = Array(data)
        digest = ModelDigest(file: file, sha256: ContentDigest.sha256(data))
    }
}
