import Crypto

/// What the log holds instead of a person's data: a value that only who has the salt can recompute, and that says nothing
/// once the salt is destroyed.
public enum LogCommitment {
    /// Bytes of a salt.
    public static let saltByteCount = 32

    /// HMAC-SHA256(salt, "idaudit/commit/v1" 00 || record in RFC 8785 form). Throws `LogError.malformed` for a salt of
    /// another length or a record that cannot be printed.
    public static func value(salt: [UInt8], record: CanonicalJSON) throws(LogError) -> MerkleHash {
        guard salt.count == saltByteCount else { throw .malformed("a commitment's salt has not 32 bytes") }
        // The label keeps the value from meaning anything in another protocol or version.
        let message = Array("idaudit/commit/v1\0".utf8) + (try record.bytes())
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: salt))
        return code.withUnsafeBytes { MerkleHash(digest: $0) }
    }
}
