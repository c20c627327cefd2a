import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Who is enrolled is found until it is revoked, replaced or erased, and by a run only if the run stands.
@Suite struct GalleryStoreTests {
    private let folder: TemporaryFolder
    private let store: AuditStore
    private let time = LoggedStore.time

    init() throws {
        folder = try TemporaryFolder(inMemory: true)
        store = try AuditStore(path: folder.file("audit.sqlite"), master: .testing)
    }

    private func found(_ matcher: String = "opencv", _ version: String = LoggedGallery.version) throws
        -> [StoredTemplate]
    {
        var found: [StoredTemplate] = []
        try store.eachTemplate(of: matcher, version: version) { found.append($0) }
        return found
    }

    private func expectHolds() throws {
        let result = try StoredLogVerifier(store: store).verify(trusted: [], key: nil)
        #expect(result.holds, "\(result.findings)")
    }

    /// A run of which the first row brings something with it.
    @discardableResult
    private func run(seed: UInt64, _ change: (inout DecidedRow) throws -> Void) throws -> RunRecord {
        let archive = GeneratedArchive(count: 2, seed: seed)
        let inputs = RunInputs(
            policyText: "", policyPath: "/p.yaml", selection: [], imagesRoot: "/photos", faceChoice: .largest)
        let run = try store.createRun(archive.run, inputs: inputs)
        let record = try #require(try archive.decision(row: 1))
        var row = DecidedRow(record: record, origin: .init(isRequest: true))
        try change(&row)
        try store.commit(run: run.id, [row])
        return run
    }

    @Test func templatesComeBackAsTheyWereEnrolledByNumber() throws {
        let enrolments = try (1...5).map { try LoggedGallery.enrolment($0) }
        #expect(try store.nextSubjectNumber() == 1)
        try store.enrol(enrolments, at: time)
        #expect(try store.nextSubjectNumber() == 6)
        #expect(try store.nextTemplateNumber() == 11)
        let templates = try found()
        #expect(templates.map(\.subject) == [1, 2, 3, 4, 5])
        #expect(templates.map(\.id) == [2, 4, 6, 8, 10])
        #expect(templates.map(\.template) == enrolments.map { $0.templates[1].template })
        let one = try store.templates(ofSubject: 3, matcher: "opencv", version: LoggedGallery.version)
        #expect(one == [templates[2]])
        let subject = try #require(try store.subject(tagged: "G-3"))
        #expect(subject.number == 3 && subject.name == "Name 3" && subject.email == "g3@example.org")
        #expect(subject.state == .active && subject.templates.map(\.matcher) == ["dlib", "opencv"])
        #expect(try store.subject(tagged: "G-9") == nil)
        try expectHolds()
    }

    @Test func whatIsRevokedReplacedOrOfAnotherVersionIsNotSearched() throws {
        try store.enrol((1...4).map { try LoggedGallery.enrolment($0) }, at: time)
        #expect(try store.revoke(subject: 1, at: time))
        #expect(try !store.revoke(subject: 1, at: time))
        let second = try LoggedGallery.enrolment(2, isNew: false, replaces: true, seed: 3)
        try store.enrol([second], at: time)
        var newer = try LoggedGallery.enrolment(3, isNew: false, seed: 4)
        newer.templates = newer.templates.map {
            EnrolledTemplate(matcher: $0.matcher, version: "newer", template: $0.template)
        }
        try store.enrol([newer], at: time)
        #expect(try found().map(\.subject) == [3, 4, 2])
        #expect(try found().last?.template == second.templates[1].template)
        #expect(try store.outdatedSubjects(of: "opencv", version: "newer") == [2, 4])
        let counts = try store.galleryCounts(of: "opencv", version: "newer")
        #expect(counts == GalleryCounts(subjects: 1, templates: 1, outdated: 2))
        // What only other matchers know, this one does not.
        #expect(try store.outdatedSubjects(of: "openvino", version: "newer") == [2, 3, 4])
        // The replaced two of subject 2, the older two of 3; 4 would lose its last.
        #expect(try store.removeOutdatedTemplates(current: ["opencv": "newer", "dlib": "newer"], at: time) == 4)
        #expect(try found().map(\.subject) == [4, 2])
        #expect(try found("opencv", "newer").map(\.subject) == [3])
        #expect(try store.subject(number: 1)?.state == .revoked)
        try expectHolds()
        // Enrolled again, it counts again.
        try store.enrol([LoggedGallery.enrolment(1, isNew: false, seed: 5)], at: time)
        #expect(try store.subject(number: 1)?.state == .active && found().count == 3)
        try expectHolds()
    }

