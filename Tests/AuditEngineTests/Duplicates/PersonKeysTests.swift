import AuditCore
import Testing

@testable import AuditEngine

/// When two requests say that they are from one person.
@Suite struct PersonKeysTests {
    private func keys(_ subject: String? = nil, _ fields: [String: String] = [:]) -> PersonKeys {
        var personal = PersonalData()
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { personal.append(name: name, value: value) }
        return PersonKeys(subjectID: subject, personal)
    }

    @Test func theSurestCommonKeyDecides() {
        let first = keys("s1", ["national_id": "AB-1", "full_name": "Ada One"])
        #expect(first.isSame(as: keys("s1", ["national_id": "CD-2"])))
        #expect(!first.isSame(as: keys("s2", ["national_id": "AB-1"])))
        #expect(first.isSame(as: keys(nil, ["national_id": "ab1", "full_name": "Bea Two"])))
    }

    @Test(arguments: [("Zoë  Müller", "MULLER Zoe"), ("Ada-Lovelace", "ada lovelace")])
    func oneNameIsWrittenInSeveralWays(a: String, b: String) {
        #expect(keys(nil, ["full_name": a]).isSame(as: keys(nil, ["full_name": b])))
    }

    @Test func theSameNameWithAnotherBirthdayIsAnotherPerson() {
        let one = keys(nil, ["full_name": "Ada One", "date_of_birth": "1990-01-01"])
        #expect(!one.isSame(as: keys(nil, ["full_name": "Ada One", "date_of_birth": "1991-01-01"])))
        #expect(one.isSame(as: keys(nil, ["full_name": "Ada One"])))
    }

    @Test func whoSaysNothingIsNobodyInParticular() {
        #expect(!keys().isSame(as: keys()))
        #expect(!keys().isComparable(with: keys("s1")))
    }

    @Test func aKeyThatIsInQuestionIsNotAsked() {
        let one = keys(nil, ["national_id": "AB-1", "full_name": "Ada One"])
        let other = keys(nil, ["national_id": "AB-1", "full_name": "Bea Two"])
        #expect(one.isSame(as: other) && !one.isSame(as: other, ignoring: .nationalID))
    }

    @Test func neverPrintsWhoItIs() {
        #expect(!"\(keys("secret", ["full_name": "Ada One"]))".contains("secret"))
    }
}
