import AuditCore
import AuditTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import AuditEngine

/// The run with matchers that are not there: order, bounds and repetition without a single photo.
@Suite struct AuditRunnerTests {
    /// Every photo has one face; its third byte is the person. A photo that begins a gated row waits for the gate.
    private struct StubMatcher: FaceMatcher {
        let descriptor = MatcherDescriptor(
            name: "opencv", version: "stub", templateSize: 2, metric: .cosine, confidenceScale: .unit, models: [])
        let calls = Counter()
        let gate: Gate?

        func extract(
            _ image: ImageBytes, choice: FaceChoice
        ) async throws(AuditError) -> Result<Extraction, ExtractionFailure> {
            calls.add()
            if image.bytes[3] == 255 { await gate?.wait() }
            let quality = FaceQuality(
                interEyeDistance: 60, sharpness: 100, brightness: 100, contrast: 50, yaw: 0, pitch: 0, roll: 0)
            let face = DetectedFace(
                box: Box(x: 0, y: 0, width: 9, height: 9), landmarks: [], confidence: 0.9, quality: quality)
            let template = FaceTemplate(image.bytes[4] == 0 ? [1, 0] : [0, 1])
            return .success(
                Extraction(imageWidth: 9, imageHeight: 9, faces: [face], chosen: 0, template: template, crop: []))
        }
    }

    private final class Counter: Sendable {
        private let value = Atomic<Int>(0)
        func add() { value.add(1, ordering: .relaxed) }
        var count: Int { value.load(ordering: .relaxed) }
    }

    private actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func wait() async {
            guard !isOpen else { return }
            await withCheckedContinuation { waiting.append($0) }
        }

        func open() {
            isOpen = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A row's photos: the marker of a gated row, then the person.
    private func uri(gated: Bool, person: UInt8) -> String {
        let bytes: [UInt8] = [0xff, 0xd8, 0xff, gated ? 255 : 0, person]
        return "\"data:image/jpeg;base64,\(Data(bytes).base64EncodedString())\""
    }

    private func manifest(rows: Int, firstIsGated: Bool = false) throws -> Manifest {
        let lines = (0..<rows).map { row in
            "r\(row),\(uri(gated: firstIsGated && row == 0, person: 0)),\(uri(gated: false, person: UInt8(row % 3 / 2)))"
        }
        try folder.write(Array((["request_id,selfie,document"] + lines).joined(separator: "\n").utf8), to: "m.csv")
        return try Manifest.open(path: folder.file("m.csv"), xsd: "", options: ManifestOptions(asOf: "2026-01-31"))
    }

    private func run(
        _ manifest: Manifest, _ matcher: StubMatcher, lanes: Int, database: String
    ) async throws -> (end: RunEnd, decisions: [DecisionRecord]) {
        let policy = try parse(Samples.minimal)
        let store = try AuditStore(path: folder.file(database), master: .testing)
        let plan = RunPlan(
            manifest: manifest, imagesRoot: folder.path, selected: .init(policy), matchers: [matcher],
            notices: [], asOf: "2026-01-31", lanes: lanes, mailTemplate: { _ in nil })
        let end = try await AuditRunner(store: store, plan: plan, progress: RunProgress(), stop: StopRequest()).run()
        var decisions: [DecisionRecord] = []
        if case .finished(let run) = end {
            try StoredRun(store: store, run: run).forEachDecision { decisions.append($0) }
        }
        try store.close()
        return (end, decisions)
    }

    private func withoutKey(_ record: DecisionRecord) -> DecisionRecord {
        var record = record
        record.requestKey = ""
        return record
    }

    @Test func theDecisionsAreTheSameForAnyNumberOfLanes() async throws {
        let manifest = try manifest(rows: 150)
        let one = try await run(manifest, StubMatcher(gate: nil), lanes: 1, database: "one.sqlite").decisions
        let many = try await run(manifest, StubMatcher(gate: nil), lanes: 7, database: "many.sqlite").decisions
        #expect(one.map(\.row) == Array(1...150))
        // Each database has its own secret in the keys that it stores.
        #expect(one.map(withoutKey) == many.map(withoutKey))
        #expect(one.prefix(3).map(\.outcome) == [.approved, .approved, .rejected])
    }

    @Test func oneSlowRowHoldsUpABoundedNumberOfOthers() async throws {
        let gate = Gate()
        let matcher = StubMatcher(gate: gate)
        let manifest = try manifest(rows: 1000, firstIsGated: true)
        let running = Task { try await run(manifest, matcher, lanes: 2, database: "slow.sqlite") }
        var calls = -1
        // Until nothing moves any more.
        while calls != matcher.calls.count || calls == 0 {
            calls = matcher.calls.count
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(calls < 2 * (2 * 32 + 2) + 2)
        await gate.open()
        #expect(try await running.value.decisions.map(\.row) == Array(1...1000))
        #expect(matcher.calls.count == 2000)
    }

    @Test func aNameOfMixedScriptsIsNotedAndChangesNothing() async throws {
        let lines = ["Anna", "\u{410}nna"].map {
            "r\($0),\(uri(gated: false, person: 0)),\(uri(gated: false, person: 0)),\($0)"
        }
        let text = (["request_id,selfie,document,full_name"] + lines).joined(separator: "\n")
        try folder.write(Array(text.utf8), to: "m.csv")
        let manifest = try Manifest.open(
            path: folder.file("m.csv"), xsd: "", options: ManifestOptions(asOf: "2026-01-31"))
        let decisions = try await run(manifest, StubMatcher(gate: nil), lanes: 1, database: "names.sqlite").decisions
        #expect(decisions.map(\.outcome) == [.approved, .approved])
        #expect(decisions.map { $0.reasons.map(\.code) } == [[.faceMatch], [.faceMatch, .nameMixedScript]])
    }

    @Test func keysThatAreToBeDestroyedAreAtTheNextOpeningButNoneInUse() async throws {
        _ = try await run(manifest(rows: 3), StubMatcher(gate: nil), lanes: 1, database: "doomed.sqlite")
        // The lock is free when the store is gone, not when it is closed.
        var first: AuditStore? = try AuditStore(path: folder.file("doomed.sqlite"), master: .testing)
        let keys = try #require(first).write { database in
            let keys = try Int64.fetchAll(database, sql: "SELECT key_id FROM personal ORDER BY decision_id")
            // As a kill between the removal of a row and the destruction of its key leaves it, and a list that lies.
            try database.execute(sql: "DELETE FROM personal WHERE key_id = ?", arguments: [keys[0]])
            for key in keys.prefix(2) {
                try database.execute(sql: "INSERT INTO doomed_key VALUES (?)", arguments: [key])
            }
            return keys
        }
        try first?.close()
        first = nil
        let store = try AuditStore(path: folder.file("doomed.sqlite"), master: .testing)
        #expect(try store.keys().key(keys[0]) == nil)
        #expect(try store.keys().key(keys[1]) != nil && store.keys().key(keys[2]) != nil)
        #expect(try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM doomed_key") } == 0)
        try store.close()
    }

    @Test func theSameRequestsAgainAddNothing() async throws {
        let manifest = try manifest(rows: 20)
        let matcher = StubMatcher(gate: nil)
        _ = try await run(manifest, matcher, lanes: 2, database: "again.sqlite")
        let again = try await run(manifest, matcher, lanes: 2, database: "again.sqlite").end
        guard case .unchanged(let run) = again else {
            Issue.record("a second run was made")
            return
        }
        #expect(run.id == 1 && run.state == .finished)
        #expect(matcher.calls.count == 40)
    }
}