    @Test func aWithdrawnRunEnrolsNobodyAndReplacesNothing() throws {
        try store.enrol([LoggedGallery.enrolment(1), LoggedGallery.enrolment(2)], at: time)
        let before = try found()
        let run = try run(seed: 3) { $0.enrolment = try LoggedGallery.enrolment(3) }
        var row = DecidedRow(
            record: try #require(try GeneratedArchive(count: 2, seed: 3).decision(row: 2)),
            origin: .init(isRequest: true))
        row.enrolment = try LoggedGallery.enrolment(1, isNew: false, replaces: true, seed: 1)
        try store.commit(run: run.id, [row])
        #expect(try found().count == 3)
        // After it, somebody replaces what the run enrolled: that stands.
        try store.enrol([LoggedGallery.enrolment(2, isNew: false, replaces: true, seed: 2)], at: time)
        let second = try #require(try found().last)
        try store.withdraw(run: run.id)
        #expect(try found() == [before[0], second])
        #expect(try store.subject(tagged: "G-3") == nil)
        #expect(try store.nextSubjectNumber() == 4)
        try expectHolds()
    }

    @Test func seenFacesComeBackAndGoWithTheirRequest() throws {
        let face = SeenFace(
            role: .selfie, matcher: "opencv", version: "v", template: try LoggedGallery.template(1), photoHash: .max - 5
        )
        var request = ""
        let first = try run(seed: 1) {
            $0.seen = [face]
            $0.enrolment = try LoggedGallery.enrolment(1)
            request = $0.record.requestID
        }
        // What is decided again points to its source.
        try run(seed: 1) {
            $0.seen = [face]
            $0.origin.source = 1
        }
        func seen(since: String? = nil) throws -> [StoredSeenFace] {
            var faces: [StoredSeenFace] = []
            try store.eachSeenFace(matcher: "opencv", version: "v", since: since) { faces.append($0) }
            return faces
        }
        let one = try #require(try seen().first)
        #expect(try seen().count == 1 && one.template == face.template && one.photoHash == face.photoHash)
        #expect(one.decision == 1 && one.run == first.id && one.role == .selfie && one.requestID == request)
        #expect(try seen(since: "2999-01-01T00:00:00Z").isEmpty)
        // Retention takes the face and leaves whom the request enrolled; the person's wish takes both.
        let retained = try store.findPersonalData(of: .finishedBefore("2999-01-01T00:00:00Z"))
        #expect(retained.subjects.isEmpty)
        let erased = try store.erase(.request(request), cause: "request", at: time)
        #expect(erased.decisions == [1, 2] && erased.subjects == [1] && erased.seenFaces == 1)
        #expect(try seen().isEmpty && found().isEmpty)
        try expectHolds()
    }

    @Test func evidenceOfTheGalleryIsKeptWithItsDecision() throws {
        let evidence = GalleryEvidence(
            subjects: 9, templates: 18, searched: "dlib", claim: .outdated,
            candidates: [.init(subject: 4, rank: 1, scores: ["dlib": 0.1 + 0.2], confidence: nil)],
            links: [.init(kind: .sameFaceOtherIdentity, decision: 3, matcher: "dlib", score: 1 / 3)],
            velocity: [.init(by: "phone", count: 4, hours: 24)], listed: [.init(list: .block, entry: 2, field: "face")])
        let run = try run(seed: 5) { $0.gallery = evidence }
        #expect(try StoredRun(store: store, run: run).decision(row: 1)?.gallery == evidence)
        try expectHolds()
    }

