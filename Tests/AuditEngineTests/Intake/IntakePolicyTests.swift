import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// The section `intake:` of a policy.
@Suite struct IntakePolicyTests {
    private static let token =
        "token: {required: true, keys: k.json, algorithms: [EdDSA], audience: a, subject_claims: {email: email}"

    private static func policy(_ intake: String) throws(AuditError) -> Policy {
        try parse(Samples.minimal + "intake:\n" + intake + "\n")
    }

    @Test func everySettingIsRead() throws {
        let policy = try Self.policy(
            """
              manifest_signature: {required: false, keys: [desk.vkey, more.jwks]}
              token:
                required: true
                keys: onboarding.jwks
                algorithms: [EdDSA, ES256]
                audience: identity-auditor
                issuer: https://onboarding.example.org
                subject_claims: {email: email, phone: phone_number, subject_id: sub}
                amr: [otp, face]
                max_age_seconds: 86400
            """)
        #expect(
            policy.intake
                == IntakeSettings(
                    manifestSignature: .init(isRequired: false, keys: ["desk.vkey", "more.jwks"]),
                    token: .init(
                        isRequired: true, keys: "onboarding.jwks", algorithms: [.edDSA, .es256],
                        audience: "identity-auditor", issuer: "https://onboarding.example.org",
                        subjectClaims: ["email": "email", "phone": "phone_number", "subject_id": "sub"],
                        methods: ["otp", "face"], maxAgeSeconds: 86_400)))
        let text = PolicyDescription(policy).text
        for part in [
            "of the manifest, if there is one", "key desk.vkey", "of every request", "EdDSA or ES256",
            "for the audience identity-auditor, issued by https://onboarding.example.org",
            "its claim phone_number is the row's phone", "its amr has otp, face", "at most 86400 s before",
        ] {
            #expect(text.contains(part), "\(part) is not in:\n\(text)")
        }
        let data = try JSONEncoder().encode(PolicyDescription(policy))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let intake = try #require(object["intake"] as? [String: [String: Any]])
        #expect(intake["token"]?["max_age_seconds"] as? Int == 86_400)
    }

    @Test func withoutTheSectionNothingIsAsked() throws {
        let policy = try parse(Samples.minimal)
        #expect(policy.intake == IntakeSettings())
        #expect(!PolicyDescription(policy).text.contains("intake"))
    }

    @Test(arguments: [
        ("  tokens: {}", "unknown key \"tokens\""),
        ("  \(token), audiences: b}", "unknown key \"audiences\", did you mean \"audience\"?"),
        ("  \(token.replacingOccurrences(of: "EdDSA", with: "none"))}", "expected EdDSA or ES256 or RS256, found none"),
        (
            "  \(token.replacingOccurrences(of: "EdDSA", with: "HS256"))}",
            "expected EdDSA, ES256 or RS256 (with a shared secret, who checks a token could also have made it), found HS256"
        ),
        ("  \(token.replacingOccurrences(of: "[EdDSA]", with: "[]"))}", "expected at least one of the algorithms"),
        ("  \(token.replacingOccurrences(of: "{email: email}", with: "{}"))}", "a claim for email, phone"),
        ("  \(token.replacingOccurrences(of: "email: email", with: "mail: email"))}", "did you mean \"email\"?"),
        ("  \(token.replacingOccurrences(of: "audience: a, ", with: ""))}", "expected the key \"audience\""),
        ("  \(token.replacingOccurrences(of: "required: true, ", with: ""))}", "expected the key \"required\""),
        ("  \(token), max_age_seconds: 0}", "expected whole seconds"), ("  \(token), amr: []}", "at least one of the"),
        ("  manifest_signature: {required: true}", "expected the key \"keys\""),
        ("  manifest_signature: {required: true, keys: []}", "expected at least one"),
    ])
    func aMistakeIsAnErrorWithItsLine(intake: String, message: String) {
        #expect {
            _ = try Self.policy(intake)
        } throws: { error in
            guard let error = error as? AuditError else { return false }
            return error.code == .policyInvalid && error.location?.line == 6 && error.message.contains(message)
        }
    }
}
