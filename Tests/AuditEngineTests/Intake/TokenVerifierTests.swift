import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Tokens that are good, and tokens that somebody made who should not have.
@Suite struct TokenVerifierTests {
    private static let mint = TokenMint()
    private static let other = TokenMint()
    private static let settings = IntakeSettings.Token(
        isRequired: true, keys: "jwks.json", algorithms: [.edDSA], audience: "auditor",
        issuer: "https://onboarding.example", subjectClaims: ["email": "email", "phone": "phone_number"],
        methods: ["otp"], maxAgeSeconds: 7200)

    /// 2026-01-31T00:00:00Z, `date -u -d 2026-01-31 +%s`.
    private static let begin = 1_769_817_600

    /// Claims that are good on 2026-01-31 but for what is given.
    private static func claims(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "iss": "\"https://onboarding.example\"", "aud": "\"auditor\"", "exp": "\(begin + 3600)",
            "iat": "\(begin)", "nbf": "\(begin)", "email": "\"Ana@Example.org\"",
            "phone_number": "\"+351 900 000 001\"",
            "amr": "[\"pwd\",\"otp\"]",
        ]
        members.merge(changes) { $1 }
        let texts = members.sorted { $0.key < $1.key }.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{" + texts.joined(separator: ",") + "}"
    }

    private static func verdict(
        _ token: String?, day: String = "2026-01-31", email: String = "ana@example.org",
        settings: IntakeSettings.Token = settings
    ) throws -> IntakeVerdict {
        let keys = try #require(WebKeySet(Array(mint.keySet.utf8))).keys
        var personal = PersonalData()
        personal.append(name: "email", value: email)
        personal.append(name: "phone", value: "+351900000001")
        let request = VerificationRequest(
            requestID: "r", kind: .compare, personal: personal, token: token.map { RequestToken($0) })
        return TokenVerifier(settings: settings, keys: keys).verdict(of: request, on: try #require(CivilDate(day)))
    }

    private func codes(_ verdict: IntakeVerdict) -> [ReasonCode] {
        if case .failed(let reasons) = verdict { reasons.map(\.code) } else { [] }
    }

    @Test(
        arguments: [
            [:], ["aud": "[\"other\",\"auditor\"]"], ["nbf": nil], ["iat": "\(begin + 86_399)"],
            ["iat": "\(begin - 7199)"], ["exp": "\(begin + 1)"], ["exp": "\(begin).5"], ["exp": "1.8e9"],
            ["email": "\"ANA@EXAMPLE.ORG\""], ["phone_number": "\"+351 (900) 000-001\""],
            ["email_verified": "true", "phone_number_verified": "true"], ["email_verified": "true"],
            ["extra": "{\"deep\":[1,2,{\"x\":null}]}"],
        ] as [[String: String?]])
    func aGoodTokenPasses(changes: [String: String?]) throws {
        #expect(try Self.verdict(Self.mint.token(Self.claims(changes))) == .passed)
    }

    @Test(
        arguments: [
            (["aud": "\"other\""], .tokenInvalid), (["aud": "[\"other\",\"Auditor\"]"], .tokenInvalid),
            (["aud": "[\"auditor\",7]"], .tokenInvalid), (["aud": "[]"], .tokenInvalid), (["aud": nil], .tokenInvalid),
            (["iss": "\"https://onboarding.example/\""], .tokenInvalid), (["iss": nil], .tokenInvalid),
            (["exp": nil], .tokenInvalid), (["exp": "\"\(begin + 3600)\""], .tokenInvalid),
            (["exp": "-1"], .tokenInvalid),
            (["exp": "1e300"], .tokenInvalid), (["exp": "\(begin)"], .tokenExpired), (["exp": "0"], .tokenExpired),
            (["nbf": "\(begin + 86_400)"], .tokenInvalid), (["iat": "\(begin + 86_400)"], .tokenInvalid),
            (["iat": nil], .tokenInvalid), (["iat": "\(begin - 7200)"], .tokenExpired),
            (["email": "\"ana@example.com\""], .tokenMismatch), (["email": nil], .tokenMismatch),
            (["email": "[\"ana@example.org\"]"], .tokenMismatch),
            (["phone_number": "\"+351900000002\""], .tokenMismatch),
            // A Cyrillic letter that looks the same.
            (["email": "\"\\u0430na@example.org\""], .tokenMismatch), (["phone_number": "\"none\""], .tokenMismatch),
            (["amr": "[\"pwd\"]"], .tokenMethodMissing), (["amr": "\"otp\""], .tokenMethodMissing),
            (["jti": "7"], .tokenInvalid), (["amr": nil], .tokenMethodMissing),
            (["amr": "[\"OTP\"]"], .tokenMethodMissing),
        ] as [([String: String?], ReasonCode)])
    func aTokenThatSaysOtherThingsIsAnErrorOfItsOwnKind(changes: [String: String?], code: ReasonCode) throws {
        #expect(codes(try Self.verdict(Self.mint.token(Self.claims(changes)))) == [code])
    }

    /// Each differs from `ana@example.org` or `+351900000001` by something that a reader who tidies up does not see.
    @Test(arguments: [
        ("email", " ana@example.org"), ("email", "ana@example.org "), ("email", "ana@example.org\u{A0}"),
        ("email", "\u{3000}ana@example.org"), ("email", "ana\u{200B}@example.org"), ("email", "ana@example.org\\n"),
        ("email", "ana@example.org\u{FEFF}"), ("email", "an\u{AD}a@example.org"), ("email", "ana"),
        ("phone_number", "351900000001"), ("phone_number", "00351900000001"), ("phone_number", "+351900000001x"),
        ("phone_number", "+351900000001;ext=7"), ("phone_number", "+351900000001 ext. 7"),
        ("phone_number", "tel:+351900000001"), ("phone_number", "+3519000000010"), ("phone_number", "++351900000001"),
        ("phone_number", "+351\u{A0}900000001"), ("phone_number", "+\u{661}51900000001"),
        ("phone_number", "+0351900000001"),
    ])
    func aClaimThatOnlyLooksLikeTheRowsIsAnother(claim: String, value: String) throws {
        let verdict = try Self.verdict(Self.mint.token(Self.claims([claim: "\"\(value)\""])))
        #expect(codes(verdict) == [.tokenMismatch], "\(claim) \(value)")
    }

    @Test func aSignForKelvinIsNoLetter() throws {
        let token = try Self.mint.token(Self.claims(["email": "\"\u{212A}im@example.org\""]))
        #expect(codes(try Self.verdict(token, email: "kim@example.org")) == [.tokenMismatch])
    }

    @Test(arguments: ["false", "null", "\"true\"", "1"])
    func anAddressThatTheIssuerHasNotVerifiedIsSaid(verified: String) throws {
        let verdict = try Self.verdict(Self.mint.token(Self.claims(["email_verified": verified])))
        let detail = "the claim email is not verified, as its issuer says"
        #expect(verdict == .failed([Reason(.tokenMismatch, field: "email", detail: detail)]))
    }

    @Test(
        arguments: [
            (#","typ":"JWT""#, nil, true), (#","typ":"jwt""#, nil, true), (#","typ":"application/jwt""#, nil, true),
            ("", nil, true), (#","typ":"at+jwt""#, nil, false), (#","typ":"logout+jwt""#, nil, false),
            (#","typ":"""#, nil, false), (#","typ":7"#, nil, false), (#","typ":"JWT ""#, nil, false),
            (#","typ":"kyc+jwt""#, ["kyc+jwt"], true), (#","typ":"application/KYC+jwt""#, ["kyc+jwt"], true),
            ("", ["kyc+jwt"], false), (#","typ":"JWT""#, ["kyc+jwt"], false), ("", ["kyc+jwt", "JWT"], true),
            (#","zip":"DEF""#, nil, false),
        ] as [(String, [String]?, Bool)])
    func aTokenOfAnotherTypeIsInvalid(header: String, types: [String]?, isGood: Bool) throws {
        var settings = Self.settings
        settings.types = types
        let token = try Self.mint.token(Self.claims(), header: #"{"alg":"EdDSA","kid":"k1"\#(header)}"#)
        let verdict = try Self.verdict(token, settings: settings)
        #expect(codes(verdict) == (isGood ? [] : [.tokenInvalid]), "\(header)")
    }

    @Test func anAddressIsComparedInItsNormalForm() throws {
        // The same name in composed and in decomposed characters, and in capitals.
        let token = try Self.mint.token(Self.claims(["email": "\"JOS\\u00c9@example.org\""]))
        #expect(try Self.verdict(token, email: "jose\u{301}@example.org") == .passed)
        #expect(codes(try Self.verdict(token, email: "jose@example.org")) == [.tokenMismatch])
    }

    static let hostile: [(String, String)] = {
        let good = claims()
        let header = #"{"alg":"EdDSA","kid":"k1"}"#
        let token = (try? mint.token(good)) ?? ""
        let parts = token.split(separator: ".").map(String.init)
        func signed(_ header: String) -> String { (try? mint.token(good, header: header)) ?? "" }
        return [
            ("no algorithm", TokenMint.input(good, header: #"{"alg":"none"}"#) + "."),
            ("no algorithm, in capitals, with a signature", signed(#"{"alg":"NONE","kid":"k1"}"#)),
            ("no algorithm named", signed(#"{"kid":"k1"}"#)),
            (
                "the public key as a secret",
                TokenMint.coded(good, header: #"{"alg":"HS256","kid":"k1"}"#, secret: mint.publicBytes)
            ),
            (
                "the public key as a secret, called a signature",
                TokenMint.coded(good, header: header, secret: mint.publicBytes)
            ),
            ("the key of another algorithm", signed(#"{"alg":"ES256","kid":"k1"}"#)),
            (
                "swapped claims",
                parts[0] + "." + TokenMint.text(Array(claims(["email": "\"eve@example.org\""]).utf8)) + "." + parts[2]
            ),
            ("another service's token", (try? other.token(good, header: header)) ?? ""),
            ("another key id", signed(#"{"alg":"EdDSA","kid":"k2"}"#)),
            ("a key id that is no text", signed(#"{"alg":"EdDSA","kid":1}"#)),
            (
                "its own key in the header",
                (try? other.token(
                    good, header: #"{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"\#(other.x)"}}"#)) ?? ""
            ),
            ("an algorithm named twice", signed(#"{"alg":"EdDSA","kid":"k1","alg":"none"}"#)),
            ("an algorithm named twice, once escaped", signed(#"{"alg":"none","kid":"k1","\u0061lg":"EdDSA"}"#)),
            ("a critical parameter", signed(#"{"alg":"EdDSA","kid":"k1","crit":["exp"],"exp":1}"#)),
            ("an unencoded payload", signed(#"{"alg":"EdDSA","kid":"k1","b64":true,"crit":["b64"]}"#)),
            ("claims that stand twice", (try? mint.token(String(good.dropLast()) + ",\"aud\":\"auditor\"}")) ?? ""),
            ("claims that are a list", (try? mint.token("[\(good)]")) ?? ""),
            ("claims that are not UTF-8", parts[0] + ".gICA." + parts[2]),
            ("two parts", parts[0] + "." + parts[1]), ("five parts", token + ".a.b"), ("dots", ".."),
            ("a space", token + " "), ("padding", token + "="), ("no signature", parts[0] + "." + parts[1] + "."),
            ("a huge token", token + String(repeating: "A", count: 1 << 20)),
            ("huge claims", (try? mint.token(claims(["x": "\"\(String(repeating: "a", count: 20_000))\""]))) ?? ""),
            ("deep claims", (try? mint.token(claims(["x": String(repeating: "[", count: 5000)]))) ?? ""),
            ("no text", "\u{0}"),
        ]
    }()

    @Test(arguments: hostile) func aTokenThatNobodyShouldHaveMadeIsInvalid(title: String, token: String) throws {
        let verdict = try Self.verdict(token)
        #expect(codes(verdict) == [.tokenInvalid], "\(title)")
        guard case .failed(let reasons) = verdict, let detail = reasons.first?.detail else { return }
        #expect(!detail.contains(token.prefix(12)) && !detail.contains("example.org"))
    }

    @Test func aRowWithoutATokenIsAnErrorOnlyWhereOneIsRequired() throws {
        #expect(codes(try Self.verdict(nil)) == [.tokenMissing])
        var settings = Self.settings
        settings.isRequired = false
        #expect(try Self.verdict(nil, settings: settings) == .absent)
        #expect(codes(try Self.verdict("a.b.c", settings: settings)) == [.tokenInvalid])
    }

    @Test func aTokenIsGoodOnTheDaysThatItIsValidOn() throws {
        let token = try Self.mint.token(Self.claims())
        #expect(codes(try Self.verdict(token, day: "2026-01-30")) == [.tokenInvalid])
        #expect(try Self.verdict(token, day: "2026-01-31") == .passed)
        #expect(codes(try Self.verdict(token, day: "2026-02-01")) == [.tokenExpired])
    }

    /// `date -u -d DAY +%s`.
    @Test(arguments: [
        ("1970-01-01", 0), ("2000-02-29", 951_782_400), ("2000-03-01", 951_868_800), ("2026-01-31", 1_769_817_600),
        ("2100-03-01", 4_107_542_400), ("1969-12-31", -86_400), ("0001-01-01", -62_135_596_800),
    ]) func aDayBeginsAtItsMidnight(day: String, seconds: Int) {
        #expect(CivilDate(day)?.secondsSince1970 == seconds)
    }

    @Test func aTokenPrintsWithoutItsText() {
        let token = RequestToken("canary.token.text")
        var text = "\(token) \(String(reflecting: token)) "
        dump(VerificationRequest(requestID: "r", kind: .compare, token: token), to: &text)
        #expect(!text.contains("canary"))
    }
}