    @Test func requestsAreTiedByWhatTheySay() throws {
        let digest = SHA256Hex.digest([1, 2, 3])
        func say(_ fields: [String: String], source: Int64? = nil) throws {
            try run(seed: 6) { row in
                for (name, value) in fields { row.personal.append(name: name, value: value) }
                row.record.images = [ImageRecord(role: .selfie, sha256: digest)]
                row.origin.source = source
            }
        }
        try say(["email": "A@example.org", "ip_address": "::ffff:192.0.2.1", "device_id": "d-1"])
        try say(["email": "a@EXAMPLE.org", "document_number": "ab 12"])
        try say(["email": "a@example.org"], source: 1)
        func links(_ fields: [(BlindIndex.Field, String)], before: Int64? = nil) throws -> [Int64] {
            try store.linkedDecisions(sharing: fields, before: before).map(\.decision)
        }
        #expect(try links([(.email, "a@example.org")]) == [1, 2])
        #expect(try links([(.email, "a@example.org")], before: 2) == [1])
        #expect(try links([(.ipAddress, "192.0.2.1"), (.deviceID, "d-1")]) == [1, 1])
        #expect(try links([(.documentNumber, "AB-12"), (.deviceID, "D-1"), (.phone, "1")]) == [2])
        #expect(try links([(.photo, digest)]) == [1, 2])
        #expect(try store.requestData(decision: 2)?.personal["document_number"] == "ab 12")
        try expectHolds()
    }

    @Test func anEntryOfAListCountsUntilItExpiresOrIsRemoved() throws {
        let face = try EnrolledTemplate(matcher: "opencv", version: "v", template: LoggedGallery.template(3))
        let entries = [
            ListEntry(list: .block, content: .field(.email, "X@example.org"), owner: "o", reason: "r"),
            ListEntry(
                list: .allow, content: .field(.email, "x@example.org"), owner: "o", reason: "r",
                expires: "2026-06-01T00:00:00Z"),
            ListEntry(list: .block, content: .face([face]), owner: "o", reason: "r"),
        ]
        for entry in entries { try store.addListEntry(entry, at: time) }
        #expect(try store.listEntries(at: time).map(\.entry) == entries)
        let email: [(BlindIndex.Field, String)] = [(.email, "x@EXAMPLE.org"), (.phone, "1")]
        #expect(try store.listMatches(email, at: time).map(\.list) == [.block, .allow])
        #expect(try store.listMatches(email, at: "2026-06-01T00:00:00Z").map(\.entry) == [1])
        #expect(try store.removeListEntry(1, at: time))
        #expect(try !store.removeListEntry(1, at: time))
        #expect(try store.listMatches(email, at: "2026-06-02T00:00:00Z").isEmpty)
        #expect(try store.listEntries(at: nil).map(\.id) == [2, 3])
        #expect(try store.addListEntry(entries[0], at: time) == 4)
        try expectHolds()
    }

    @Test func afterARotationOfTheMasterKeyEverythingStillOpens() throws {
        try LoggedGallery.fill(storeWithThree())
        let before = try found()
        #expect(before.count == 3)
        try store.keys().rotate(to: MasterKey())
        #expect(try found() == before)
        #expect(try store.listEntries(at: nil).count == 2)
        try expectHolds()
    }

    /// Subjects 1 and 2, so that `LoggedGallery.fill` finds its numbers.
    private func storeWithThree() throws -> AuditStore {
        try store.enrol([LoggedGallery.enrolment(1), LoggedGallery.enrolment(2)], at: time)
        try store.revoke(subject: 2, at: time)
        return store
    }
}
