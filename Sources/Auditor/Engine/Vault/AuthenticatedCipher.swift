import AuditCore
import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces: the one place that calls it.
enum AuthenticatedCipher {
    /// Bytes of a key.
    static let keyLength = 32
    /// Bytes that sealing adds: nonce and tag.
    static let overhead = 12 + 16

    /// `nonce12 || ciphertext || tag16`, with a fresh random nonce. At most 2^32 calls a key (SP 800-38D 8.3): every
    /// key in this program seals far fewer.
    /// - Throws: `internal_error` for a key of another length.
    static func seal(_ plain: [UInt8], key: SymmetricKey, authenticating data: [UInt8]) throws(AuditError) -> [UInt8] {
        try seal(plain, key: key, nonce: AES.GCM.Nonce(), authenticating: data)
    }

    /// The same with a given nonce, for published test vectors.
    static func seal(
        _ plain: [UInt8], key: SymmetricKey, nonce: AES.GCM.Nonce, authenticating data: [UInt8]
    ) throws(AuditError) -> [UInt8] {
        guard key.bitCount == keyLength * 8,
            let box = try? AES.GCM.seal(plain, using: key, nonce: nonce, authenticating: data)
        else { throw AuditError(.internalError, "a value cannot be encrypted") }
        return Array(nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// What was sealed; nil for another key, other authenticated data or any changed byte, which cannot be told apart.
    static func open(_ sealed: some Collection<UInt8>, key: SymmetricKey, authenticating data: [UInt8]) -> [UInt8]? {
        guard key.bitCount == keyLength * 8, sealed.count >= overhead,
            let box = try? AES.GCM.SealedBox(combined: Array(sealed)),
            let plain = try? AES.GCM.open(box, using: key, authenticating: data)
        else { return nil }
        return Array(plain)
    }
}
