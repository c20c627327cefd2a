import AuditEngine
import Foundation

/// Tokens and what they are made of: what the strict reader takes for JSON another reader takes too, each value has one
/// base64url text, and no signature verifies that was not made.
enum TokenSurfaces {
    static let all = [
        FuzzSurface("json", check: checkJSON),
        FuzzSurface("token", check: checkToken),
        FuzzSurface("base64url", check: checkBase64URL),
    ]

    /// RFC 8037 appendix A.1, RFC 7515 appendix A.3, and the payloads of their signatures.
    private static let keySet = """
        {"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
        """
    private static let keys = WebKeySet(Array(keySet.utf8))?.keys ?? []
    private static let signed = [
        "Example of Ed25519 signing",
        "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}",
    ].map { Array($0.utf8) }

    private static func checkJSON(_ bytes: [UInt8]) throws {
        guard let json = StrictJSON(bytes) else { return }
        let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        try require(other != nil, "only the strict reader takes it for JSON")
        try require(json.members?.count == (other as? [String: Any])?.count, "another number of members")
        _ = WebKeySet(bytes)
    }

    private static func checkToken(_ bytes: [UInt8]) throws {
        try require(keys.count == 2, "the keys of the standards cannot be read")
        guard let token = WebSignature(bytes) else { return }
        try require(
            bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).count == 3, "not three parts")
        guard token.isSigned(byOneOf: keys, algorithms: TokenAlgorithm.allCases) else { return }
        try require(signed.contains(token.payload), "a payload verifies that was never signed")
    }

    private static func checkBase64URL(_ bytes: [UInt8]) throws {
        try require(Base64URL.decode(Base64URL.encode(bytes), limit: bytes.count) == bytes, "bytes do not come back")
        guard let decoded = Base64URL.decode(bytes, limit: 1000) else { return }
        try require(decoded.count <= 1000, "more bytes than the limit")
        try require(Base64URL.encode(decoded) == bytes, "a value has two texts")
    }
}
