import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// Whoever rewrites a log without its keys, however consistently, is noticed, and nothing of it is ever signed.
@Suite struct ForgeryTests {
    private func key(_ store: LoggedStore) throws -> String {
        try store.tamper { try String.fetchOne($0, sql: "SELECT public_key FROM log_state") ?? "" }
    }

    private func verify(_ store: LoggedStore, key: String? = nil) throws -> LogVerification {
        let opened = try AuditStore(path: store.path, mustExist: true, master: nil)
        let found = try StoredLogVerifier(store: opened).verify(trusted: [], key: key)
        try opened.close()
        return found
    }

    private func refusal(_ store: LoggedStore) -> AuditError.Code? {
        do {
            try AuditStore(path: store.path, mustExist: true, master: .testing).close()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func aLogRewrittenWithoutCheckpointsDoesNotHold() throws {
        let store = try LoggedStore()
        let key = try key(store)
        try store.tamper { database in
            try Forger.approve(database)
            try Forger.settle(database)
            try database.execute(sql: "DELETE FROM log_checkpoint")
        }
        try FileManager.default.removeItem(atPath: store.path + ".checkpoint")
        let found = try verify(store)
        #expect(Set(found.findings.map(\.code)) == [.endNotCovered])
        let pinned = try verify(store, key: key)
        #expect(Set(pinned.findings.map(\.code)) == [.endNotCovered, .unsigned])
        #expect(!found.isUnreadable && !pinned.isUnreadable)
        #expect(refusal(store) == .logMismatch)
    }

    /// With its checkpoints the forged log is found by its root; opened for a run, it is not signed either.
    @Test func aLogRewrittenUnderItsCheckpointsIsNotContinued() throws {
        let store = try LoggedStore()
        try store.tamper { database in
            try Forger.approve(database)
            try Forger.settle(database)
        }
        #expect(try verify(store).findings.contains { $0.code == .rootMismatch })
        #expect(refusal(store) == .logMismatch)
    }

    @Test(arguments: [
        LogLeaf.end(EndLeaf(run: 0, counts: [:], finished: "")), .withdrawal(WithdrawalLeaf(run: 0)),
        .erasure(ErasureLeaf(decisions: [1], subjects: [], evidence: "", cause: "request", time: "")),
        .disclosure(DisclosureLeaf(run: 0, profile: "auditor", requests: 12, time: "")),
        .decision(
            DecisionLeaf(run: 0, row: 13, outcome: "approved", reasons: [], scores: [], evidence: "", commitment: "")),
    ])
    func aLeafThatSomebodyAppendsIsFoundAndNotSigned(leaf: LogLeaf) throws {
        let store = try LoggedStore()
        try store.tamper { database in
            try Forger.append(leaf, database)
            try Forger.settle(database)
        }
        #expect(try verify(store).findings.contains { $0.code == .endNotCovered })
        #expect(refusal(store) == .logMismatch)
    }

    /// A key that signed nothing here is no key of this log, whatever else holds.
    @Test func anUnsignedLogNeverHoldsForAKeyThatWasGiven() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.file("audit.sqlite")
        let store = try AuditStore(path: path, master: .testing)
        try LoggedStore.run(2, of: 4, seed: 1, in: store)
        let believed = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
        #expect(believed.holds && believed.uncovered == 3)
        let pinned = try StoredLogVerifier(store: store).verify(trusted: [], key: try store.logKey())
        #expect(pinned.findings.map(\.code) == [.unsigned])
        try store.close()
    }

    @Test func aNumberOfKeysThatWereNeverMadeIsFound() throws {
        let store = try LoggedStore()
        try store.tamper { try $0.execute(sql: "UPDATE log_state SET last_key = 999") }
        #expect(try verify(store).findings.map(\.code) == [.recordMismatch])
        #expect(refusal(store) == .logMismatch)
    }

    @Test(arguments: [
        "CREATE TRIGGER hide AFTER INSERT ON decision BEGIN DELETE FROM decision WHERE id = new.id; END",
        "CREATE VIEW honest AS SELECT * FROM decision",
    ])
    func anObjectThatIsNotOursIsRefusedAtOpening(sql: String) throws {
        let store = try LoggedStore()
        try store.tamper { try $0.execute(sql: sql) }
        #expect(refusal(store) == .logMismatch)
    }
}
