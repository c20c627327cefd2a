import Crypto
import Synchronization

/// A secret from which each purpose gets a key of its own, for digests that nobody else can recompute: blind indexes and
/// request keys.
final class KeyedSecret: Sendable {
    private let secret: SymmetricKey
    private let derived = Mutex<[String: SymmetricKey]>([:])

    /// The secret of 32 random bytes.
    init(_ bytes: [UInt8]) { secret = SymmetricKey(data: bytes) }

    /// The secret itself, for wrapping.
    var bytes: [UInt8] { secret.bytes }

    /// HMAC-SHA256 of bytes, under HKDF-SHA256(secret, info: purpose); 32 bytes.
    func digest(_ purpose: String, _ bytes: [UInt8]) -> [UInt8] {
        let key = derived.withLock { keys in
            if let key = keys[purpose] { return key }
            let key = KeyDerivation.derive(secret, info: purpose)
            // Purposes are constants of this program; a bound all the same.
            if keys.count < 64 { keys[purpose] = key }
            return key
        }
        return KeyDerivation.authenticate(bytes, key: key)
    }
}
