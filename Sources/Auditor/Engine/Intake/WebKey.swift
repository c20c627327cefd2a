import AuditCore
import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The algorithms that a signature may have (RFC 7518, RFC 8037). `none` and those with a shared secret are not among
/// them: who could check such a token could also have made it.
public enum TokenAlgorithm: String, Codable, Sendable, CaseIterable {
    /// Ed25519.
    case edDSA = "EdDSA"
    /// ECDSA over P-256 with SHA-256.
    case es256 = "ES256"
    /// RSASSA-PKCS1-v1_5 with SHA-256, keys of 2,048 to 8,192 bits: what most identity providers still sign with.
    case rs256 = "RS256"
}

/// A public key of a JSON Web Key Set (RFC 7517) or a PEM file. Its type says which algorithm it can be used with: a token cannot
/// choose another.
package struct WebKey: Sendable {
    /// The key's id; nil when it has none.
    let id: String?
    private let material: Material

    fileprivate enum Material: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case rsa(_RSA.Signing.PublicKey)
    }

    /// The only algorithm that the key checks.
    var algorithm: TokenAlgorithm {
        switch material {
        case .ed25519: .edDSA
        case .p256: .es256
        case .rsa: .rs256
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
        guard let members = json.members, members["d"] == nil, members["use"].map({ $0 == .string("sig") }) ?? true,
            members["key_ops"].map({ $0.texts?.contains("verify") ?? false }) ?? true,
            let material = Material(members)
        else { return nil }
        self.material = material
        if let id = members["kid"] {
            guard let text = id.text else { return nil }
            self.id = text
        } else {
            id = nil
        }
        if let named = members["alg"], named != .string(algorithm.rawValue) { return nil }
    }

    /// Reads a public key in PEM, as `openssl pkey -pubout` writes it (RFC 7468 section 13); nil for any other text, and for
    /// a key of another kind or size. Such a key has no id.
    init?(pem text: String) {
        guard text.hasPrefix("-----BEGIN PUBLIC KEY-----") else { return nil }
        id = nil
        if let key = try? Curve25519.Signing.PublicKey(pemRepresentation: text) {
            material = .ed25519(key)
        } else if let key = try? P256.Signing.PublicKey(pemRepresentation: text) {
            material = .p256(key)
        } else if let key = try? _RSA.Signing.PublicKey(pemRepresentation: text), key.keySizeInBits <= 8192 {
            material = .rsa(key)
        } else {
            return nil
        }
    }

    /// Whether the key made this signature of these bytes.
    func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        if case .rsa(let key) = material {
            // RFC 8017 section 8.2.2: as long as the modulus.
            guard signature.count == (key.keySizeInBits + 7) / 8 else { return false }
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: bytes, padding: .insecurePKCS1v1_5)
        }
        // The others have signatures of 64 bytes (RFC 8032; RFC 7518 section 3.4: R and S, not DER).
        guard signature.count == 64 else { return false }
        switch material {
        case .rsa: return false
        case .ed25519(let key): return key.isValidSignature(signature, for: bytes)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: bytes)
        }
    }
}

extension WebKey.Material {
    /// Nil for what is not a whole public key (RFC 7518 section 6, RFC 8037 section 2).
    fileprivate init?(_ members: [String: StrictJSON]) {
        func bytes(_ name: String, limit: Int) -> [UInt8]? {
            members[name]?.text.flatMap { Base64URL.decode($0.utf8, limit: limit) }
        }
        switch (members["kty"]?.text, members["crv"]?.text) {
        case ("OKP", "Ed25519"):
            guard let x = bytes("x", limit: 32), x.count == 32,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { return nil }
            self = .ed25519(key)
        case ("EC", "P-256"):
            // The key type checks that the point is on the curve.
            guard let x = bytes("x", limit: 32), x.count == 32, let y = bytes("y", limit: 32), y.count == 32,
                let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
            else { return nil }
            self = .p256(key)
        case ("RSA", nil):
            // Without leading zeros, so one text a key; the key type refuses fewer than 2,048 bits.
            guard let n = bytes("n", limit: 1024), n.first.map({ $0 > 0 }) ?? false, let e = bytes("e", limit: 4),
                e.first.map({ $0 > 0 }) ?? false, let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            self = .rsa(key)
        default: return nil
        }
    }
}

/// The keys of a file of keys: a JSON Web Key Set, or public keys in PEM.
package struct WebKeySet: Sendable {
    /// The keys that can check a signature, in the file's order.
    package let keys: [WebKey]

    /// Reads a set (RFC 7517 section 5), one key alone, or PEM blocks, of which every one must be a usable key. A key of a kind that is not known is passed over, as the
    /// standard asks. Nil when it is not such a file, or when two keys that count have one id.
    package init?(_ bytes: [UInt8]) {
        if bytes.starts(with: Array("-----BEGIN".utf8)) {
            guard let keys = Self.pemKeys(bytes) else { return nil }
            self.keys = keys
            return
        }
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

    private static func pemKeys(_ bytes: [UInt8]) -> [WebKey]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var blocks: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----BEGIN") { blocks.append("") }
            blocks[blocks.count - 1] += line + "\n"
        }
        let keys = blocks.compactMap { WebKey(pem: $0) }
        return keys.count == blocks.count ? keys : nil
    }
}
