import AuditCore
import AuditTesting
import Foundation
import Synchronization
import Testing

@testable import AuditEngine

/// Enrolment, verification and identification by manifest: order, workers, kills and reruns.
@Suite struct GalleryRunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    private func policy(gallery: Bool = true) throws -> Policy {
        let text = """
            schema_version: 1
            name: members
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: 0.98, reject: 0.5}}
            \(gallery ? "gallery: {top: 3}" : "")
            """
        return try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: SHA256Hex.digest(Array(text.utf8))) { _ in
            nil
        }
    }

    /// A photo whose fifth byte is the person's angle; the sixth tells photos of one person apart.
    private func photo(_ person: UInt8, _ take: UInt8 = 0) -> String {
        let bytes: [UInt8] = [0xff, 0xd8, 0xff, 0, person, take]
        return "\"data:image/jpeg;base64,\(Data(bytes).base64EncodedString())\""
    }

    /// Every fourth row enrols, the others ask for those before and after it.
    private func manifest(rows: Int = 40) throws -> Manifest {
        var lines = ["request_id,kind,subject_id,selfie,full_name,email"]
        for row in 0..<rows {
            let person = UInt8(row / 4 * 25 % 250)
            switch row % 4 {
            case 0: lines.append("r\(row),enrol,s\(person),\(photo(person)),Given \(person),")
            case 1: lines.append("r\(row),verify,s\(person),\(photo(person, 1)),,p\(row)@example.org")
            case 2: lines.append("r\(row),identify,,\(photo(person, 2)),,")
            default: lines.append("r\(row),enrol,\(row % 8 == 3 ? "s\(person)" : "alias\(row)"),\(photo(person, 3)),,")
            }
        }
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "m.csv")
        return try Manifest.open(
            path: folder.file("m.csv"), xsd: "",
            options: ManifestOptions(asOf: "2026-01-31", supportedKinds: Set(RequestKind.allCases)))
    }

    private func run(
        _ store: AuditStore, lanes: Int = 2, rows: Int = 40, stop: StopRequest = StopRequest(),
        matcher: any FaceMatcher = CountingMatcher(), now: String = "2026-01-31T01:00:00Z"
    ) async throws -> RunEnd {
        let plan = RunPlan(
            manifest: try manifest(rows: rows), imagesRoot: folder.path, selected: .init(try policy()),
            matchers: [matcher], notices: [], asOf: "2026-01-31", lanes: lanes, mailTemplate: { _ in nil })
        let time = try #require(UTCTime.date(now))
        return try await AuditRunner(
            store: store, plan: plan, progress: RunProgress(), stop: stop, now: { time }
        ).run()
    }

    private func decisions(_ store: AuditStore, _ end: RunEnd) throws -> [DecisionRecord] {
        guard case .finished(let run) = end else { throw AuditError(.internalError, "not finished") }
        var decisions: [DecisionRecord] = []
        try StoredRun(store: store, run: run).forEachDecision { record in
            var record = record
            // Digests of the request keys are under each store's own secret.
            record.requestKey = ""
            decisions.append(record)
        }
        return decisions
    }

    @Test func aBatchEnrolsVerifiesAndIdentifiesInItsOrder() async throws {
        let store = try AuditStore(path: folder.file("a.sqlite"), master: .testing)
        let records = try decisions(store, try await run(store, rows: 8))
        #expect(
            records.map(\.outcome) == [
                .approved, .approved, .approved, .approved, .approved, .approved, .approved, .review,
            ])
        #expect(records[2].subjectID == "s0" && records[6].subjectID == "s25")
        #expect(records[7].reasons.map(\.code) == [.faceEnrolledUnderAnother])
        #expect(records[2].gallery?.templates == 1)
        #expect(records[6].gallery?.templates == 3)
        let subject = try #require(try store.subject(tagged: "s0"))
        #expect(subject.name == "Given 0" && subject.templates.count == 2)
        #expect(try store.subject(tagged: "alias7") == nil)
        // As the command does before its report; until then nothing of a finished run is signed.
        _ = try store.signCheckpoint()
        #expect(try StoredLogVerifier(store: store).verify(trusted: [], key: nil).holds)
    }

    @Test(arguments: [1, 4]) func theNumberOfWorkersChangesNothing(lanes: Int) async throws {
        let (one, other) = (folder.file("two.sqlite"), folder.file("\(lanes).sqlite"))
        let first = try AuditStore(path: one, master: .testing)
        let second = try AuditStore(path: other, master: .testing)
        let expected = try decisions(first, try await run(first))
        #expect(try decisions(second, try await run(second, lanes: lanes)) == expected)
    }

    /// Asks to stop when it has seen some photos.
    private struct StoppingMatcher: FaceMatcher {
        let inner = CountingMatcher()
        let stop: StopRequest
        let after: Int
        var descriptor: MatcherDescriptor { inner.descriptor }

        func extract(
            _ image: ImageBytes, choice: FaceChoice
        ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
            if inner.calls.count >= after { stop.make() }
            return try await inner.extract(image, choice: choice)
        }
    }

    @Test func whatWasInterruptedEndsAsIfItHadNotBeen() async throws {
        let whole = try AuditStore(path: folder.file("whole.sqlite"), master: .testing)
        let expected = try decisions(whole, try await run(whole))
        let store = try AuditStore(path: folder.file("parts.sqlite"), master: .testing)
        for after in [5, 7, 3] {
            let stop = StopRequest()
            guard
                case .interrupted = try await run(store, stop: stop, matcher: StoppingMatcher(stop: stop, after: after))
            else { throw AuditError(.internalError, "was not interrupted") }
        }
        #expect(try decisions(store, try await run(store)) == expected)
    }

    @Test func aRerunDecidesAsThenAndEnrolsNobody() async throws {
        let store = try AuditStore(path: folder.file("rerun.sqlite"), master: .testing)
        guard case .finished(let first) = try await run(store) else { throw AuditError(.internalError, "not finished") }
        let before = try decisions(store, .finished(first))
        let number = try store.nextTemplateNumber()
        func replay(_ matcher: CountingMatcher, gallery: Bool = true) async throws -> RunEnd {
            let plan = ReplayPlan(
                sources: [first], selected: .init(try policy(gallery: gallery)), matchers: [matcher], lanes: 2)
            return try await ReplayRunner(
                store: store, plan: plan, progress: RunProgress(), stop: StopRequest(), statistics: ReplayStatistics()
            ).run()
        }
        let matcher = CountingMatcher()
        #expect(try decisions(store, try await replay(matcher)) == before)
        #expect(matcher.calls.count == 0)
        #expect(try store.nextTemplateNumber() == number)
        // Other templates were never compared with the gallery's, and a policy without one cannot decide.
        for end in [
            try await replay(CountingMatcher(version: "2")), try await replay(CountingMatcher(), gallery: false),
        ] {
            #expect(try decisions(store, end).allSatisfy { $0.outcome == .error })
        }
    }

    @Test func theRunsOfANightShareOneBudgetOfAlerts() async throws {
        let store = try AuditStore(path: folder.file("night.sqlite"), master: .testing)
        func probes(_ end: RunEnd) throws -> Set<Int> { Set(try decisions(store, end).compactMap(\.gallery?.probes)) }
        #expect(try probes(try await run(store, rows: 8)) == [10])
        let stop = StopRequest()
        let later = "2026-01-31T02:00:00Z"
        _ = try await run(store, rows: 40, stop: stop, matcher: StoppingMatcher(stop: stop, after: 5), now: later)
        let third = try await run(store, rows: 4, now: "2026-01-31T03:00:00Z")
        // Of four rows three search: 3 x 9 x 1.6449, for the third run of the night.
        #expect(try probes(third) == [45])
        // Fixed when it was created, and not by what came since.
        #expect(try probes(try await run(store, rows: 40, now: "2026-01-31T04:00:00Z")) == [198])
        #expect(try probes(try await run(store, rows: 12, now: "2026-02-03T01:00:00Z")) == [15])
    }

    @Test func theRunSaysWhatChanceWouldGive() async throws {
        let store = try AuditStore(path: folder.file("chance.sqlite"), master: .testing)
        guard case .finished(let run) = try await run(store, rows: 8) else {
            throw AuditError(.internalError, "not finished")
        }
        let alerts = try #require(try StoredRun(store: store, run: run).searches().gallery)
        // The first row finds an empty gallery. Rows 3 and 7 find whom they ask for, row 8 somebody else's face.
        #expect(alerts.searches == 5 && alerts.raised == 3)
        #expect(alerts.expectedFalse == nil, "a threshold without a calibration")
    }

    @Test func withoutAGalleryInThePolicyNobodyIsEnrolled() async throws {
        let store = try AuditStore(path: folder.file("none.sqlite"), master: .testing)
        let plan = RunPlan(
            manifest: try manifest(rows: 4), imagesRoot: folder.path, selected: .init(try policy(gallery: false)),
            matchers: [CountingMatcher()], notices: [], asOf: "2026-01-31", lanes: 1, mailTemplate: { _ in nil })
        let end = try await AuditRunner(store: store, plan: plan, progress: RunProgress(), stop: StopRequest()).run()
        let records = try decisions(store, end)
        #expect(records.allSatisfy { $0.reasons.map(\.code) == [.kindNotSupported] && $0.gallery == nil })
        #expect(try store.nextSubjectNumber() == 1)
    }
}
