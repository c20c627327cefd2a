import Crypto
import Foundation

/// An onboarding service of a test: one Ed25519 key, and tokens of any header and claims.
public struct TokenMint: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// The key's id in the set.
    public let id: String

    /// A service with a new key.
    public init(id: String = "k1") {
        key = Curve25519.Signing.PrivateKey()
        self.id = id
    }

    /// The public key in base64url, as `x` of a JSON Web Key.
    public var x: String { Self.text(Array(key.publicKey.rawRepresentation)) }

    /// The JSON Web Key Set of the public key.
    public var keySet: String { #"{"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","kid":"\#(id)","x":"\#(x)"}]}"# }

    /// The public key's bytes, for an attacker who takes them for a shared secret.
    public var publicBytes: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// A token of this header and these claims, both JSON texts.
    public func token(_ claims: String, header: String? = nil) throws -> String {
        let input = Self.input(claims, header: header ?? #"{"alg":"EdDSA","typ":"JWT","kid":"\#(id)"}"#)
        return input + "." + Self.text(Array(try key.signature(for: Data(input.utf8))))
    }

    /// The same of a payload that is then taken out; `isPlain`: by RFC 7797.
    public func detached(_ payload: String, isPlain: Bool = false) throws -> String {
        let header = isPlain ? #"{"alg":"EdDSA","b64":false,"crit":["b64"]}"# : #"{"alg":"EdDSA"}"#
        let encoded = Self.text(Array(header.utf8))
        let input = encoded + "." + (isPlain ? payload : Self.text(Array(payload.utf8)))
        return encoded + ".." + Self.text(Array(try key.signature(for: Data(input.utf8))))
    }

    /// A token with a code of HMAC-SHA-256 instead of a signature.
    public static func coded(_ claims: String, header: String, secret: [UInt8]) -> String {
        let input = input(claims, header: header)
        let code = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: secret))
        return input + "." + text(Array(code))
    }

    /// Header and claims in base64url, joined by a dot.
    public static func input(_ claims: String, header: String) -> String {
        text(Array(header.utf8)) + "." + text(Array(claims.utf8))
    }

    /// Base64url without padding.
    public static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
