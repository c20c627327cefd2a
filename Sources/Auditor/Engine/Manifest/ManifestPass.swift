import AuditCore
import Crypto

/// The digests of a manifest: of the whole, for the record, and of each block, for the second pass.
struct ManifestDigest: Sendable {
    /// SHA-256 of the whole file in lower-case hexadecimal.
    var sha256: String
    /// SHA-256 of every block, one after the other.
    var blocks: [UInt8]

    static let size = 32
}

/// One pass over a manifest's bytes, a block at a time. The first pass digests; the second compares each block's digest
/// before it hands out its bytes, so that no byte is decided upon that the first pass did not check.
package final class ManifestPass {
    /// Bytes a block. The digests of a file take a two-thousandth of its size.
    static let blockSize = 64 << 10

    /// The file that is read.
    let file: ManifestFile
    private let expected: [UInt8]?
    private var offset = 0
    private var whole = SHA256()
    private var blocks: [UInt8] = []

    /// Starts the first pass.
    package init(first file: ManifestFile) {
        self.file = file
        expected = nil
    }

    /// Starts the second pass.
    init(second file: ManifestFile, expecting digest: ManifestDigest) throws(AuditError) {
        try file.checkUnchanged()
        self.file = file
        expected = digest.blocks
    }

    /// Reads the next block into `block`, which has `blockSize` bytes.
    /// - Returns: The number of bytes, 0 at the end of the file, again and again.
    func next(into block: inout [UInt8]) throws(AuditError) -> Int {
        let count = try file.read(into: &block, at: offset)
        let digest: SHA256.Digest? =
            count == 0
            ? nil : block.withUnsafeBytes { SHA256.hash(bytes: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        if let expected {
            let start = offset / Self.blockSize * ManifestDigest.size
            guard let digest else {
                if start < expected.count { throw file.changed }
                return 0
            }
            guard start + ManifestDigest.size <= expected.count,
                digest.elementsEqual(expected[start..<start + ManifestDigest.size])
            else { throw file.changed }
        } else if let digest {
            block.withUnsafeBytes { whole.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            blocks.append(contentsOf: digest)
        }
        // After a short block comes the end; a file that grows between the two reads must not be read on from the
        // middle of a block.
        offset += count == Self.blockSize || count == 0 ? count : Self.blockSize
        return count
    }

    /// Reads what the reader left, which must be nothing, and returns the digests of what was read.
    func finish() throws(AuditError) -> ManifestDigest {
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        guard try next(into: &block) == 0 else {
            throw AuditError(.internalError, "the reader stopped before the end", at: SourceLocation(file: file.path))
        }
        return ManifestDigest(sha256: Hexadecimal.text(whole.finalize()), blocks: blocks)
    }
}

extension SHA256 {
    /// The digest of a buffer.
    static func hash(bytes: UnsafeRawBufferPointer) -> SHA256.Digest {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        return hasher.finalize()
    }
}
