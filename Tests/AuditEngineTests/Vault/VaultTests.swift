import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// Keys are durable before they are used, and gone from the files once they are destroyed.
@Suite struct VaultTests {
    private let folder: TemporaryFolder
    private let master = MasterKey()
    private let cell = CellAddress(table: "personal", column: "email", row: 1)
    private var database: String { folder.file("audit.sqlite") }
    private var path: String { Vault.path(database: database) }

    init() throws { folder = try TemporaryFolder() }

    @Test func whatItHoldsIsThereAgainAfterOpening() throws {
        let vault = try Vault(database: database, master: master)
        let keys = try vault.makeKeys(3)
        #expect(keys.map(\.id) == [1, 2, 3])
        let sealed = try keys[1].seal([1, 2, 3], cell: cell)
        let digest = vault.keyed("request-key/1", [9])
        let seed = vault.signingSeed
        #expect(seed.count == 32 && digest.count == 32)
        #expect(vault.keyed("request-key/2", [9]) != digest)
        try vault.close()

        let again = try Vault(database: database, master: master, mustExist: true)
        #expect(again.signingSeed == seed)
        #expect(again.keyed("request-key/1", [9]) == digest)
        #expect(try again.key(2)?.open(sealed, cell: cell) == [1, 2, 3])
        #expect(try again.key(4) == nil)
        #expect(try again.makeKeys(1).map(\.id) == [4])
        #expect(try again.makeKeys(0).isEmpty)
    }

    @Test func keysAreInTheFileBeforeTheyAreHandedOut() throws {
        let vault = try Vault(database: database, master: master)
        let key = try #require(try vault.makeKeys(2).last)
        // What a kill at this moment leaves: both files as they are.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: path + suffix, toPath: Vault.path(database: folder.file("copy")) + suffix)
        }
        let copy = try Vault(database: folder.file("copy"), master: master, mustExist: true)
        #expect(try copy.key(key.id)?.secret == key.secret)
        try vault.close()
    }

    @Test func neitherKeysNorSecretsAreInTheFilesInClear() throws {
        let vault = try Vault(database: database, master: master)
        let keys = try vault.makeKeys(20)
        for piece in keys.map(\.secret) + [vault.signingSeed, vault.keyedSecret, master.secret] {
            #expect(try !filesContain(piece))
        }
        #expect(Set(keys.map(\.secret)).count == 20)
    }

    @Test func aDestroyedKeyIsInNoFile() throws {
        let vault = try Vault(database: database, master: master)
        let keys = try vault.makeKeys(3000)
        let doomed = keys.filter { $0.id % 7 == 0 }.map(\.id)
        let before = try wrapped(vault)
        #expect(try filesContain(before[7] ?? []))
        try vault.destroy(doomed + [999_999])
        #expect(try !filesContain(any: doomed.compactMap { before[$0] }))
        for key in keys {
            #expect(try vault.key(key.id)?.secret == (key.id % 7 == 0 ? nil : key.secret))
        }
        try vault.destroy(doomed)
        try vault.close()
        let again = try Vault(database: database, master: master)
        #expect(try again.key(7) == nil)
        #expect(try again.key(8)?.secret == keys[7].secret)
        #expect(try !filesContain(any: doomed.compactMap { before[$0] }))
    }

    @Test func keysOfAKilledRunAreDiscardedAndTheirNumbersNotUsedAgain() throws {
        let vault = try Vault(database: database, master: master)
        let keys = try vault.makeKeys(500)
        let before = try wrapped(vault)
        try vault.discardKeys(after: 400)
        #expect(try vault.key(400)?.secret == keys[399].secret)
        #expect(try vault.key(401) == nil && vault.key(500) == nil)
        #expect(try !filesContain(any: (401...500).compactMap { before[$0] }))
        try vault.close()
        let again = try Vault(database: database, master: master)
        #expect(try again.lastKeyID == 500)
        #expect(try again.makeKeys(1).map(\.id) == [501])
    }

    @Test func anotherMasterKeyIsRecognisedAtOpening() throws {
        try Vault(database: database, master: master).close()
        let other = MasterKey()
        let error = #expect(throws: AuditError.self) { try Vault(database: database, master: other) }
        #expect(error?.code == .keyInvalid)
        #expect(error?.message.contains(master.id) == true && error?.message.contains(other.id) == true)
        try Vault(database: database, master: master).close()
    }

    @Test func aSecondOpeningIsRefused() throws {
        let vault = try Vault(database: database, master: master)
        let error = #expect(throws: AuditError.self) { try Vault(database: database, master: master) }
        #expect(error?.code == .locked)
        try vault.close()
        try Vault(database: database, master: master).close()
    }

    @Test func theFilesAreTheirOwnersOnly() throws {
        let vault = try Vault(database: database, master: master)
        _ = try vault.makeKeys(1)
        for suffix in ["", "-wal"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path + suffix)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        try vault.close()
        #expect(!FileManager.default.fileExists(atPath: path + "-shm"))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let error = #expect(throws: AuditError.self) { try Vault(database: database, master: master) }
        #expect(error?.code == .keyInvalid)
        #expect(error?.message.contains("mode 0640") == true)
    }

    @Test func missingKeysOfADatabaseAreNotReplaced() throws {
        let error = #expect(throws: AuditError.self) { try Vault(database: database, master: master, mustExist: true) }
        #expect(error?.code == .keyMissing && error?.code.exitStatus == .configuration)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: ["application_id", "user_version"]) func anotherFileIsRefused(pragma: String) throws {
        try Vault(database: database, master: master).close()
        try edit("PRAGMA \(pragma) = 77")
        let error = #expect(throws: AuditError.self) { try Vault(database: database, master: master) }
        #expect(error?.code == .keyInvalid)
    }

    @Test func exchangedOrChangedKeysDoNotOpen() throws {
        let vault = try Vault(database: database, master: master)
        _ = try vault.makeKeys(3)
        try vault.close()
        try edit("UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE id = 2) WHERE id = 1")
        let again = try Vault(database: database, master: master)
        #expect(throws: AuditError.self) { try again.key(1) }
        #expect(try again.key(2) != nil)
        try again.close()
        try edit("UPDATE secret SET wrapped = (SELECT wrapped FROM secret WHERE name = 'keyed-secret')")
        let error = #expect(throws: AuditError.self) { try Vault(database: database, master: master) }
        #expect(error?.code == .keyInvalid)
    }

    private func edit(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func wrapped(_ vault: Vault) throws -> [Int64: [UInt8]] {
        let rows = try vault.read { try Row.fetchAll($0, sql: "SELECT id, wrapped FROM data_key") }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] as Int64, Blob.bytes($0["wrapped"])) })
    }

    private func filesContain(_ piece: [UInt8]) throws -> Bool { try filesContain(any: [piece]) }

    private func filesContain(any pieces: [[UInt8]]) throws -> Bool { try KeyFiles.contain(any: pieces, path: path) }
}
