import AuditTesting
import Testing

@testable import AuditEngine

/// Signatures of the standards.
@Suite struct WebSignatureTests {
    /// RFC 8037 appendix A.1 and A.4.
    private static let ed25519 = Vector(
        key: #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        token: "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dW"
            + "bhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        payload: "Example of Ed25519 signing", algorithm: .edDSA)
    /// RFC 7515 appendix A.3.
    private static let p256 = Vector(
        key: #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
            + #""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
        token: "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2"
            + "90Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        payload: "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}", algorithm: .es256
    )

    /// RFC 7515 appendix A.2.
    private static let rsa = Vector(
        key: #"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPC"#
            + "JrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSX"
            + "ndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvU"
            + #"K-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#,
        token: "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2"
            + "90Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
            + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0Ga"
            + "rZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98"
            + "rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
        payload: "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}", algorithm: .rs256
    )

    struct Vector: Sendable {
        let key: String
        let token: String
        let payload: String
        let algorithm: TokenAlgorithm
    }

    @Test(arguments: [ed25519, p256, rsa]) func theSignaturesOfTheStandardsVerify(vector: Vector) throws {
        let keys = try #require(WebKeySet(Array(vector.key.utf8))).keys
        let signed = try #require(WebSignature(vector.token.utf8))
        #expect(String(decoding: signed.payload, as: UTF8.self) == vector.payload)
        #expect(signed.isSigned(byOneOf: keys, algorithms: TokenAlgorithm.allCases))
        let others = TokenAlgorithm.allCases.filter { $0 != vector.algorithm }
        #expect(!signed.isSigned(byOneOf: keys, algorithms: others))
        #expect(!signed.isSigned(detached: signed.payload, byOneOf: keys, algorithms: TokenAlgorithm.allCases))
    }

    @Test(arguments: [ed25519, p256, rsa]) func everyChangedByteIsNoticed(vector: Vector) throws {
        let keys = try #require(WebKeySet(Array(vector.key.utf8))).keys
        let token = Array(vector.token.utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let signed = WebSignature(changed)
            #expect(signed?.isSigned(byOneOf: keys, algorithms: TokenAlgorithm.allCases) != true, "byte \(index)")
        }
    }

    /// Ed25519: RFC 8410 section 10.1. The others were made by `openssl genpkey` and `openssl pkey -pubout`.
    @Test func publicKeysInPEMAreRead() throws {
        let ed25519 = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----

            """
        #expect(
            WebKeySet(Array((ed25519 + PEMSamples.p256 + PEMSamples.rsa2048).utf8))?.keys.map(\.algorithm)
                == [.edDSA, .es256, .rs256])
        for refused in [PEMSamples.rsa1024, PEMSamples.secret, "-----BEGIN PUBLIC KEY-----\n"] {
            #expect(WebKeySet(Array((ed25519 + refused).utf8)) == nil)
        }
        #expect(
            WebKey(pem: ed25519)?.isValid([UInt8](repeating: 0, count: 64), of: []) == false)
    }

    /// RFC 7515 appendix C has the first; the others are other spellings of it or none.
    @Test(
        arguments: [
            ("A-z_4ME", [3, 236, 255, 224, 193]), ("A-z_4ME=", nil), ("A+z/4ME", nil), ("A-z_4MF", nil), ("A-z_4", nil),
            ("A-z_ 4ME", nil), ("", []),
        ] as [(String, [UInt8]?)])
    func base64URLHasOneSpelling(text: String, bytes: [UInt8]?) {
        #expect(Base64URL.decode(text.utf8, limit: 100) == bytes)
        if let bytes { #expect(Base64URL.encode(bytes) == Array(text.utf8)) }
    }

    @Test(arguments: [
        #"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#,
        #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"enc"}]}"#,
        #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"ES256"}]}"#,
        #"{"keys":[{"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
        #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQ"}]}"#,
        #"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#
            + #""y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}]}"#,
        // RFC 8037 appendix A.1 with its private part, which has no place among public keys.
        #"{"keys":[{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","#
            + #""x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
    ]) func keysThatCannotCheckASignatureArePassedOver(set: String) throws {
        #expect(try #require(WebKeySet(Array(set.utf8))).keys.isEmpty)
    }

    @Test(arguments: [
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":{\"b\":1,\"b\":2}}", "[1,]", "{\"a\":01}",
        "\"\\ud800\"",
        "\"\u{1}\"", "1 2", "nul", "", "{\"a\" 1}", "1e999", "+1", "'a'", String(repeating: "[", count: 100),
    ]) func jsonThatIsAmbiguousOrNoneIsRefused(text: String) {
        #expect(StrictJSON(Array(text.utf8)) == nil)
    }

    @Test func jsonIsReadByItsStandard() throws {
        let text = " {\"a\": [1, -2.5e1, true, false, null], \"b\\n\": \"\\ud83d\\ude00\\/\", \"c\": {}, \"d\": []} "
        #expect(
            StrictJSON(Array(text.utf8))
                == .object([
                    "a": .array([.number(1), .number(-25), .bool(true), .bool(false), .null]),
                    "b\n": .string("\u{1F600}/"), "c": .object([:]), "d": .array([]),
                ]))
    }
}
