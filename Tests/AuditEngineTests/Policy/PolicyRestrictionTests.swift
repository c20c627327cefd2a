import AuditCore
import Testing

@testable import AuditEngine

/// `--matcher` as DESIGN.md 4.4 has it.
@Suite struct PolicyRestrictionTests {
    private let available = ["opencv", "dlib", "openvino"]

    @Test func withoutASelectionNothingChanges() throws {
        let policy = try Samples.policy("default")
        #expect(try policy.restricted(to: [], available: available).policy == policy)
    }

    @Test func thePolicysOrderStays() throws {
        let policy = try Samples.policy("default").restricted(to: ["dlib", "opencv"], available: available).policy
        #expect(policy.order == ["fused"])
        #expect(policy.veto == ["dlib"])
    }

    @Test func aPrimaryAloneLosesItsVeto() throws {
        let policy = try Samples.policy("default").restricted(to: ["opencv"], available: available).policy
        #expect(policy.matchers == ["opencv"])
        #expect(policy.veto == [])
    }

    @Test func aVetoAloneBecomesThePrimary() throws {
        let policy = try Samples.policy("default").restricted(to: ["dlib"], available: available).policy
        #expect(policy.order == ["dlib"])
        #expect(policy.veto == [])
        let approve = try #require(policy.thresholds["dlib"]?.approve)
        let result = PolicyEvaluator(policy).evaluate(.withRealNames(opencv: 0, dlib: approve + 1e-4))
        #expect(result.outcome == .review)
        #expect(result.comparisons.map(\.part) == [.deciding])
    }

    @Test func aMatcherWithoutAPartIsNoticed() throws {
        let result = try Samples.policy("default").restricted(to: ["opencv", "openvino"], available: available)
        #expect(result.policy.matchers == ["opencv"])
        #expect(result.notices.count == 1)
        #expect(result.notices.first?.contains("openvino") == true)
    }

    @Test func onlyMatchersWithoutAPartIsAConfigurationError() throws {
        let policy = try Samples.policy("default")
        let error = #expect(throws: AuditError.self) {
            try policy.restricted(to: ["openvino"], available: available)
        }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.code.exitStatus == .configuration)
        #expect(error?.message.contains("fused, dlib") == true)
    }

    @Test func anUnknownNameIsAUsageErrorWithAHint() throws {
        let policy = try Samples.policy("default")
        let error = #expect(throws: AuditError.self) { try policy.restricted(to: ["opencvv"], available: available) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("did you mean \"opencv\"?") == true)
    }
}
