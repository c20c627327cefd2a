import AuditCore
import AuditTesting
import Foundation
import GRDB

@testable import AuditEngine

/// A small database with every kind of leaf: run 1 is finished and one of its people was erased, run 2 decided some of its
/// requests again, run 3 was withdrawn, run 4 is unfinished and under no checkpoint. Its gallery is `LoggedGallery`.
struct LoggedStore {
    let folder: TemporaryFolder
    /// The database.
    var path: String { folder.file("audit.sqlite") }

    /// Made once: each test works on a copy.
    private static let original = Result { try LoggedStore(making: ()) }
    private static let files = ["audit.sqlite", "audit.sqlite.keys", "audit.sqlite.checkpoint"]

    /// A copy of its own.
    init() throws {
        folder = try TemporaryFolder(inMemory: true)
        for name in Self.files {
            try FileManager.default.copyItem(
                atPath: try Self.original.get().folder.file(name), toPath: folder.file(name))
        }
    }

    private init(making: Void) throws {
        folder = try TemporaryFolder(inMemory: true)
        let store = try AuditStore(path: path, master: .testing)
        let first = try Self.run(12, of: 12, seed: 1, in: store)
        try store.finish(run: first.id, at: "2026-01-31T02:00:00Z")
        try store.signCheckpoint()
        _ = try store.erase(.request(try Self.request(row: 2, run: first.id, store)), cause: "request", at: Self.time)
        let second = try Self.run(5, of: 5, seed: 1, sources: true, in: store)
        try store.finish(run: second.id, at: "2026-02-01T02:00:00Z")
        try store.signCheckpoint()
        let third = try Self.run(2, of: 4, seed: 3, in: store)
        try store.withdraw(run: third.id)
        try store.signCheckpoint()
        try LoggedGallery.fill(store)
        _ = try Self.run(3, of: 6, seed: 4, in: store)
        try store.close()
    }

    static let time = "2026-03-01T02:00:00Z"

    /// Decides some rows of a new run.
    @discardableResult
    static func run(
        _ count: Int, of rows: Int, seed: UInt64, sources: Bool = false, in store: AuditStore
    ) throws -> RunRecord {
        let archive = GeneratedArchive(count: rows, seed: seed)
        let inputs = RunInputs(
            policyText: "schema_version: 1\n", policyPath: "/p.yaml", selection: [], imagesRoot: "/photos",
            faceChoice: .largest)
        var draft = archive.run
        draft.replay = sources ? RunRecord.Replay(parent: 1, sources: [1]) : nil
        let run = try store.createRun(draft, inputs: inputs)
        for row in 1...count {
            guard var record = try archive.decision(row: row) else { continue }
            if row == 3, !record.comparisons.isEmpty {
                record.comparisons[0].score = nil
                record.comparisons[0].verdict = nil
            }
            record.subjectID = row % 2 == 0 ? "S-\(seed)-\(row)" : ""
            var decided = DecidedRow(
                record: record, personal: try archive.personalData(row: row),
                origin: .init(isRequest: record.outcome != .error, photos: [.selfie: "a\(row).jpg", .document: nil]))
            decided.crops = record.images.compactMap(\.sha256).map {
                FaceCrop(imageSHA256: $0, matcher: "opencv", jpeg: [0xff, 0xd8, UInt8(row)])
            }
            // The erased one has nothing that could be replayed.
            decided.origin.source = sources && row != 2 ? Int64(row) : nil
            if !sources { try LoggedGallery.add(to: &decided, seed: seed) }
            if record.outcome == .approved { decided.mailTemplateSHA256 = "template" }
            try store.commit(run: run.id, [decided])
        }
        return run
    }

    /// The request id of a row.
    static func request(row: Int, run: Int, _ store: AuditStore) throws -> String {
        try store.read {
            try String.fetchOne(
                $0, sql: "SELECT request_id FROM decision WHERE run_id = ? AND row = ?", arguments: [run, row]) ?? ""
        }
    }

    /// Does to the file what somebody may who has it: no foreign keys, no checks but those of the tables.
    @discardableResult
    func tamper<T>(_ body: (Database) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let result = try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF")
            return try body(database)
        }
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try queue.close()
        return result
    }

    /// What `auditor log verify` does.
    /// - Parameters:
    ///   - commitments: open what is encrypted too.
    ///   - published: believe the checkpoint beside the database.
    func verify(commitments: Bool = false, published: Bool = true, trusted: [String] = []) throws -> LogVerification {
        let beside = published ? try PublishedCheckpoint(database: path).read().map { [$0.note] } ?? [] : []
        let store = try AuditStore(path: path, mustExist: true, master: commitments ? .testing : nil)
        let found = try StoredLogVerifier(store: store).verify(trusted: beside + trusted, key: nil)
        try store.close()
        return found
    }

    /// Every finding's code, or that there is no answer: both end the command with another status than 0.
    func findings(commitments: Bool = false) -> Set<String> {
        do {
            return Set(try verify(commitments: commitments).findings.map(\.code.rawValue))
        } catch let error as AuditError {
            return [error.code.rawValue]
        } catch {
            return ["\(error)"]
        }
    }
}
