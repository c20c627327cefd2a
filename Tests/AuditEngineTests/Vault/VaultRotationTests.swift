import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// A rotation that is killed anywhere leaves every key readable, by both master keys until its end.
@Suite struct VaultRotationTests {
    private struct Killed: Error {}

    private let folder: TemporaryFolder
    private let old = MasterKey()
    private let new = MasterKey()
    private var database: String { folder.file("audit.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    @Test func afterwardsOnlyTheNewMasterKeyOpensTheSameKeys() throws {
        let vault = try Vault(database: database, master: old)
        let keys = try vault.makeKeys(1000)
        try vault.destroy([5])
        let before = try vault.read { try Row.fetchAll($0, sql: "SELECT wrapped FROM data_key UNION SELECT wrapped FROM secret") }
            .map { Blob.bytes($0["wrapped"]) }.filter { !Vault.isDestroyed($0) }
        let (seed, digest) = (vault.signingSeed, vault.keyed("p", [1]))
        #expect(vault.masterID == old.id)
        try vault.rotate(to: new)
        #expect(vault.masterID == new.id)
        #expect(try !KeyFiles.contain(any: before, path: vault.path))
        #expect(try vault.makeKeys(1).map(\.id) == [1001])
        try vault.rotate(to: new)
        try vault.close()

        #expect(throws: AuditError.self) { try Vault(database: database, master: old) }
        let again = try Vault(database: database, master: new)
        #expect(again.signingSeed == seed && again.keyed("p", [1]) == digest)
        for key in keys { #expect(try again.key(key.id)?.secret == (key.id == 5 ? nil : key.secret)) }
        #expect(try again.makeKeys(1).map(\.id) == [1002])
        let masters = try again.read {
            try String.fetchSet($0, sql: "SELECT master_id FROM data_key UNION SELECT master_id FROM secret")
        }
        #expect(masters == [new.id])
    }

    /// 25 keys in batches of 5: the beginning, five batches, and the empty one that ends it.
    @Test(arguments: 0...6, [false, true]) func killedAtAnyBatchItGoesOn(step: Int, withNew: Bool) throws {
        let vault = try Vault(database: database, master: old)
        let keys = try vault.makeKeys(25)
        let (seed, digest) = (vault.signingSeed, vault.keyed("p", [1]))
        kill(vault, at: step)
        try vault.close()

        // Before the beginning is stored the new key is still unknown.
        let accepted = withNew && step > 0 ? new : old
        let reopened = try Vault(database: database, master: accepted)
        #expect(reopened.masterID == old.id)
        #expect(reopened.signingSeed == seed && reopened.keyed("p", [1]) == digest)
        for key in keys { #expect(try reopened.key(key.id)?.secret == key.secret) }
        // Life goes on between: keys are made and destroyed.
        let added = try #require(try reopened.makeKeys(1).first)
        try reopened.destroy([2, 24])
        try reopened.rotate(to: new, batch: 5) { _ in }
        try reopened.close()

        let last = try Vault(database: database, master: new)
        for key in keys { #expect(try last.key(key.id)?.secret == ([2, 24].contains(key.id) ? nil : key.secret)) }
        #expect(try last.key(added.id)?.secret == added.secret)
        #expect(last.signingSeed == seed && last.keyed("p", [1]) == digest)
        #expect(throws: AuditError.self) {
            try last.close()
            _ = try Vault(database: database, master: old)
        }
    }

    @Test func killedAtEveryBatchInTurnItEnds() throws {
        let vault = try Vault(database: database, master: old)
        let keys = try vault.makeKeys(25)
        try vault.close()
        // Each life does one batch and is killed in the next.
        for life in 0..<6 {
            let vault = try Vault(database: database, master: life > 1 && life.isMultiple(of: 2) ? new : old)
            kill(vault, at: 2)
            try vault.close()
        }
        let rotated = try Vault(database: database, master: new)
        try rotated.rotate(to: new, batch: 5) { _ in }
        #expect(rotated.masterID == new.id)
        for key in keys { #expect(try rotated.key(key.id)?.secret == key.secret) }
    }

    @Test func oneThatWasGivenUpGivesWayToAnother() throws {
        let third = MasterKey()
        let vault = try Vault(database: database, master: old)
        let keys = try vault.makeKeys(25)
        kill(vault, at: 3)
        try vault.rotate(to: third, batch: 5) { _ in }
        try vault.close()
        #expect(throws: AuditError.self) { try Vault(database: database, master: new) }
        let last = try Vault(database: database, master: third)
        for key in keys { #expect(try last.key(key.id)?.secret == key.secret) }
    }

    @Test func theNewMasterKeyIsNeverWrappedByTheOld() throws {
        let vault = try Vault(database: database, master: old)
        _ = try vault.makeKeys(25)
        kill(vault, at: 4)
        let rows = try vault.read { try Row.fetchAll($0, sql: "SELECT previous FROM rotation") }
        let wrapped = try #require(rows.first.map { Blob.bytes($0["previous"]) })
        #expect(old.unwrap(wrapped, name: VaultRotation.previousName) == nil)
        #expect(new.unwrap(wrapped, name: VaultRotation.previousName) == old.secret)
    }

    private func kill(_ vault: Vault, at step: Int) {
        _ = try? vault.rotate(to: new, batch: 5) { if $0 == step { throw Killed() } }
    }
}

/// What a keys file and its write-ahead log hold, as anybody with the disk sees it.
enum KeyFiles {
    static func contain(any pieces: [[UInt8]], path: String) throws -> Bool {
        let files = try ["", "-wal"].map { path + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
            .map { try Data(contentsOf: URL(filePath: $0)) }
        return files.contains { file in pieces.contains { !$0.isEmpty && file.range(of: Data($0)) != nil } }
    }
}
