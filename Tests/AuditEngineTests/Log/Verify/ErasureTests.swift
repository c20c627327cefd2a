import AuditCore
import AuditTesting
import Foundation
import GRDB
import Testing

@testable import AuditEngine

/// What is erased is gone from every file, and the log still holds.
@Suite struct ErasureTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("audit.sqlite") }
    private static let canaries = [
        "full_name": "Canaria Plantagenet", "email": "canary.bird@example.net", "phone": "+4915112345678",
        "national_id": "CANARY998877", "favourite_colour": "canary-yellow-2291",
    ]
    private static let subject = "canary-subject-0815"

    init() throws {
        folder = try TemporaryFolder(inMemory: true)
        try opened { store in
            try LoggedStore.run(3, of: 3, seed: 1, in: store)
            let archive = GeneratedArchive(count: 1, seed: 9)
            let inputs = RunInputs(
                policyText: "", policyPath: "/p.yaml", selection: [], imagesRoot: "/photos", faceChoice: .largest)
            let run = try store.createRun(archive.run, inputs: inputs)
            guard var record = try archive.decision(row: 1) else { return }
            record.subjectID = Self.subject
            record.reasons[0].detail = "canary-detail-77"
            var personal = PersonalData()
            for (name, value) in Self.canaries { personal.append(name: name, value: value) }
            let digest = record.images.compactMap(\.sha256)[0]
            let crop = FaceCrop(imageSHA256: digest, matcher: "opencv", jpeg: Array("canary-face-4242".utf8))
            var row = DecidedRow(record: record, personal: personal, crops: [crop], origin: .init(isRequest: true))
            let template = EnrolledTemplate(matcher: "opencv", version: "v", template: try LoggedGallery.template(815))
            row.enrolment = Enrolment(
                subject: 1, isNewSubject: true, subjectID: Self.subject, name: Self.canaries["full_name"],
                email: Self.canaries["email"], username: "canary-user-5", templates: [template],
                imageSHA256: record.images.compactMap(\.sha256)[0])
            row.seen = [
                SeenFace(
                    role: .selfie, matcher: "opencv", version: "v", template: template.template,
                    photoHash: 0x4341_4E41_5259_2121)
            ]
            try store.commit(run: run.id, [row])
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

    /// Every file beside the database, -wal included, as it is on the disk now.
    private func files() throws -> [(name: String, data: Data)] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
            ($0, try Data(contentsOf: URL(filePath: folder.file($0))))
        }
    }

    private func digestsOfPhotos() throws -> [String] {
        try opened { store in
            try store.read {
                try String.fetchAll(
                    $0,
                    sql: """
                        SELECT json_extract(value, '$.sha256') FROM decision, json_each(images)
                        WHERE run_id = 2 AND json_extract(value, '$.sha256') IS NOT NULL
                        """)
            }
        }
    }

    private static let subjects: [(name: String, subject: ErasureSubject)] = [
        ("subject", .field(.subjectID, subject)), ("national id", .field(.nationalID, "canary-998877")),
        ("e-mail", .field(.email, "Canary.Bird@Example.NET")), ("phone", .field(.phone, "+49 151 1234 5678")),
        ("retention", .finishedBefore("2030-01-01T00:00:00Z")),
    ]

    @Test(arguments: subjects.indices)
    func nothingOfAnErasedPersonIsInAnyFileAndTheLogHolds(subject: Int) throws {
        let digests = try digestsOfPhotos()
        #expect(!digests.isEmpty)
        let texts = Array(Self.canaries.values) + [Self.subject, "canary-face-4242", "canary-user-5", "CANARY!!"]
        let features = Data(SealedTemplate.bytes(try LoggedGallery.template(815)).prefix(12))
        // Nothing personal is in clear before either.
        for (name, data) in try files() {
            for text in texts { #expect(data.range(of: Data(text.utf8)) == nil, "\(text) in \(name)") }
            #expect(data.range(of: features) == nil, "a template in \(name)")
        }
        let isRetention = Self.subjects[subject].name == "retention"
        let (key, subjectKey) = try opened { store in
            (try store.keyOfPersonalRecord(decision: 4), try store.keyOfSubject(1))
        }
        let erased = try opened {
            try $0.erase(Self.subjects[subject].subject, cause: "request", at: LoggedStore.time)
        }
        #expect(erased.decisions == [4])
        // Retention leaves whom a request enrolled.
        #expect(erased.subjects == (isRetention ? [] : [1]) && erased.seenFaces == 1)
        for (name, data) in try files() {
            for text in texts + (isRetention ? [] : digests) + ["canary-detail-77"] {
                #expect(data.range(of: Data(text.utf8)) == nil, "\(text) in \(name)")
            }
        }
        try opened { store in
            let destroyed = try store.keys().key(try #require(key))
            #expect(destroyed == nil)
            let record = try store.personalRecord(decision: 4)
            #expect(record == nil)
            let enrolled = try store.subject(number: 1)
            let opener = try store.keys().key(try #require(subjectKey))
            #expect((enrolled != nil) == isRetention && (opener != nil) == isRetention)
            let next = try store.nextSubjectNumber()
            #expect(next == 2, "a number is never given twice")
            try store.eachSeenFace(matcher: "opencv", version: "v", since: nil) { _ in Issue.record("a seen face") }
            let found = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
            #expect(found.holds && found.erased == 1 && found.uncovered == 0, "\(found.findings)")
        }
    }

    /// The first step destroys the keys, the second leaves the tombstone, the third signs it.
    @Test func anErasureThatWasKilledAfterAnyStepIsCompletedByTheSameCall() throws {
        let subject = ErasureSubject.field(.email, "canary.bird@example.net")
        try opened { store in
            let stored = try store.keyOfPersonalRecord(decision: 4)
            let key = try #require(stored)
            try store.keys().destroy([key])
            let found = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
            #expect(found.findings.contains { $0.code == .erasureMismatch })
        }
        let seen = try opened { try $0.keys().seenLog() }
        let published = try Data(contentsOf: URL(filePath: path + ".checkpoint"))
        let done = try opened { try $0.erase(subject, cause: "request", at: LoggedStore.time) }
        #expect(done.decisions == [4])
        let signed = try opened { store in
            // As if it had been killed before the signature.
            let (size, vault) = (try store.logSize(), try store.keys())
            try store.write { try $0.execute(sql: "DELETE FROM log_checkpoint WHERE size = ?", arguments: [size]) }
            try vault.write { try seen.save(to: $0, by: vault.secret) }
            return size
        }
        try published.write(to: URL(filePath: path + ".checkpoint"))
        let again = try opened { try $0.erase(subject, cause: "request", at: LoggedStore.time) }
        #expect(again.decisions.isEmpty)
        try opened { store in
            let last = try store.checkpoints().last?.size
            #expect(last == signed)
            let found = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
            #expect(found.holds && found.uncovered == 0 && found.erased == 1, "\(found.findings)")
        }
    }
}
