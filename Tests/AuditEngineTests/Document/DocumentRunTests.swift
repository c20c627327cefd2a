import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Documents on their way through a run: read once, judged at the run's date, kept sealed, decided again without photos.
@Suite struct DocumentRunTests {
    private let folder: TemporaryFolder
    private let store: AuditStore

    /// The specimen passport; a blank photo; one that crashes the reader; a row without any claim.
    init() throws {
        folder = try TemporaryFolder(inMemory: true)
        store = try AuditStore(path: folder.file("audit.sqlite"), master: .testing)
    }

    private static let sides: [UInt8: DocumentSide] = [1: .specimen, 2: .blank, 4: .specimen]

    private func policy(_ document: String = "on", more: String = "") throws -> Policy {
        let text = """
            schema_version: 1
            name: documents
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: 0.8, reject: 0.3}}
            checks: {document: \(document)\(more)}
            """
        return try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: SHA256Hex.digest(Array(text.utf8))) { _ in
            nil
        }
    }

    private func photo(_ what: UInt8, _ take: UInt8) -> String {
        "data:image/jpeg;base64,\(Data([0xff, 0xd8, 0xff, 0, what, take]).base64EncodedString())"
    }

    private func manifest(_ rows: [String]) throws -> Manifest {
        let name = "m\(abs(rows.hashValue)).csv"
        let head = "request_id,selfie,document,document_back,full_name,date_of_birth,document_number"
        try folder.write(Array(([head] + rows).joined(separator: "\n").utf8), to: name)
        return try Manifest.open(path: folder.file(name), xsd: "", options: ManifestOptions(asOf: "2012-01-31"))
    }

    /// One request a kind of photo: what is claimed is what the specimen says, but for `differs`.
    private var rows: [String] {
        func row(_ id: String, _ what: UInt8, _ claims: String) -> String {
            "\(id),\"\(photo(what, 0))\",\"\(photo(what, 100))\",,\(claims)"
        }
        return [
            row("right", 1, "Anna Maria Eriksson,1974-08-12,L898902C3"), row("blank", 2, "Anna Maria Eriksson,,"),
            row("crash", 3, ",,"), row("differs", 4, "Anna Maria Eriksson,1974-08-13,L898902C4"),
            row("none", 1, ",,"),
        ]
    }

    private func run(
        _ store: AuditStore? = nil, policy: Policy, reader: (any DocumentReader)?, lanes: Int = 2,
        rows: [String]? = nil, matcher: any FaceMatcher = CountingMatcher(), asOf: String = "2012-01-31",
        stop: StopRequest = StopRequest()
    ) async throws -> RunEnd {
        var plan = RunPlan(
            manifest: try manifest(rows ?? self.rows), imagesRoot: folder.path, selected: .init(policy),
            matchers: [matcher], notices: [], asOf: asOf, lanes: lanes, mailTemplate: { _ in nil })
        plan.documents = reader
        return try await AuditRunner(
            store: store ?? self.store, plan: plan, progress: RunProgress(), stop: stop
        ).run()
    }

    private func finished(_ end: RunEnd) throws -> RunRecord {
        switch end {
        case .finished(let run), .unchanged(let run): run
        case .interrupted: throw AuditError(.internalError, "not finished")
        }
    }

    private func decisions(_ run: RunRecord, _ store: AuditStore? = nil) throws -> [DecisionRecord] {
        var decisions: [DecisionRecord] = []
        try StoredRun(store: store ?? self.store, run: run).forEachDecision { decisions.append($0) }
        return decisions
    }

    private func state(_ record: DecisionRecord, _ check: String) -> CheckState? {
        record.checks.first { $0.id == check }?.state
    }

    @Test func aRunReadsJudgesAndKeepsDocuments() async throws {
        let reader = StubDocumentReader(sides: Self.sides)
        let run = try finished(try await run(policy: policy(), reader: reader))
        let records = try decisions(run)
        #expect(records.map(\.outcome) == [.approved, .review, .error, .review, .approved])
        #expect(reader.calls.count == 5)
        #expect(run.documentReader == reader.descriptor)
        #expect(records[0].document?.zone?.format == "TD3")
        #expect(records[0].document?.reader == "document 1")
        #expect(records[1].reasons.map(\.code) == [.documentUnreadable, .faceMatch])
        #expect(records[2].reasons.map(\.code) == [.workerCrashed])
        #expect(records[2].document == nil)
        let differences = records[3].reasons.filter { $0.code == .documentDiffersFromClaim }
        #expect(Set(differences.map(\.field)) == ["date_of_birth", "document_number"])
        #expect(state(records[4], "document_matches_claim") == .notRun)
        // The photo's digest stays the original's, and the straightened image is kept beside the faces.
        let sha256 = try #require(records[0].images.first { $0.role == .document }?.sha256)
        let original = Array(Data(base64Encoded: String(photo(1, 100).split(separator: ",")[1])) ?? Data())
        #expect(sha256 == SHA256Hex.digest(original))
        let reading = try #require(try StoredRun(store: store, run: run).document(row: 1))
        #expect(reading.reading.mrz?.valid == true)
        #expect(try reading.image("front") == Array(original.prefix(5)) + [0xEE])
        #expect(try StoredRun(store: store, run: run).document(row: 3) == nil)
    }

    @Test func outcomesAreThePolicysAndAFailureToReadNeverRejects() async throws {
        let reader = StubDocumentReader(sides: Self.sides)
        let rejecting = try finished(try await run(policy: policy("{outcome: reject}"), reader: reader))
        #expect(try decisions(rejecting).map(\.outcome) == [.approved, .review, .error, .rejected, .approved])
        let informing = try finished(try await run(policy: policy("{outcome: info}"), reader: reader))
        let records = try decisions(informing)
        #expect(records.map(\.outcome) == [.approved, .approved, .error, .approved, .approved])
        #expect(records[3].reasons.contains { $0.code == .documentNoted })
    }

    @Test func theFaceIsLookedForOnTheStraightenedImageFirst() async throws {
        let matcher = StraightOnlyMatcher()
        let run = try finished(
            try await run(policy: policy(), reader: StubDocumentReader(sides: Self.sides), matcher: matcher))
        #expect(try decisions(run)[0].outcome == .approved)
        let plain = try finished(try await self.run(policy: policy("off"), reader: nil, matcher: matcher))
        #expect(try decisions(plain)[0].reasons.map(\.code) == [.noFace])
    }

    @Test func withoutAReaderNobodyIsApprovedUnseen() async throws {
        let run = try finished(try await run(policy: policy(), reader: nil))
        for record in try decisions(run) {
            #expect(record.outcome == .review)
            #expect(record.reasons.first?.code == .documentReaderMissing)
            #expect(record.checks.first { $0.id == "document_expiry" }?.cause == "no_reader")
        }
    }

    @Test func workersChangeNothingAndTheSameAgainAddsNothing() async throws {
        let reader = StubDocumentReader(sides: Self.sides)
        let one = try finished(try await run(policy: policy(), reader: reader, lanes: 1))
        let other = try AuditStore(path: folder.file("n.sqlite"), master: .testing)
        let many = try finished(try await run(other, policy: policy(), reader: reader, lanes: 4))
        // Keys of requests are stored under each store's own secret.
        func keyless(_ records: [DecisionRecord]) -> [DecisionRecord] {
            records.map { record in
                var record = record
                record.requestKey = ""
                return record
            }
        }
        #expect(keyless(try decisions(one)) == keyless(try decisions(many, other)))
        let calls = reader.calls.count
        #expect(try await run(policy: policy(), reader: reader) == .unchanged(one))
        #expect(reader.calls.count == calls)
        // Another reader, or none, is another run.
        var newer = reader
        newer.descriptor.models[0].sha256 = "2"
        #expect(try finished(try await run(policy: policy(), reader: newer)).id != one.id)
        #expect(try finished(try await run(policy: policy(), reader: nil)).id != one.id)
    }

    @Test func aRerunDecidesAgainFromWhatWasRead() async throws {
        let reader = StubDocumentReader(sides: Self.sides)
        let matcher = CountingMatcher()
        let rows = [self.rows[0], self.rows[1], self.rows[3]]
        let first = try finished(
            try await run(policy: policy(), reader: reader, rows: rows, matcher: matcher))
        let calls = (reader.calls.count, matcher.calls.count)
        let same = try await replay(first, policy(), matcher)
        let before = try decisions(first)
        let after = try decisions(same)
        #expect(after.map(\.document) == before.map(\.document))
        #expect(after.map(\.outcome) == before.map(\.outcome))
        #expect(after.map(\.checks) == before.map(\.checks))
        #expect(after.map(\.requestKey) == before.map(\.requestKey))
        // Other settings and another date are judged anew, from the stored reading alone.
        let older = try await replay(first, policy("{outcome: reject, min_age: 38}"), matcher)
        #expect(try decisions(older)[0].reasons.map(\.code).prefix(2) == [.documentRejected, .documentHolderTooYoung])
        let later = try await replay(same, policy(), matcher, asOf: "2012-04-16")
        #expect(try decisions(later)[0].reasons.first?.code == .documentExpired)
        #expect(calls == (reader.calls.count, matcher.calls.count))
        // A policy without the check keeps what was read for one that has it again.
        let without = try await replay(first, policy("off"), matcher)
        #expect(try decisions(without)[0].document == nil)
        let again = try await replay(without, policy(), matcher)
        #expect(try decisions(again).map(\.document) == before.map(\.document))
    }

    @Test func aRerunOfARunWithoutReadingSaysSo() async throws {
        let matcher = CountingMatcher()
        let first = try finished(
            try await run(policy: policy("off"), reader: nil, rows: [rows[0]], matcher: matcher))
        let record = try decisions(try await replay(first, policy(), matcher))[0]
        #expect(record.outcome == .approved)
        #expect(record.checks.first { $0.id == "document_legible" }?.cause == "not_kept")
    }

    @Test func erasureTakesTheReadingAndLeavesTheDecision() async throws {
        let reader = StubDocumentReader(sides: Self.sides)
        let run = try finished(try await run(policy: policy(), reader: reader))
        let before = try decisions(run)
        // Row 5 claims no number; the one that was read finds it.
        let erased = try store.erase(
            .field(.documentNumber, "L898902C3"), cause: "request", at: "2012-02-01T00:00:00Z")
        #expect(erased.decisions.count == 2)
        for row in [1, 5] { #expect(try StoredRun(store: store, run: run).document(row: row) == nil) }
        #expect(try decisions(run).map(\.document) == before.map(\.document))
        #expect(try StoredRun(store: store, run: run).document(row: 4) != nil)
    }

    @Test func aNumberThatWasReadTiesPeopleTogether() async throws {
        let reader = StubDocumentReader(sides: Self.sides)
        let rows = [self.rows[0], "other,\"\(photo(4, 1))\",\"\(photo(4, 101))\",,Bertil Nilsson,1980-01-01,"]
        let run = try finished(
            try await run(
                policy: policy("on", more: ", duplicates: {outcome: review, face: off}"), reader: reader, rows: rows))
        let record = try decisions(run)[1]
        #expect(record.gallery?.links.map(\.kind).contains(.sameDocumentNumber) == true)
        #expect(record.reasons.map(\.code).contains(.documentOfOtherIdentity))
    }

    private func replay(
        _ run: RunRecord, _ policy: Policy, _ matcher: CountingMatcher, asOf: String? = nil
    ) async throws -> RunRecord {
        let plan = ReplayPlan(
            sources: [run], selected: .init(policy), matchers: [matcher], asOf: asOf, lanes: 2)
        return try finished(
            try await ReplayRunner(
                store: store, plan: plan, progress: RunProgress(), stop: StopRequest(),
                statistics: ReplayStatistics()
            ).run())
    }

    /// Finds a face on straightened documents and on selfies only.
    private struct StraightOnlyMatcher: FaceMatcher {
        let inner = CountingMatcher()
        var descriptor: MatcherDescriptor { inner.descriptor }

        func extract(
            _ image: ImageBytes, choice: FaceChoice
        ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
            let isPhotoOfDocument = image.bytes[5] == 100
            return try await inner.extract(image, choice: choice).map { found in
                guard isPhotoOfDocument else { return found }
                return Extraction(
                    imageWidth: 9, imageHeight: 9, faces: [], chosen: nil, template: nil, crop: [])
            }
        }
    }
}
