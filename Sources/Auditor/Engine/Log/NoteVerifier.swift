import AuditCore
import Crypto

/// The public half of a key that signs notes: an Ed25519 key (RFC 8032) and its name.
public struct NoteVerifier: Sendable, Hashable, CustomStringConvertible {
    /// The key's name; a log's is its origin.
    public let name: String
    /// The public key, 32 bytes.
    public let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name || 0A || 01 || public key).
    public let keyID: [UInt8]

    /// A key of its name and 32 bytes. Throws `LogError.malformed` for any other count or a name that no note can carry.
    public init(name: String, publicKey: some Collection<UInt8>) throws(LogError) {
        guard NoteFormat.isName(name) else { throw .malformed("the key's name is empty or has a space or a plus") }
        guard publicKey.count == 32 else { throw .malformed("the public key has not 32 bytes") }
        self.name = name
        self.publicKey = Array(publicKey)
        let key = Array(name.utf8) + [NoteFormat.newline, NoteFormat.ed25519] + publicKey
        keyID = Array(SHA256.hash(data: key).prefix(4))
    }

    /// Reads the form `name+hex8+base64`, as `description` prints it. Throws `LogError.malformed`, also when the key id is
    /// not that of the key.
    public init(parsing text: some Collection<UInt8>) throws(LogError) {
        guard text.count <= NoteFormat.maximumBytes else { throw .malformed("the verification key is too long") }
        // The base64 may have plus signs too; the name has none.
        let parts = text.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = NoteFormat.name(parts[0]),
            let key = StrictBase64.decode(parts[2], limit: 33), key.count == 33
        else { throw .malformed("the verification key is not of the form name+hash+key") }
        guard key[0] == NoteFormat.ed25519 else { throw .malformed("the verification key is not an Ed25519 key") }
        try self.init(name: name, publicKey: key[1...])
        guard parts[1].elementsEqual(Hexadecimal.text(keyID).utf8) else {
            throw .malformed("the verification key's hash does not belong to it")
        }
    }

    /// `name+hex8+base64`: the name, the key id in hexadecimal, and 01 || public key in base64.
    public var description: String {
        "\(name)+\(Hexadecimal.text(keyID))+\(StrictBase64.encode([NoteFormat.ed25519] + publicKey))"
    }

    /// Whether the key made this signature of these bytes.
    func isValid(signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard signature.count == 64,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: bytes)
    }

    /// Equal bytes, not equal characters.
    public static func == (one: Self, other: Self) -> Bool {
        one.publicKey == other.publicKey && NoteFormat.equal(one.name, other.name)
    }

    /// Agrees with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(publicKey) }
}
