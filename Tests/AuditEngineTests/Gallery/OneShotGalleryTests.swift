import AuditCore
import AuditTesting
import Testing

@testable import AuditEngine

/// Single photos under a policy that asks for everything that looks at others.
@Suite struct OneShotGalleryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    @Test func listsAreLookedUpAndWhatIsNotSaysWhy() async throws {
        let text = """
            schema_version: 1
            name: one
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: 0.95, reject: 0.5}}
            checks: {duplicates: on, velocity: on, lists: on}
            gallery: on
            """
        let policy = try PolicyFile.parse(
            Array(text.utf8), file: "p.yaml", sha256: SHA256Hex.digest(Array(text.utf8))
        ) { _ in nil }
        let store = try AuditStore(path: folder.file("one.sqlite"), master: .testing)
        let entry = ListEntry(
            list: .block, content: .field(.email, "bad@example.org"), owner: "o", reason: "r",
            expires: "2027-01-01T00:00:00Z")
        try store.addListEntry(entry, at: "2026-01-01T00:00:00Z")
        let desk = try OneShotGallery(
            policy: policy, matchers: [CountingMatcher()], source: store, lists: (store, "2026-01-31T00:00:00Z"))
        func ask(_ email: String) async throws -> OneShotGallery.Answer {
            var personal = PersonalData()
            personal.append(name: "email", value: email)
            return try await desk.ask(.enrol, [0xff, 0xd8, 0xff, 0, 7, 1], subjectID: " m-1 ", personal: personal)
        }
        let blocked = try await ask("Bad@example.org")
        #expect(blocked.record.outcome == .review && blocked.enrolment == nil)
        #expect(blocked.record.reasons.map(\.code) == [.onBlockList])
        let good = try await ask("good@example.org")
        #expect(good.enrolment?.subjectID == "m-1")
        for record in [blocked.record, good.record] {
            let checks = Dictionary(uniqueKeysWithValues: record.checks.map { ($0.id, $0) })
            #expect(checks["duplicates"] == CheckResult(id: "duplicates", state: .notRun, cause: "no_run"))
            #expect(checks["velocity"] == CheckResult(id: "velocity", state: .notRun, cause: "no_run"))
            #expect(checks["lists"]?.state == (record == blocked.record ? .review : .passed))
        }
    }
}
