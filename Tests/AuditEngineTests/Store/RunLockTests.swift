import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// One process at a time, and nobody who only asks is in the way.
@Suite struct RunLockTests {
    private let folder: TemporaryFolder
    private var database: String { folder.file("audit.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    @Test func isRefusedWhileAnotherHoldsIt() throws {
        let holder = try RunLock(database: database)
        let error = #expect(throws: AuditError.self) { try RunLock(database: database) }
        #expect(error?.code == .locked)
        #expect(throws: AuditError.self) { try RunLock.refuse(ifHeld: database) }
        withExtendedLifetime(holder) {}
    }

    @Test func askingWithoutALockFileRefusesNothingAndMakesNothing() throws {
        try RunLock.refuse(ifHeld: database)
        #expect(!FileManager.default.fileExists(atPath: database + ".lock"))
    }

    @Test func thoseWhoOnlyAskDoNotRefuseARun() async throws {
        let path = database
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled { _ = RunLock.isHeld(database: path) }
            }
            for _ in 0..<2000 {
                #expect(throws: Never.self) { _ = try RunLock(database: path) }
            }
            group.cancelAll()
        }
    }

    @Test func aClosedDatabaseIsFreeWhoeverStillHoldsItsStore() throws {
        let store = try AuditStore(path: database, master: .testing)
        #expect(throws: AuditError.self) { try RunLock(database: database) }
        try store.close()
        #expect(throws: Never.self) { try RunLock(database: database) }
        withExtendedLifetime(store) {}
    }

    @Test func aNewDatabaseLeavesNoOtherFileBehind() throws {
        try AuditStore(path: database, master: .testing).close()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["audit.sqlite", "audit.sqlite.keys", "audit.sqlite.lock"])
        let mode = try FileManager.default.attributesOfItem(atPath: database)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
