import AuditCore
import Testing

@Suite struct OutcomeTests {
    @Test func onlySufficientEvidenceRejects() {
        #expect(Severity.insufficient > .reject)
        #expect(Severity.error > .insufficient)
        #expect(Severity.allCases.max() == .error)
        #expect(Severity.insufficient.outcome == .review)
    }

    @Test(arguments: ReasonCode.allCases)
    func everyReasonHasSentencesForPeople(code: ReasonCode) {
        let definition = code.definition
        #expect(definition.reviewer.hasSuffix("."))
        if definition.severity != .info {
            #expect(definition.applicant?.hasSuffix(".") == true)
            #expect(definition.nextStep?.hasSuffix(".") == true)
        }
        #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
    }

    @Test(
        arguments: [
            (AuditError.Code.usage, 64), (.manifestInvalid, 65), (.manifestChanged, 65), (.inputMissing, 66),
            (.matcherUnavailable, 69), (.internalError, 70), (.outputNotWritable, 73), (.diskFull, 74), (.ioError, 74),
            (.locked, 75), (.interrupted, 75), (.policyInvalid, 78), (.modelMissing, 78), (.modelDigestMismatch, 78),
        ] as [(AuditError.Code, Int32)])
    func everyErrorCodeHasTheExitStatusOfTheDesign(code: AuditError.Code, status: Int32) {
        #expect(code.exitStatus.rawValue == status)
    }

    @Test func personalDataAndTemplatesPrintWithoutTheirValues() throws {
        var personal = PersonalData()
        personal.append(name: "email", value: "canary@example.org")
        let template = try #require(FaceTemplate([0.125, 0.25]))
        var texts = ["\(personal)", String(reflecting: personal), "\(template)", String(reflecting: template)]
        var dumped = ""
        dump(personal, to: &dumped)
        dump(template, to: &dumped)
        texts.append(dumped)
        for text in texts { #expect(!text.contains("canary") && !text.contains("0.125")) }
    }
}
