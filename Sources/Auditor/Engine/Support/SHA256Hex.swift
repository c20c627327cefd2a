import AuditCore
import Crypto

/// SHA-256 digests as the lower-case hexadecimal text that every record uses.
public enum SHA256Hex {
    /// The digest of bytes.
    public static func digest(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(bytes))
        }
        return Hexadecimal.text(hash.finalize())
    }

    /// The digest of named parts. Each part goes in with its length before it, so that no two lists of parts give the
    /// same bytes.
    public static func digest(parts: [String]) -> String {
        var hash = SHA256()
        for part in parts {
            let bytes = Array(part.utf8)
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        return Hexadecimal.text(hash.finalize())
    }
}
