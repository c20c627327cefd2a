import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// A master key is found in one order, and what is wrong with it is said in words.
@Suite struct MasterKeySourceTests {
    private let folder: TemporaryFolder
    private var database: String { folder.file("audit.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    @Test func theFirstThatIsGivenCounts() throws {
        try folder.write(Array(repeating: 1, count: 32), to: "auditor-master-key")
        var environment = [
            "AUDITOR_MASTER_KEY_FILE": "/a", "AUDITOR_MASTER_KEY_COMMAND": " kms  get key ",
            "CREDENTIALS_DIRECTORY": folder.path,
        ]
        func source(_ option: String? = nil) -> MasterKeySource {
            MasterKeySource.resolve(option: option, environment: environment, database: "d.sqlite")
        }
        #expect(source("/o") == .file("/o"))
        #expect(source() == .file("/a"))
        environment["AUDITOR_MASTER_KEY_FILE"] = ""
        #expect(source() == .command(["kms", "get", "key"]))
        environment["AUDITOR_MASTER_KEY_COMMAND"] = " "
        #expect(source() == .credential(folder.file("auditor-master-key")))
        environment["CREDENTIALS_DIRECTORY"] = folder.file("none")
        #expect(source() == .beside(database: "d.sqlite"))
        #expect(source().path == "d.sqlite.master-key")
    }

    @Test func aFirstKeyIsMadeBesideTheDatabaseForItsOwnerOnly() async throws {
        let source = MasterKeySource.beside(database: database)
        let key = try await source.load(database: database)
        let path = database + ".master-key"
        #expect(try mode(path) == 0o600)
        let line = try String(contentsOfFile: path, encoding: .utf8)
        #expect(line.hasSuffix("=\n") && line.utf8.count == 45)
        #expect(try await source.load(database: database).id == key.id)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["audit.sqlite.master-key"])
    }

    @Test func aMissingKeyOfExistingKeysIsNotReplacedButSaysWhatIsLost() async throws {
        try folder.write([], to: "audit.sqlite.keys")
        for source in [MasterKeySource.beside(database: database), .file(folder.file("elsewhere"))] {
            let error = await #expect(throws: AuditError.self) { try await source.load(database: database) }
            #expect(error?.code == .keyMissing && error?.code.exitStatus == .configuration)
            #expect(error?.message.contains("lost for ever") == true)
            #expect(error?.message.contains("escrowed copy") == true)
            #expect(error?.location?.file == source.path)
        }
        #expect(!FileManager.default.fileExists(atPath: database + ".master-key"))
    }

    @Test func onlyTheKeyBesideTheDatabaseIsMade() async throws {
        let source = MasterKeySource.file(folder.file("key"))
        let error = await #expect(throws: AuditError.self) { try await source.load(database: database) }
        #expect(error?.code == .keyMissing)
        #expect(!FileManager.default.fileExists(atPath: folder.file("key")))
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o601, 0o666])
    func aKeyFileThatOthersMayTouchIsRefused(mode: Int) async throws {
        let path = try write(Array(repeating: 1, count: 32), mode: mode)
        let error = await #expect(throws: AuditError.self) {
            try await MasterKeySource.file(path).load(database: database)
        }
        #expect(error?.code == .keyInvalid && error?.code.exitStatus == .configuration)
        #expect(error?.message.contains("mode 0\(String(mode, radix: 8))") == true)
    }

    @Test func aCredentialMayShowTheMaskOfItsAccessList() async throws {
        let path = try write(Array(repeating: 1, count: 32), mode: 0o440)
        _ = try await MasterKeySource.credential(path).load(database: database)
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        await #expect(throws: AuditError.self) { try await MasterKeySource.credential(path).load(database: database) }
    }

    @Test func bytesAndBase64AreOneKey() async throws {
        let bytes = (0..<32).map { UInt8($0) }
        let raw = try await MasterKeySource.file(write(bytes)).load(database: database)
        for text in ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"] {
            #expect(try await MasterKeySource.file(write(Array(text.utf8))).load(database: database).id == raw.id)
        }
    }

    @Test(arguments: [0, 1, 31, 33, 64, 5000]) func anotherSizeIsRefused(size: Int) async throws {
        for text in [
            Array(repeating: UInt8(7), count: size), Array(Data(repeating: 7, count: size).base64EncodedData()),
        ]
        where text.count != 32 {
            let path = try write(text)
            let error = await #expect(throws: AuditError.self) {
                try await MasterKeySource.file(path).load(database: database)
            }
            #expect(error?.code == .keyInvalid)
        }
    }

    @Test func whatIsNoRegularFileIsRefusedWithoutWaiting() async throws {
        mkfifo(folder.file("fifo"), 0o600)
        for path in [folder.file("fifo"), folder.path, "/dev/null"] {
            let error = await #expect(throws: AuditError.self) {
                try await MasterKeySource.file(path).load(database: database)
            }
            #expect(error?.code == .keyInvalid)
        }
    }

    @Test func aCommandThatHangsIsEnded() async throws {
        let error = await #expect(throws: AuditError.self) {
            try await MasterKeyCommand.run(["sleep", "1000"], patience: .milliseconds(50))
        }
        #expect(error?.message.contains("did not end") == true)
    }

    @Test func aKeyFileIsMadeOnceAndReplacedInOneStep() async throws {
        let path = folder.file("key")
        let (first, second) = (MasterKey(), MasterKey())
        try MasterKeySource.create(first, at: path)
        #expect(throws: AuditError.self) { try MasterKeySource.create(second, at: path) }
        #expect(try await MasterKeySource.file(path).load(database: database).id == first.id)
        try MasterKeySource.replace(second, at: path)
        #expect(try await MasterKeySource.file(path).load(database: database).id == second.id)
        #expect(try mode(path) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key"])
    }

    @Test func itPrintsWithoutTheKey() throws {
        let key = try #require(MasterKey(bytes: Array(0..<32)))
        #expect("\(key)" == "<master key \(key.id)>")
        #expect(key.id.utf8.count == 16)
        #expect(Mirror(reflecting: key).children.isEmpty)
    }

    private func write(_ bytes: [UInt8], mode: Int = 0o600) throws -> String {
        let path = try folder.write(bytes, to: "master")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
