import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// What is signed is there, once; what was signed is not taken back.
@Suite struct CheckpointHonestyTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("audit.sqlite") }

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    private func verify(trusted: [String] = []) throws -> LogVerification {
        let store = try AuditStore(path: path, mustExist: true, master: nil)
        let found = try StoredLogVerifier(store: store).verify(trusted: trusted, key: nil)
        try store.close()
        return found
    }

    /// Why the database cannot be opened with its keys, as `auditor run` does.
    private var refusal: AuditError.Code? {
        do { try opened { _ in } } catch let error as AuditError { return error.code } catch {}
        return nil
    }

    /// The files as a kill leaves them: copied while everything is open.
    private func killed() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasSuffix(".lock") {
            files[name] = try Data(contentsOf: URL(filePath: folder.file(name)))
        }
        return files
    }

    private func restore(_ files: [String: Data]) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasSuffix(".lock") {
            try FileManager.default.removeItem(atPath: folder.file(name))
        }
        for (name, data) in files {
            try data.write(to: URL(filePath: folder.file(name)))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file(name))
        }
    }

    /// Opens the database, does something, and closes it, so that its lock is free again.
    @discardableResult
    private func opened<T>(_ body: (AuditStore) throws -> T) throws -> T {
        let store = try AuditStore(path: path, master: .testing)
        let result = try body(store)
        try store.close()
        return result
    }

    /// Kills between the commit, the signature's own commit and the publication; before the next start a verification says
    /// that an end is not signed, and the next start signs what is there, and never another text of the same size.
    @Test func aKillBetweenCommitSignatureAndPublicationNeverSignsTwice() throws {
        var states: [(name: String, files: [String: Data])] = []
        let note = try opened { store in
            let run = try LoggedStore.run(3, of: 3, seed: 1, in: store)
            try store.finish(run: run.id, at: LoggedStore.time)
            states.append(("committed", try killed()))
            let note = try store.signCheckpoint()
            try FileManager.default.removeItem(atPath: path + ".checkpoint")
            states.append(("stored", try killed()))
            try store.signCheckpoint()
            states.append(("published", try killed()))
            return note
        }
        for (name, files) in states {
            try restore(files)
            // As it was left: every checkpoint that is there has its leaves.
            let left = try verify()
            #expect(
                left.findings.map(\.code) == (name == "committed" ? [.endNotCovered] : []), "\(name): \(left.findings)")
            #expect(left.uncovered == (name == "committed" ? 5 : 0), "\(name)")
            let second = try opened { store in
                let second = try store.signCheckpoint()
                let third = try store.signCheckpoint()
                let count = try store.checkpoints().count
                #expect(third == second && count == 1, "\(name)")
                return second
            }
            if name != "committed" { #expect(second == note, "\(name)") }
            #expect(try PublishedCheckpoint(database: path).read()?.note == second)
            let found = try verify(trusted: [second])
            #expect(found.holds && found.uncovered == 0, "\(name): \(found.findings)")
        }
    }

    @Test func anOlderCopyOfTheDatabaseIsRefused() throws {
        try opened { store in
            try LoggedStore.run(2, of: 4, seed: 1, in: store)
            try store.signCheckpoint()
        }
        let older = try Data(contentsOf: URL(filePath: path))
        let newest = try opened { store in
            try LoggedStore.run(2, of: 4, seed: 2, in: store)
            return try store.signCheckpoint()
        }
        try older.write(to: URL(filePath: path))
        #expect(refusal == .logInvalid)
        let found = try verify(trusted: [newest])
        #expect(found.findings.map(\.code) == [.rolledBack])
        #expect(found.isUnreadable)
    }

    @Test func anOlderCopyOfTheKeysIsRefused() throws {
        _ = try opened { try LoggedStore.run(2, of: 4, seed: 1, in: $0) }
        let older = try Data(contentsOf: URL(filePath: path + ".keys"))
        _ = try opened { try LoggedStore.run(2, of: 4, seed: 2, in: $0) }
        try older.write(to: URL(filePath: path + ".keys"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + ".keys")
        #expect(refusal == .keyInvalid)
    }

    @Test func aSecondHistoryOfTheSameSizeIsAFork() throws {
        try opened { _ in }
        let empty = try killed()
        var notes: [String] = []
        for seed in [1, 2] as [UInt64] {
            try restore(empty)
            notes.append(
                try opened { store in
                    try LoggedStore.run(2, of: 4, seed: seed, in: store)
                    return try store.signCheckpoint()
                })
        }
        #expect(notes[0] != notes[1])
        let found = try verify(trusted: [notes[0]])
        #expect(found.findings.contains { $0.code == .forked } && found.isUnreadable)
        // The other history's checkpoint is the published one: nothing more is added.
        try Data(notes[0].utf8).write(to: URL(filePath: path + ".checkpoint"))
        #expect(refusal == .logInvalid)
    }

    /// What is in use stays readable, whatever an edited database says of its keys.
    @Test func keysInUseAreNotDestroyedWhenTheirNumberIsForged() throws {
        _ = try opened { try LoggedStore.run(2, of: 4, seed: 1, in: $0) }
        let queue = try DatabaseQueue(path: path)
        let lastKey = try queue.writeWithoutTransaction { database in
            let last = try Int.fetchOne(database, sql: "SELECT last_key FROM log_state")
            try database.execute(sql: "UPDATE log_state SET last_key = 0")
            return try #require(last)
        }
        try queue.close()
        #expect(refusal == .logMismatch)
        let other = try DatabaseQueue(path: path)
        try other.writeWithoutTransaction { try $0.execute(sql: "UPDATE log_state SET last_key = \(lastKey)") }
        try other.close()
        let records = try opened { store in try [1, 2].map { try store.personalRecord(decision: $0) } }
        #expect(records.allSatisfy { $0 != nil })
    }

    /// A rollback shows however many other things are wrong.
    @Test func theHundredAndFirstFindingStillSaysThatNothingCanBeJudged() {
        var found = LogVerification(origin: "", key: "")
        for index in 0..<150 { found.add(LogFinding(.leafInvalid, leaf: index, "")) }
        #expect(!found.isUnreadable)
        found.add(LogFinding(.rolledBack, ""))
        #expect(found.isUnreadable && found.findings.count == 100 && found.findingCount == 151)
    }
}
