import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Duplicates, velocity and lists by manifest: what is found, in which order, and that it never rejects.
@Suite struct DuplicateRunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    private func policy(_ checks: String = "{duplicates: on, velocity: on, lists: on}") throws -> Policy {
        let text = """
            schema_version: 1
            name: watch
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: 0.95, reject: 0.5}}
            checks: \(checks)
            """
        return try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: SHA256Hex.digest(Array(text.utf8))) { _ in
            nil
        }
    }

    private func photo(_ person: UInt8, _ take: UInt8) -> String {
        let bytes: [UInt8] = [0xff, 0xd8, 0xff, 0, person, take]
        return "\"data:image/jpeg;base64,\(Data(bytes).base64EncodedString())\""
    }

    /// A request of a person under a name.
    private struct Row {
        var id: String
        var person: UInt8
        var take: UInt8
        var name: String
        var email = ""
        var subject = ""
    }

    private func manifest(_ rows: [Row]) throws -> Manifest {
        var lines = ["request_id,selfie,document,full_name,email"]
        for row in rows {
            lines.append(
                "\(row.id),\(photo(row.person, row.take)),\(photo(row.person, row.take + 100)),\(row.name),\(row.email)"
            )
        }
        let name = "m\(lines.hashValue).csv"
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: name)
        return try Manifest.open(path: folder.file(name), xsd: "", options: ManifestOptions(asOf: "2026-01-31"))
    }

    private func run(
        _ store: AuditStore, _ rows: [Row], policy: Policy? = nil, lanes: Int = 2, stop: StopRequest = StopRequest(),
        now: String = "2026-01-31T01:00:00Z", matcher: any FaceMatcher = AngleMatcher()
    ) async throws -> RunRecord? {
        let plan = RunPlan(
            manifest: try manifest(rows), imagesRoot: folder.path, selected: .init(try policy ?? self.policy()),
            matchers: [matcher], notices: [], asOf: "2026-01-31", lanes: lanes, mailTemplate: { _ in nil })
        let time = try #require(UTCTime.date(now))
        let end = try await AuditRunner(
            store: store, plan: plan, progress: RunProgress(), stop: stop, now: { time }
        ).run()
        guard case .finished(let run) = end else { return nil }
        return run
    }

    private func decisions(_ store: AuditStore, _ run: RunRecord?) throws -> [DecisionRecord] {
        var decisions: [DecisionRecord] = []
        try StoredRun(store: store, run: try #require(run)).forEachDecision { record in
            var record = record
            record.requestKey = ""
            decisions.append(record)
        }
        return decisions
    }

    private var ring: [Row] {
        [
            Row(id: "a", person: 0, take: 0, name: "Ada One"), Row(id: "b", person: 120, take: 0, name: "Bea Two"),
            Row(id: "c", person: 0, take: 1, name: "Cid Three"), Row(id: "d", person: 0, take: 2, name: "Dan Four"),
            Row(id: "e", person: 120, take: 1, name: "Bea Two"),
        ]
    }

    @Test func oneFaceUnderSeveralNamesGoesToAPersonAndIsOneGroup() async throws {
        let store = try AuditStore(path: folder.file("a.sqlite"), master: .testing)
        let finished = try await run(store, ring)
        let run = try #require(finished)
        let records = try decisions(store, run)
        #expect(records.map(\.outcome) == [.approved, .approved, .review, .review, .approved])
        #expect(records[2].reasons.map(\.code) == [.faceUnderOtherIdentity, .faceMatch])
        #expect(records[3].gallery?.links.map(\.decision) == [1, 3])
        #expect(records[4].gallery?.links == [])
        let found = try #require(try StoredRun(store: store, run: run).duplicates())
        #expect(found.groups.map(\.requests) == [["a", "c", "d"]])
        #expect(found.groups[0].identities == 3)
        #expect(found.groups[0].links.count == 3)
    }

    @Test(arguments: [1, 4]) func theNumberOfWorkersChangesNothing(lanes: Int) async throws {
        let first = try AuditStore(path: folder.file("1.sqlite"), master: .testing)
        let second = try AuditStore(path: folder.file("n\(lanes).sqlite"), master: .testing)
        let expected = try decisions(first, try await run(first, ring))
        #expect(try decisions(second, try await run(second, ring, lanes: lanes)) == expected)
    }

    /// A person's angle is the fifth byte in hundredths; documents, whose sixth byte is 100 or more, lie 0.28 beside it, so
    /// that they match (cosine 0.961) and are no copies of the selfie.
    struct AngleMatcher: FaceMatcher {
        let inner = CountingMatcher()
        var descriptor: MatcherDescriptor { inner.descriptor }

        func extract(
            _ image: ImageBytes, choice: FaceChoice
        ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
            let angle = Double(image.bytes[4]) / 100 + (image.bytes[5] >= 100 ? 0.28 : 0)
            return try await inner.extract(image, choice: choice).map { found in
                var found = found
                found.template = FaceTemplate([Float(cos(angle)), Float(sin(angle))])
                return found
            }
        }
    }

    /// Asks to stop when it has seen some photos.
    private struct StoppingMatcher: FaceMatcher {
        let matcher = AngleMatcher()
        let stop: StopRequest
        var descriptor: MatcherDescriptor { matcher.descriptor }

        func extract(
            _ image: ImageBytes, choice: FaceChoice
        ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
            if matcher.inner.calls.count >= 5 { stop.make() }
            return try await matcher.extract(image, choice: choice)
        }
    }

    @Test func whatWasInterruptedEndsAsIfItHadNotBeen() async throws {
        let rows =
            ring + [
                Row(id: "f", person: 200, take: 0, name: "Ada One", email: "a@example.org"),
                Row(id: "g", person: 0, take: 7, name: "Eva Five", email: "a@example.org"),
            ]
        let whole = try AuditStore(path: folder.file("whole.sqlite"), master: .testing)
        let expected = try decisions(whole, try await run(whole, rows))
        #expect(expected[5].reasons.map(\.code).contains(.identityWithOtherFace))
        let store = try AuditStore(path: folder.file("parts.sqlite"), master: .testing)
        let stop = StopRequest()
        let stopped = try await run(store, rows, lanes: 1, stop: stop, matcher: StoppingMatcher(stop: stop))
        #expect(stopped == nil)
        #expect(try decisions(store, try await run(store, rows)) == expected)
    }

    @Test func laterRunsMeetEarlierOnesAndTheSearchOfAllFindsTheSame() async throws {
        let store = try AuditStore(path: folder.file("b.sqlite"), master: .testing)
        _ = try await run(store, [ring[0], ring[1]])
        let second = try await run(store, [ring[2], ring[3], ring[4]], now: "2026-02-01T01:00:00Z")
        #expect(try decisions(store, second).map(\.outcome) == [.review, .review, .approved])
        let search = DuplicateSearch(store, policy: try policy(), since: nil, stop: StopRequest())
        let record = try await search.record()
        #expect(record.groups.map(\.requests) == [["a", "c", "d"]])
        #expect(record.search?.faces == 10 && record.search?.comparisons == 45 && record.search?.links == 3)
        #expect(record.notices == [])
        let later = DuplicateSearch(store, policy: try policy(), since: "2026-02-01", stop: StopRequest())
        #expect(try await later.record().groups.map(\.requests) == [["c", "d"]])
    }

    @Test func theChainOfEvidenceIsAWay() async throws {
        let store = try AuditStore(path: folder.file("chain.sqlite"), master: .testing)
        let rows = [
            Row(id: "a", person: 0, take: 0, name: "Ada One", email: "x@example.org"),
            Row(id: "b", person: 120, take: 0, name: "Bea Two", email: "x@example.org"),
            Row(id: "c", person: 0, take: 1, name: "Cid Three"),
        ]
        let finished = try await run(store, rows)
        let found = try StoredRun(store: store, run: try #require(finished)).duplicates()
        let chain = try #require(found?.groups.first?.chain)
        #expect(chain.map { [$0.a, $0.b] } == [["b", "a"], ["a", "c"]])
    }

    @Test func aStoppedSearchGoesOn() async throws {
        let store = try AuditStore(path: folder.file("c.sqlite"), master: .testing)
        _ = try await run(store, ring)
        let stop = StopRequest()
        stop.make()
        let error = await #expect(throws: AuditError.self) {
            try await DuplicateSearch(store, policy: try policy(), since: nil, stop: stop).record()
        }
        #expect(error?.code == .interrupted)
        let path = SearchProgress.path(database: store.path)
        #expect(FileManager.default.fileExists(atPath: path))
        let record = try await DuplicateSearch(store, policy: try policy(), since: nil, stop: StopRequest()).record()
        #expect(record.groups.count == 1)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func theSamePersonAgainIsNoDuplicate() async throws {
        let store = try AuditStore(path: folder.file("d.sqlite"), master: .testing)
        _ = try await run(store, ring)
        let again = try await run(
            store, [Row(id: "z", person: 0, take: 0, name: "ADA  one")], now: "2026-02-02T00:00:00Z")
        // The other names of the face are not hers, her own is.
        let links = try decisions(store, again)[0].gallery?.links ?? []
        #expect(Set(links.compactMap(\.decision)) == [3, 4])
    }

    @Test func sharedContactsAndPhotosTieDifferentPeople() async throws {
        let store = try AuditStore(path: folder.file("e.sqlite"), master: .testing)
        let rows = [
            Row(id: "a", person: 0, take: 0, name: "Ada One", email: "x@example.org"),
            Row(id: "b", person: 120, take: 0, name: "Bea Two", email: "X@Example.org"),
            Row(id: "c", person: 120, take: 0, name: "Cid Three", email: "c@example.org"),
            Row(id: "d", person: 0, take: 4, name: "Ada One", email: "x@example.org"),
        ]
        let records = try decisions(
            store, try await run(store, rows, policy: try policy("{duplicates: {outcome: review, face: off}}")))
        #expect(
            records.map { $0.reasons.map(\.code).filter { $0 != .faceMatch } } == [
                [], [.contactOfOtherIdentity], [.photoReused], [.contactOfOtherIdentity],
            ])
        #expect(try store.nextSeenFaceNumber() == 1, "no face is kept when faces are not searched")
    }

    @Test func anIdentityWithAnotherFaceGoesToAPerson() async throws {
        let store = try AuditStore(path: folder.file("f.sqlite"), master: .testing)
        let rows = [
            Row(id: "a", person: 0, take: 0, name: "Ada One"), Row(id: "b", person: 200, take: 0, name: "Ada One"),
        ]
        let records = try decisions(store, try await run(store, rows))
        #expect(records[1].reasons.map(\.code).contains(.identityWithOtherFace))
    }

    @Test func tooManyRequestsOfOneAddressADayGoToAPerson() async throws {
        let store = try AuditStore(path: folder.file("g.sqlite"), master: .testing)
        let rows = (0..<4).map {
            Row(id: "r\($0)", person: 0, take: UInt8($0), name: "Ada One", email: "a@example.org")
        }
        let only = try policy("{velocity: {outcome: review, max_a_day: 3, by: [email]}}")
        let records = try decisions(store, try await run(store, rows, policy: only))
        #expect(records.map(\.outcome) == [.approved, .approved, .approved, .review])
        #expect(records[3].gallery?.velocity == [GalleryEvidence.VelocityCount(by: "email", count: 4, hours: 24)])
        let later = try await run(
            store, [Row(id: "r9", person: 0, take: 9, name: "Ada One", email: "a@example.org")], policy: only,
            now: "2026-02-01T01:00:01Z")
        #expect(try decisions(store, later).map(\.outcome) == [.approved], "a day has passed")
    }

    @Test func listsBlockAndAllowUntilTheyExpire() async throws {
        let store = try AuditStore(path: folder.file("h.sqlite"), master: .testing)
        func add(_ list: GalleryEvidence.ListHit.Kind, _ email: String, _ expires: String) throws {
            let entry = ListEntry(
                list: list, content: .field(.email, email), owner: "o", reason: "r", expires: expires)
            try store.addListEntry(entry, at: "2026-01-01T00:00:00Z")
        }
        try add(.block, "bad@example.org", "2026-02-05T00:00:00Z")
        try add(.block, "old@example.org", "2026-01-05T00:00:00Z")
        try add(.allow, "family@example.org", "2027-01-01T00:00:00Z")
        let rows = [
            Row(id: "a", person: 0, take: 0, name: "Ada One", email: "bad@example.org"),
            Row(id: "b", person: 60, take: 0, name: "Bea Two", email: "old@example.org"),
            Row(id: "c", person: 120, take: 0, name: "Cid Three", email: "family@example.org"),
            Row(id: "d", person: 180, take: 0, name: "Dan Four", email: "family@example.org"),
        ]
        let finished = try await run(store, rows)
        let run = try #require(finished)
        let records = try decisions(store, run)
        #expect(records.map(\.outcome) == [.review, .approved, .approved, .approved])
        #expect(records[0].reasons.map(\.code).contains(.onBlockList))
        #expect(records[3].reasons.map(\.code).contains(.duplicateAllowed))
        #expect(run.notices.contains { $0.contains("Entry 1 of the block list") && $0.contains("2026-02-05") })
        #expect(run.notices.filter { $0.contains("expires") }.count == 1)
    }

    @Test(arguments: 0..<10) func nothingThatIsFoundRejects(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            var policy = Policy.random(&random)
            for check in [FurtherCheck.duplicates, .velocity, .lists] {
                policy.checks[check] = CheckSetting(outcome: .review, location: SourceLocation(file: "p"))
            }
            var evidence = Evidence.random(&random)
            let before = PolicyEvaluator(policy).evaluate(evidence).outcome
            evidence.gallery = GalleryEvidence.random(&random)
            evidence.gallery?.watch = GalleryEvidence.Watch(checks: ["duplicates", "velocity", "lists"])
            let after = PolicyEvaluator(policy).evaluate(evidence)
            if after.outcome == .rejected { #expect(before == .rejected) }
            if before == .approved { #expect([.approved, .review].contains(after.outcome)) }
            // What an applicant reads must not tell what was found.
            for reason in after.reasons where ReasonCode.signs.contains(reason.code) {
                let text = reason.code.definition.applicant ?? ""
                #expect(text.isEmpty || text == "Your request needs to be looked at by a person.")
            }
        }
    }
}

extension ReasonCode {
    fileprivate static let signs: Set<ReasonCode> = Set(
        [DuplicatesRule().descriptor, VelocityRule().descriptor, ListsRule().descriptor].flatMap(\.reasons))
}
