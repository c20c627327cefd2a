import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// No new decision rests on an edited row, and no report shows one.
@Suite struct EditedRowTests {
    private func opened<T>(_ logged: LoggedStore, _ body: (AuditStore) throws -> T) throws -> T {
        let store = try AuditStore(path: logged.path, mustExist: true, master: .testing)
        let result = Result { try body(store) }
        try store.close()
        return try result.get()
    }

    private func rendered(_ store: AuditStore, run: Int) throws -> Int {
        var count = 0
        let record = try store.finishedRun(id: run)
        try store.checkLogged([record])
        try StoredRun(store: store, run: record).forEachDecision(Set(Outcome.allCases)) { _ in count += 1 }
        return count
    }

    private func replayed(_ store: AuditStore, run: Int) throws -> Int {
        try store.checkLogged([try store.finishedRun(id: run)])
        _ = try store.prepareReplay(of: [run])
        return try store.replayRows(after: 0, limit: 100, checks: DecodedTexts()).count
    }

    /// The erased one is rendered and cannot be replayed.
    @Test func whatWasNotEditedIsRenderedAndReplayed() throws {
        let logged = try LoggedStore()
        #expect(try opened(logged) { try rendered($0, run: 1) } == 12)
        #expect(try opened(logged) { try replayed($0, run: 1) } == 11)
    }

    @Test(arguments: [
        "UPDATE score SET score = score + 1e-9 WHERE score IS NOT NULL AND decision_id = 1",
        "UPDATE score SET approve_threshold = approve_threshold - 0.1 WHERE decision_id = 1",
        "UPDATE decision SET outcome = 'approved' WHERE run_id = 1 AND outcome = 'rejected'",
        "UPDATE decision SET outcome = 'forgotten' WHERE id = 1",
        "UPDATE decision SET kind = 'other' WHERE id = 1",
        "UPDATE decision SET leaf = -leaf WHERE id = 1",
        "UPDATE run SET policy_text = 'schema_version: 1' WHERE id = 1",
        "UPDATE run SET finished = '2026-01-30T02:00:00Z' WHERE id = 1",
        "UPDATE log_leaf SET body = CAST(replace(CAST(body AS TEXT), 'approved', 'rejected') AS BLOB) WHERE position < 12",
    ])
    func anEditEndsTheReplayAndTheReport(sql: String) throws {
        let logged = try LoggedStore()
        try logged.tamper { try $0.execute(sql: sql) }
        for act in [rendered, replayed] {
            let error = #expect(throws: AuditError.self) { try opened(logged) { try act($0, 1) } }
            #expect(error?.code == .logMismatch, "\(String(describing: error))")
        }
    }

    @Test func anEditOfWhatIsLeftOfAnErasedDecisionIsFoundWhereItsLeafStillTells() throws {
        let logged = try LoggedStore()
        try logged.tamper { database in
            try database.execute(sql: "UPDATE score SET score = score + 1 WHERE score IS NOT NULL AND decision_id = 2")
            try database.execute(sql: "UPDATE decision SET reasons = '[{\"code\":\"forged\"}]' WHERE id = 2")
        }
        let error = #expect(throws: AuditError.self) { try opened(logged) { try rendered($0, run: 1) } }
        #expect(error?.code == .logMismatch)
    }

    @Test func measurementsThatCannotBeReadAreSaidInWords() throws {
        let logged = try LoggedStore()
        try logged.tamper { try $0.execute(sql: "UPDATE run SET measurements = '{}x' WHERE id = 1") }
        let error = #expect(throws: AuditError.self) { try opened(logged) { try $0.finishedRun(id: 1) } }
        #expect(error?.code == .databaseInvalid)
        #expect(error?.message.contains("measurements") == true)
    }
}
