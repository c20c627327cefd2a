import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// A database says who wrote it, so that nobody meets an error of SQL in the middle of a night.
@Suite struct StoreVersionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aDatabaseOfThisProgramOpensAgain() throws {
        try AuditStore(path: folder.file("audit.sqlite"), master: .testing).close()
        try AuditStore(path: folder.file("audit.sqlite"), mustExist: true, master: .testing).close()
    }

    @Test(arguments: [("user_version", "other tables"), ("application_id", "another program")])
    func aDatabaseOfAnotherIsRefusedInWordsAndUnchanged(pragma: String, words: String) throws {
        let path = folder.file("audit.sqlite")
        try AuditStore(path: path, master: .testing).close()
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "PRAGMA \(pragma) = 1") }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        let error = #expect(throws: AuditError.self) { try AuditStore(path: path, master: .testing) }
        #expect(error?.code == .databaseInvalid)
        #expect(error?.message.contains(words) == true)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
}
