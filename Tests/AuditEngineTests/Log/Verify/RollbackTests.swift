import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// A database that is older than its keys file is refused, and no key of what it lacks is destroyed.
@Suite struct RollbackTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("audit.sqlite") }

    init() throws {
        folder = try TemporaryFolder(inMemory: true)
        try opened { store in
            let run = try LoggedStore.run(3, of: 3, seed: 1, in: store)
            try store.finish(run: run.id, at: LoggedStore.time)
            try store.signCheckpoint()
        }
    }

    @discardableResult
    private func opened<T>(_ body: (AuditStore) throws -> T) throws -> T {
        let store = try AuditStore(path: path, master: .testing)
        let result = try body(store)
        try store.close()
        return result
    }

    private var refusal: AuditError.Code? {
        do { try opened { _ in } } catch let error as AuditError { return error.code } catch {}
        return nil
    }

    private func copy(_ ends: [String]) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for end in ends { files[end] = try Data(contentsOf: URL(filePath: path + end)) }
        return files
    }

    private func put(_ files: [String: Data]) throws {
        for (end, data) in files {
            try data.write(to: URL(filePath: path + end))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + end)
        }
    }

    private func night(_ seed: UInt64, signed: Bool = true) throws {
        try opened { store in
            let run = try LoggedStore.run(3, of: signed ? 3 : 4, seed: seed, in: store)
            guard signed else { return }
            try store.finish(run: run.id, at: LoggedStore.time)
            try store.signCheckpoint()
        }
    }

    /// Yesterday's database, with its published checkpoint or without any; today's keys.
    @Test(arguments: [true, false], [true, false])
    func yesterdaysDatabaseWithTodaysKeysIsRefusedAndTheKeysAreKept(published: Bool, signed: Bool) throws {
        let older = try copy(["", ".checkpoint"])
        try night(2, signed: signed)
        let newest = try copy(["", ".checkpoint"])
        try put(older)
        if !published { try FileManager.default.removeItem(atPath: path + ".checkpoint") }
        for _ in 1...2 { #expect(refusal == .logInvalid) }
        try put(newest)
        let records = try opened { store in try (1...6).map { try store.personalRecord(decision: $0) } }
        #expect(records.allSatisfy { $0 != nil })
    }

    @Test func aNewDatabaseWithUsedKeysIsRefusedAndTheKeysAreKept() throws {
        let newest = try copy([""])
        try FileManager.default.removeItem(atPath: path)
        for _ in 1...2 { #expect(refusal == .logInvalid) }
        try put(newest)
        #expect(try opened { try $0.personalRecord(decision: 1) } != nil)
    }

    @Test func aMissingPublishedCheckpointIsWrittenAgain() throws {
        let before = try copy([".checkpoint"])
        try FileManager.default.removeItem(atPath: path + ".checkpoint")
        try opened { _ in }
        #expect(try copy([".checkpoint"]) == before)
    }

    /// Keys that were made for a transaction that a kill took back seal nothing.
    @Test func keysOfATransactionThatNeverCameAreDestroyed() throws {
        let made = try opened { store in try store.keys().makeKeys(2, committed: try store.committedSize()).map(\.id) }
        let (left, record) = try opened { store in
            (try made.filter { try store.keys().key($0) != nil }, try store.personalRecord(decision: 1))
        }
        #expect(left.isEmpty && record != nil)
    }

    /// In a function of its own, so that the lock is free afterwards.
    private func tried() async throws {
        let store = try AuditStore(path: path, master: .testing)
        _ = try await store.trial { try LoggedStore.run(3, of: 3, seed: 9, in: store).id }
        try store.close()
    }

    /// A trial's leaves are taken back, and are no reason to refuse the database afterwards.
    @Test func aTrialIsForgotten() async throws {
        try await tried()
        #expect(refusal == nil)
    }

    @Test(arguments: ["UPDATE seen SET size = 0", "DELETE FROM seen", "UPDATE seen SET committed = 0"])
    func whatTheKeysFileHasSeenCannotBeEdited(sql: String) throws {
        try night(2)
        let queue = try DatabaseQueue(path: path + ".keys")
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
        #expect(refusal == .keyInvalid)
    }

    @Test func aDamagedKeysFileIsAMatterOfKeys() throws {
        var bytes = try Data(contentsOf: URL(filePath: path + ".keys"))
        bytes.replaceSubrange(0..<2048, with: [UInt8](repeating: 0xA5, count: 2048))
        try put([".keys": bytes])
        #expect(refusal == .keyInvalid)
        try put([".keys": Data("no database".utf8)])
        #expect(refusal == .keyInvalid)
    }
}
