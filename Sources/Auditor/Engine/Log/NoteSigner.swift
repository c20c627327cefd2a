import Crypto

/// The private half of a key that signs notes. Prints without the key.
public struct NoteSigner: Sendable, CustomStringConvertible, CustomReflectable {
    /// The public half.
    public let verifier: NoteVerifier
    private let key: Curve25519.Signing.PrivateKey

    /// A key of its name and its 32-byte seed (the private key of RFC 8032). Throws `LogError.malformed` for any other
    /// count or a name that no note can carry.
    public init(name: String, seed: some Collection<UInt8>) throws(LogError) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed)) else {
            throw .malformed("the signing key has not 32 bytes")
        }
        self.key = key
        verifier = try NoteVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// The seed of a new key, from the system's random numbers.
    public static func newSeed() -> [UInt8] { Array(Curve25519.Signing.PrivateKey().rawRepresentation) }

    /// The public half's text.
    public var description: String { "signer of \(verifier)" }

    /// Nothing, so that no dump of a value shows the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    func sign(_ text: [UInt8]) throws(LogError) -> SignedNote.Signature {
        guard let signature = try? key.signature(for: text) else { throw .malformed("the text cannot be signed") }
        return SignedNote.Signature(name: verifier.name, keyID: verifier.keyID, bytes: Array(signature))
    }
}
