import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Who is whom where people are enrolled and duplicates are looked for: honest people pass, and thieves do not become
/// those whom they name.
@Suite struct IdentityRunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    private func policy() throws -> Policy {
        let text = """
            schema_version: 1
            name: identities
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: 0.95, reject: 0.5}}
            checks: {duplicates: on}
            gallery: on
            """
        return try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: SHA256Hex.digest(Array(text.utf8))) { _ in
            nil
        }
    }

    /// A row: kind, the person's angle, and what it says.
    private struct Row {
        var kind: RequestKind
        var person: UInt8
        var subject = ""
        var username = ""
        var name = ""
        var nationalID = ""
        var email = ""
    }

    private func photo(_ person: UInt8, _ take: Int) -> String {
        let bytes: [UInt8] = [0xff, 0xd8, 0xff, 0, person, UInt8(take)]
        return "\"data:image/jpeg;base64,\(Data(bytes).base64EncodedString())\""
    }

    private func manifest(_ rows: [Row]) throws -> Manifest {
        var lines = ["request_id,kind,subject_id,username,selfie,document,full_name,national_id,email"]
        for (place, row) in rows.enumerated() {
            let document = row.kind == .compare ? photo(row.person, place + 100) : ""
            lines.append(
                "r\(place),\(row.kind.rawValue),\(row.subject),\(row.username),\(photo(row.person, place)),\(document),"
                    + "\(row.name),\(row.nationalID),\(row.email)")
        }
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "m.csv")
        return try Manifest.open(
            path: folder.file("m.csv"), xsd: "",
            options: ManifestOptions(asOf: "2026-01-31", supportedKinds: Set(RequestKind.allCases)))
    }

    private func run(
        _ store: AuditStore, _ rows: [Row], lanes: Int = 2, stop: StopRequest = StopRequest(),
        matcher: any FaceMatcher = DuplicateRunTests.AngleMatcher()
    ) async throws -> [DecisionRecord]? {
        let plan = RunPlan(
            manifest: try manifest(rows), imagesRoot: folder.path, selected: .init(try policy()),
            matchers: [matcher], notices: [], asOf: "2026-01-31", lanes: lanes, mailTemplate: { _ in nil })
        let end = try await AuditRunner(store: store, plan: plan, progress: RunProgress(), stop: stop).run()
        guard case .finished(let run) = end else { return nil }
        var decisions: [DecisionRecord] = []
        try StoredRun(store: store, run: run).forEachDecision { record in
            var record = record
            record.requestKey = ""
            decisions.append(record)
        }
        return decisions
    }

    /// Two people who say who they are in every way that there is, and one who was here before they were enrolled.
    private var honest: [Row] {
        [
            Row(kind: .identify, person: 60),
            Row(kind: .enrol, person: 0, subject: "m-1", username: "ada", name: "Ada One", nationalID: "NI-1"),
            Row(kind: .enrol, person: 120, subject: "m-2", username: "bea", name: "Bea Two"),
            Row(kind: .compare, person: 0, name: "ADA one"),
            Row(kind: .verify, person: 0, subject: "m-1"),
            Row(kind: .verify, person: 0, username: "ada"),
            Row(kind: .identify, person: 0),
            Row(kind: .compare, person: 0, nationalID: "NI-1"),
            Row(kind: .compare, person: 0, username: "ada"),
            Row(kind: .enrol, person: 60, subject: "m-3", name: "Cid Three"),
            Row(kind: .verify, person: 60, subject: "m-3"),
            Row(kind: .identify, person: 120),
            Row(kind: .verify, person: 120, username: "bea"),
            Row(kind: .enrol, person: 0, subject: "m-1"),
            Row(kind: .compare, person: 0, name: "Ada One"),
        ]
    }

    @Test func honestPeopleAreNotTiedToThemselves() async throws {
        let store = try AuditStore(path: folder.file("honest.sqlite"), master: .testing)
        let decided = try await run(store, honest)
        let records = try #require(decided)
        for record in records { #expect(record.gallery?.links ?? [] == [], "row \(record.row)") }
        #expect(records.map(\.outcome) == [.review] + Array(repeating: .approved, count: 14))
        let everything = try await DuplicateSearch(store, policy: try policy(), since: nil, stop: StopRequest())
            .record()
        #expect(everything.groups == [])
    }

    /// Nobody contradicts themselves who says nothing, or the same little, again.
    @Test func whoSaysLittleIsNotAnotherPersonForIt() async throws {
        let store = try AuditStore(path: folder.file("little.sqlite"), master: .testing)
        let rows = [
            Row(kind: .compare, person: 0), Row(kind: .compare, person: 0),
            Row(kind: .compare, person: 60, email: "ada@example.org"),
            Row(kind: .compare, person: 60, email: "Ada@Example.org"),
            Row(kind: .verify, person: 120, username: "zoe", email: "zoe@example.org"),
            Row(kind: .verify, person: 120, username: "ZOE"),
            Row(kind: .enrol, person: 120, subject: "m-9", username: "zoe", email: "zoe@example.org"),
            Row(kind: .enrol, person: 180, subject: "m-8", email: "dee@example.org"),
            Row(kind: .compare, person: 180, name: "Dee Four", email: "dee@example.org"),
        ]
        let records = try #require(try await run(store, rows))
        for record in records { #expect(record.gallery?.links ?? [] == [], "row \(record.row)") }
        let everything = try await DuplicateSearch(store, policy: try policy(), since: nil, stop: StopRequest())
            .record()
        #expect(everything.groups == [])
        // Another address, another account: two statements that are not one person's.
        let others = try #require(
            try await run(
                store,
                [
                    Row(kind: .compare, person: 60, email: "bob@example.org"),
                    Row(kind: .compare, person: 120, username: "yan"),
                ]))
        #expect(others.allSatisfy { $0.gallery?.links.first?.kind == .sameFaceOtherIdentity })
    }

    @Test func aThiefWhoCopiesANameDoesNotBecomeTheVictim() async throws {
        let store = try AuditStore(path: folder.file("thief.sqlite"), master: .testing)
        let thief = [
            Row(kind: .compare, person: 200, name: "Ada One"),
            // No common key, and of the victim's record only the name agrees.
            Row(kind: .compare, person: 200, nationalID: "NI-9"),
            Row(kind: .compare, person: 200, name: "Tom Thief", nationalID: "NI-10"),
            // The account is the victim's, the face is not.
            Row(kind: .verify, person: 200, username: "ada"),
        ]
        let decided = try await run(store, honest + thief)
        let records = try #require(decided).suffix(4)
        let links = records.map { record in (record.gallery?.links ?? []).filter { $0.kind == .sameFaceOtherIdentity } }
        let first = Int64(honest.count + 1)
        #expect(
            links.map { $0.compactMap(\.decision).sorted() } == [
                [], [first], [first, first + 1], [first + 1, first + 2],
            ])
        #expect(records.first?.reasons.map(\.code).contains(.identityWithOtherFace) == true)
        #expect(records.last?.reasons.map(\.code).contains(.identityWithOtherFace) == true)
        let everything = try await DuplicateSearch(store, policy: try policy(), since: nil, stop: StopRequest())
            .record()
        let ring = ["r15", "r16", "r17", "r18"]
        #expect(everything.groups.contains { Set(ring).isSubset(of: $0.requests) })
    }

    @Test func oneFaceUnderTwoSubjectsIsFoundWhoeverAsks() async throws {
        let store = try AuditStore(path: folder.file("two.sqlite"), master: .testing)
        let rows = [
            Row(kind: .compare, person: 0, name: "Eve Other"),
            Row(kind: .enrol, person: 0, subject: "m-1", username: "ada", name: "Ada One"),
            Row(kind: .verify, person: 0, username: "ada"), Row(kind: .identify, person: 0),
        ]
        let decided = try await run(store, rows)
        let records = try #require(decided)
        #expect(records[1].reasons.map(\.code).contains(.faceUnderOtherIdentity))
        #expect(records[2].reasons.map(\.code) == [.subjectUnknown, .faceUnderOtherIdentity])
        #expect(records[3].reasons.map(\.code) == [.noCandidate], "who asks who they are claims no name")
    }

    @Test(arguments: [1, 4]) func workersAndInterruptionsChangeNothing(lanes: Int) async throws {
        let rows =
            honest + [
                Row(kind: .compare, person: 0, name: "Eve Other"), Row(kind: .verify, person: 0, username: "ada"),
            ]
        let whole = try AuditStore(path: folder.file("whole\(lanes).sqlite"), master: .testing)
        let expected = try await run(whole, rows)
        let store = try AuditStore(path: folder.file("parts\(lanes).sqlite"), master: .testing)
        for after in [2, 4] {
            let stop = StopRequest()
            let part = try await run(store, rows, lanes: lanes, stop: stop, matcher: Stopping(stop: stop, after: after))
            #expect(part == nil)
        }
        #expect(try await run(store, rows, lanes: lanes) == expected)
    }

    private struct Stopping: FaceMatcher {
        let matcher = DuplicateRunTests.AngleMatcher()
        let stop: StopRequest
        let after: Int
        var descriptor: MatcherDescriptor { matcher.descriptor }

        func extract(
            _ image: ImageBytes, choice: FaceChoice
        ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
            if matcher.inner.calls.count >= after { stop.make() }
            return try await matcher.extract(image, choice: choice)
        }
    }

    @Test func theSubjectOfADecisionIsTheOneClaimedOrFound() async throws {
        let store = try AuditStore(path: folder.file("subjects.sqlite"), master: .testing)
        let rows = [
            Row(kind: .enrol, person: 0, subject: "m-1", username: "ada", name: "Ada One"),
            Row(kind: .verify, person: 0, username: "ada"), Row(kind: .verify, person: 0, username: "nobody"),
            Row(kind: .verify, person: 150, username: "ada"), Row(kind: .identify, person: 0),
            Row(kind: .identify, person: 150),
        ]
        let decided = try await run(store, rows)
        let records = try #require(decided)
        #expect(records.map(\.subjectID) == ["m-1", "m-1", "", "m-1", "m-1", ""])
    }
}
