import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// What every rule promises; a new rule is tested by being listed in `PolicyRules.builtIn`.
@Suite struct PolicyRuleTests {
    @Test(arguments: Example.all) func exampleHolds(_ case: Example) {
        let finding = `case`.rule.evaluate(RuleInput(`case`.example.evidence, `case`.example.policy))
        #expect(finding.state == `case`.example.state)
        #expect(finding.cause == `case`.example.cause?.rawValue)
        #expect(finding.reasons.map(\.code) == `case`.example.reasons)
    }

    @Test(arguments: Example.all) func givesOnlyTheReasonsThatItsDescriptorNames(_ case: Example) {
        #expect(Set(`case`.example.reasons).isSubset(of: `case`.rule.descriptor.reasons))
    }

    @Test func everyReasonOfAFaceOrAComparisonHasAnExample() {
        let shown = Set(Example.all.flatMap(\.example.reasons))
        let promised = Set(PolicyRules.builtIn.flatMap(\.descriptor.reasons))
        let photoFailures = promised.filter { $0.definition.severity == .error }
        #expect(promised.subtracting(shown).subtracting(photoFailures) == [])
    }

    @Test func everyReasonCodeBelongsToARuleOrToTheRow() {
        let row: Set<ReasonCode> = [
            .missingField, .invalidField, .duplicateRequestID, .requestQuarantined, .nameMixedScript,
        ]
        let promised = Set(PolicyRules.builtIn.flatMap(\.descriptor.reasons))
        #expect(promised.union(row) == Set(ReasonCode.allCases))
    }

    @Test func idsAreUniqueAndSnakeCase() {
        let ids = PolicyRules.builtIn.map(\.descriptor.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil, "\(id)") }
    }

    @Test func everyRuleFileIsRegistered() throws {
        let folder = GeneratedDocument.root.appending(path: "Sources/Auditor/Engine/Policy/Rules")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let registered = PolicyRules.builtIn.map { "\(type(of: $0)).swift" }
        #expect(files.sorted() == registered.sorted())
    }

    @Test(arguments: PolicyRules.builtIn.map(\.descriptor)) func speaksInSentences(_ descriptor: RuleDescriptor) {
        #expect(descriptor.summary.hasSuffix("."))
        #expect(!descriptor.title.hasSuffix("."))
    }
}

/// One example with its rule, as a test argument.
struct Example: Sendable, CustomTestStringConvertible {
    let rule: any PolicyRule
    let example: RuleExample

    var testDescription: String { "\(rule.descriptor.id): \(example.title)" }

    static let all = PolicyRules.builtIn.flatMap { rule in
        rule.examples.map { Example(rule: rule, example: $0) }
    }
}
