import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// HKDF and HMAC with SHA-256: the one place that calls them for keys.
enum KeyDerivation {
    /// HKDF-SHA256 (RFC 5869). `info` separates purposes: keys of two purposes tell nothing about each other.
    static func derive(_ secret: SymmetricKey, salt: [UInt8] = [], info: String, count: Int = 32) -> SymmetricKey {
        derive(secret, salt: salt, info: Array(info.utf8), count: count)
    }

    /// The same with `info` as bytes.
    static func derive(_ secret: SymmetricKey, salt: [UInt8], info: [UInt8], count: Int) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, salt: salt, info: info, outputByteCount: count)
    }

    /// HMAC-SHA256 (RFC 2104), 32 bytes.
    static func authenticate(_ bytes: [UInt8], key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }
}

extension SymmetricKey {
    /// The key's bytes. For sealing and for libraries that take bytes; never for a record, a log or a message.
    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}
