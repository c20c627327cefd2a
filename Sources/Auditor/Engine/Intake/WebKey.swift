import AuditCore
import Crypto

/// The algorithms that a signature may have (RFC 7518, RFC 8037). `none` and those with a shared secret are not among
/// them: who could check such a token could also have made it.
public enum TokenAlgorithm: String, Codable, Sendable, CaseIterable {
    /// Ed25519.
    case edDSA = "EdDSA"
    /// ECDSA over P-256 with SHA-256.
    case es256 = "ES256"
}

/// A public key of a JSON Web Key Set (RFC 7517). Its type says which algorithm it can be used with: a token cannot
/// choose another.
package struct WebKey: Sendable {
    /// The key's id; nil when it has none.
    let id: String?
    private let material: Material

    private enum Material: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }

    /// The only algorithm that the key checks.
    var algorithm: TokenAlgorithm {
        switch material {
        case .ed25519: .edDSA
        case .p256: .es256
        }
    }

    /// An Ed25519 key of 32 bytes; nil for any other count.
    init?(id: String?, ed25519 bytes: [UInt8]) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return nil }
        self.id = id
        material = .ed25519(key)
    }

    /// Reads one JSON Web Key; nil for one that is not a public signature key of these algorithms, or has a private part.
    init?(_ json: StrictJSON) {
        guard let members = json.members, members["d"] == nil, let type = members["kty"]?.text,
            let x = members["x"]?.text.flatMap({ Base64URL.decode($0.utf8, limit: 32) }), x.count == 32,
            let curve = members["crv"]?.text, members["use"].map({ $0 == .string("sig") }) ?? true,
            members["key_ops"].map({ $0.texts?.contains("verify") ?? false }) ?? true
        else { return nil }
        switch (type, curve) {
        case ("OKP", "Ed25519"):
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else { return nil }
            material = .ed25519(key)
        case ("EC", "P-256"):
            // The key type checks that the point is on the curve.
            guard let y = members["y"]?.text.flatMap({ Base64URL.decode($0.utf8, limit: 32) }), y.count == 32,
                let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
            else { return nil }
            material = .p256(key)
        default: return nil
        }
        if let id = members["kid"] {
            guard let text = id.text else { return nil }
            self.id = text
        } else {
            id = nil
        }
        if let named = members["alg"], named != .string(algorithm.rawValue) { return nil }
    }

    /// Whether the key made this signature of these bytes.
    func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        // Both algorithms have signatures of 64 bytes (RFC 8032; RFC 7518 section 3.4: R and S, not DER).
        guard signature.count == 64 else { return false }
        switch material {
        case .ed25519(let key): return key.isValidSignature(signature, for: bytes)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: bytes)
        }
    }
}

/// The keys of a JSON Web Key Set file.
package struct WebKeySet: Sendable {
    /// The keys that can check a signature, in the file's order.
    package let keys: [WebKey]

    /// Reads a set (RFC 7517 section 5), or one key alone. A key of a kind that is not known is passed over, as the
    /// standard asks. Nil when it is not such a file, or when two keys that count have one id.
    package init?(_ bytes: [UInt8]) {
        guard let json = StrictJSON(bytes), let members = json.members else { return nil }
        let listed: [StrictJSON]
        switch members["keys"] {
        case .array(let items): listed = items
        case nil where members["kty"] != nil: listed = [json]
        default: return nil
        }
        keys = listed.compactMap { WebKey($0) }
        let ids = keys.compactMap(\.id)
        guard Set(ids).count == ids.count else { return nil }
    }
}
