import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// What `auditor policy show` and `auditor policy check` say.
@Suite struct PolicyDescriptionTests {
    @Test func textSaysBandsDirectionsAndSources() throws {
        let text = PolicyDescription(try Samples.policy("default")).text
        for part in [
            "policy default", "log_likelihood_ratio, higher is more similar; deciding",
            "euclidean, lower is more similar; veto", "cosine, higher is more similar; component", "default.yaml:",
            "approve at FMR 0.1 %", "reject at FMR 5 %", "at least 24.0 pixels", "sharpness     at least 10.0",
            "brightness    informs only",
            "Example Bank <identity@example.org>", "document      off",
        ] {
            #expect(text.contains(part), "\(part) is not in:\n\(text)")
        }
        #expect(!text.contains("warnings"))
    }

    @Test func jsonHasASchemaAndNativeUnits() throws {
        let data = try JSONEncoder().encode(PolicyDescription(try Samples.policy("kyc")))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["schema_version"] as? Int == 1)
        #expect(object["schema"] as? String == "identity-auditor/policy")
        #expect((object["checks"] as? [String: String])?["duplicates"] == "review")
        let bands = try #require(object["matchers"] as? [[String: Any]])
        #expect(bands.map { $0["matcher"] as? String } == ["fused", "dlib", "opencv"])
        let rates = bands.map { ($0["approve_rate"] as? [String: Any])?["asked"] as? Double }
        #expect(rates == [0.001, 0.001, 0.001])
    }

    @Test(arguments: [
        ("default", []), ("documents", []), ("human-review", []),
        ("strictest", ["dlib: no score reaches", "fused: no score reaches", "opencv: no score reaches"]),
        ("kyc", []),
    ]) func warnsOfWhatSomeoneShouldKnow(name: String, parts: [String]) throws {
        let warnings = PolicyLinter.findings(in: try Samples.policy(name))
        #expect(warnings.allSatisfy { $0.severity == .warning })
        #expect(warnings.count == parts.count)
        for (warning, part) in zip(warnings, parts) { #expect(warning.message.contains(part)) }
    }

    @Test func warnsOfMissingLimitsUnusedBandsAndAFreePass() throws {
        let text = Samples.minimal.replacingOccurrences(
            of: "{approve: 0.5, reject: 0.3}", with: "{approve: -1, reject: -2}, other: {approve: 2, reject: 1}")
        let messages = PolicyLinter.findings(in: try parse(text)).map(\.message).joined(separator: "\n")
        for part in [
            "every score reaches", "other: has thresholds, but", "min_inter_eye_distance", "multiple_faces", "no mail",
        ] {
            #expect(messages.contains(part), "\(part) is not in:\n\(messages)")
        }
    }

    @Test(arguments: [
        (0.12345, 4, "0.1235"), (-0.5, 0, "-1"), (0, 2, "0.00"), (-0.001, 2, "0.00"), (12.5, 1, "12.5"),
        (1e300, 2, "1e+300"), (0.05, 1, "0.1"), (99.995, 2, "100.00"),
    ]) func numbersAreFixed(value: Double, digits: Int, text: String) {
        #expect(NumberText.fixed(value, digits: digits) == text)
    }

    @Test(
        arguments: [
            ("opncv", "opencv"), ("dlbi", "dlib"), ("qualty", "quality"), ("x", nil), ("matchers", nil),
        ] as [(String, String?)]) func suggestsTheNearestName(name: String, nearest: String?)
    {
        #expect(NearestName.of(name, among: ["opencv", "dlib", "quality"]) == nearest)
    }
}
