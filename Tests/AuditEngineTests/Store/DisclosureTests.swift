import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// A report with personal data in clear leaves a leaf, and nothing else; digests of request ids are the run's own.
@Suite struct DisclosureTests {
    @Test func leavesALeafThatVerifiesAndNoCheckpointOfARunChanges() throws {
        let logged = try LoggedStore()
        let store = try AuditStore(path: logged.path, mustExist: true, master: .testing)
        let (run, size) = (try store.finishedRun(id: 1), try store.logSize())
        let checkpoint = try store.checkpoint(run: 1)
        for _ in 1...2 { try store.recordDisclosure(of: run, profile: .auditor, at: LoggedStore.time) }
        #expect(try store.logSize() == size + 2)
        #expect(try store.checkpoint(run: 1) == checkpoint)
        let found = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
        #expect(found.holds && found.uncovered == 0, "\(found.findings)")
        try store.close()
        let text = try logged.tamper { database in
            try String(
                decoding: Data.fetchAll(database, sql: "SELECT body FROM log_leaf ORDER BY position DESC LIMIT 1")[0],
                as: UTF8.self)
        }
        let expected =
            #"{"profile":"auditor","requests":12,"run":0,"time":"2026-03-01T02:00:00Z","type":"disclosure","version":1}"#
        #expect(text == expected)
    }

    @Test(arguments: [("run", 1), ("requests", 13)])
    func aLeafThatIsAboutNoFinishedRunIsFound(field: String, value: Int) throws {
        let logged = try LoggedStore()
        let store = try AuditStore(path: logged.path, mustExist: true, master: .testing)
        let leaf = DisclosureLeaf(
            run: field == "run" ? value : 0, profile: "auditor", requests: field == "requests" ? value : 12,
            time: LoggedStore.time)
        try store.write { database in
            var log = try LogAppender(database, store.keys())
            _ = try log.append(.disclosure(leaf))
            try log.save()
        }
        try store.signCheckpoint()
        let found = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
        #expect(found.findings.map(\.code) == [.leafInvalid])
        try store.close()
    }

    @Test func aRunThatIsNotFinishedIsNotDisclosed() throws {
        let logged = try LoggedStore()
        let store = try AuditStore(path: logged.path, mustExist: true, master: .testing)
        let unfinished = try #require(try store.runs().first { $0.state == .unfinished })
        #expect(throws: AuditError.self) {
            try store.recordDisclosure(of: unfinished, profile: .auditor, at: LoggedStore.time)
        }
        try store.close()
    }

    @Test func digestsOfRequestIdsAreTheSameInARunAndOthersInAnotherRunOrDatabase() throws {
        let logged = try LoggedStore()
        func digests(run: Int) throws -> [String] {
            let store = try AuditStore(path: logged.path, mustExist: true, master: .testing)
            let digest = try store.requestDigest(in: try store.finishedRun(id: run))
            try store.close()
            return ["ONB-2026-00001", "ONB-2026-00002", ""].map(digest)
        }
        let first = try digests(run: 1)
        #expect(try digests(run: 1) == first)
        let second = try digests(run: 2)
        #expect(Set(first + second).count == 6)
        #expect(first.allSatisfy { $0.count == 16 && $0.allSatisfy(\.isHexDigit) })
        let store = try AuditStore(path: logged.path, mustExist: true, master: nil)
        let run = try store.finishedRun(id: 1)
        #expect(throws: AuditError.self) { _ = try store.requestDigest(in: run) }
        try store.close()
    }
}
