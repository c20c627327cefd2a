import AuditCore
import AuditTesting
import Foundation
import Testing

@testable import AuditEngine

/// Deciding again what was decided, from what is stored.
@Suite struct ReplayTests {
    private let folder: TemporaryFolder
    private let store: AuditStore

    /// Requests whose photos' persons differ by more and more, two invalid rows, one missing photo.
    init() throws {
        folder = try TemporaryFolder()
        store = try AuditStore(path: folder.file("audit.sqlite"), master: .testing)
        var lines = ["request_id,selfie,document,full_name,email"]
        for number in 0..<30 {
            try folder.write([0xff, 0xd8, 0xff, 0, 0, UInt8(number)], to: "a\(number).jpg")
            try folder.write([0xff, 0xd8, 0xff, 0, UInt8(number * 8), UInt8(number)], to: "b\(number).jpg")
            lines.append("r\(number),a\(number).jpg,b\(number).jpg,Given \(number),p\(number)@example.org")
        }
        lines += ["r1,a1.jpg,b1.jpg,Twice,", "bad,a1.jpg,b1.jpg,,no-address", "missing,a1.jpg,nowhere.jpg,,"]
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "m.csv")
    }

    private func policy(approve: Double = 0.8, reject: Double = 0.3, sha256: String = "p") throws -> Policy {
        let text = """
            schema_version: 1
            name: replayed
            matchers: {order: [opencv]}
            thresholds: {opencv: {approve: \(approve), reject: \(reject)}}

            """
        return try PolicyFile.parse(Array(text.utf8), file: "p.yaml", sha256: sha256) { _ in nil }
    }

    /// `opencv` decides, `third` vetoes.
    private func vetoed(approve: Double = 0.9, reject: Double = 0.1, interEye: Int = 24) throws -> Policy {
        let text = """
            schema_version: 1
            name: vetoed
            matchers: {order: [opencv], veto: [third]}
            thresholds: {opencv: {approve: 0.8, reject: 0.3}, third: {approve: \(approve), reject: \(reject)}}
            quality: {min_inter_eye_distance: \(interEye)}

            """
        return try PolicyFile.parse(Array(text.utf8), file: "v.yaml", sha256: SHA256Hex.digest(Array(text.utf8))) {
            _ in nil
        }
    }

    private func run(
        _ matchers: [CountingMatcher] = [CountingMatcher()], policy: Policy? = nil
    ) async throws -> RunRecord {
        let manifest = try Manifest.open(
            path: folder.file("m.csv"), xsd: "", options: ManifestOptions(asOf: "2026-01-31"))
        let plan = RunPlan(
            manifest: manifest, imagesRoot: folder.path, selected: .init(try policy ?? self.policy()),
            matchers: matchers,
            notices: [], asOf: "2026-01-31", lanes: 2, mailTemplate: { _ in nil })
        let end = try await AuditRunner(store: store, plan: plan, progress: RunProgress(), stop: StopRequest()).run()
        guard case .finished(let run) = end else { throw AuditError(.internalError, "not finished") }
        return run
    }

    private func replay(
        _ runs: [RunRecord], _ matchers: [CountingMatcher], policy: Policy? = nil, isWhatIf: Bool = false,
        stop: StopRequest = StopRequest()
    ) async throws -> (end: RunEnd, statistics: ReplayStatistics) {
        let statistics = ReplayStatistics()
        let plan = ReplayPlan(
            sources: runs, since: runs.count > 1 ? "2026-01-01" : nil, isWhatIf: isWhatIf,
            selected: .init(try policy ?? self.policy()), matchers: matchers, lanes: 2)
        let runner = try ReplayRunner(
            store: store, plan: plan, progress: RunProgress(), stop: stop, statistics: statistics)
        return (try await runner.run(), statistics)
    }

    private func finished(_ end: RunEnd) throws -> RunRecord {
        guard case .finished(let run) = end else { throw AuditError(.internalError, "not finished") }
        return run
    }

    private func decisions(_ run: RunRecord) throws -> [DecisionRecord] {
        var decisions: [DecisionRecord] = []
        try StoredRun(store: store, run: run).forEachDecision { decisions.append($0) }
        return decisions
    }

    @Test func theSamePolicyAndModelsGiveTheVerySameDecisionsWithoutOpeningAPhoto() async throws {
        let first = try await run()
        let matcher = CountingMatcher()
        let (end, statistics) = try await replay([first], [matcher])
        let second = try finished(end)
        // Both photos of the request whose photo was missing, and its other face: a failure to process is tried again.
        #expect(matcher.calls.count == 1)
        #expect(statistics.photosOpened == 2)
        #expect(statistics.requestsReused == 30)
        #expect(try decisions(second) == decisions(first))
        #expect(second.replay?.parent == first.id)
        let diff = try RunComparer.compare(first, second, in: store)
        #expect(diff.changed == 0 && diff.flips.isEmpty && diff.compared == 32 && diff.unkeyed == 1)
    }

    @Test func anotherPolicyFlipsByItsThresholdAndOpensNothing() async throws {
        let first = try await run()
        let matcher = CountingMatcher()
        let strict = try policy(approve: 0.99, sha256: "strict")
        let second = try finished(try await replay([first], [matcher], policy: strict).end)
        #expect(matcher.calls.count == 1)
        let diff = try RunComparer.compare(first, second, in: store)
        let before = try decisions(first).count { $0.outcome == .approved }
        let now = try decisions(second).count { $0.outcome == .approved }
        #expect(before > now && now > 0)
        #expect(diff.changed == before - now)
        #expect(diff.flips.allSatisfy { $0.from == .approved && $0.to == .review })
        #expect(diff.flips.allSatisfy { $0.causes == [.policy, .threshold] })
        #expect(diff.flips.allSatisfy { $0.scores[0].crossed == .approve && $0.scores[0].approveB == 0.99 })
        #expect(diff.findings.first { $0.code == .scoreInReviewBand }?.new == before - now)
    }

    @Test func anotherModelReadsThePhotosAndItsFlipsSayModel() async throws {
        let first = try await run()
        let matcher = CountingMatcher(version: "2")
        let (end, statistics) = try await replay([first], [matcher])
        let diff = try RunComparer.compare(first, try finished(end), in: store)
        #expect(matcher.calls.count > 30)
        #expect(statistics.requestsReused == 0)
        #expect(diff.changed > 0)
        #expect(diff.flips.allSatisfy { $0.causes == [.model] })
        #expect(diff.shifts.first?.moved ?? 0 > 20)
        // Now the scores of the new model are known, whatever run they come from.
        let again = CountingMatcher(version: "2")
        _ = try await replay([first], [again])
        #expect(again.calls.count <= 2)
    }

    @Test func aNewMatcherReadsThePhotosForItselfOnly() async throws {
        let first = try await run()
        let (old, new) = (CountingMatcher(), CountingMatcher("third"))
        let text = """
            schema_version: 1
            name: both
            matchers: {order: [opencv], veto: [third]}
            thresholds: {opencv: {approve: 0.8, reject: 0.3}, third: {approve: 0.8, reject: 0.3}}

            """
        let second = try finished(try await replay([first], [old, new], policy: parse(text)).end)
        #expect(old.calls.count <= 2)
        #expect(new.calls.count >= 60)
        #expect(try decisions(second)[0].comparisons.map(\.matcher) == ["opencv", "third"])
        #expect(try decisions(second)[0].images[0].extractions.map(\.matcher) == ["opencv", "third"])
    }

    @Test func aPhotoThatChangedOrWentIsAReasonOfItsOwnAndNeverARejection() async throws {
        let first = try await run()
        try folder.write([0xff, 0xd8, 0xff, 0, 9, 9], to: "a0.jpg")
        try FileManager.default.removeItem(atPath: folder.file("a1.jpg"))
        let second = try finished(try await replay([first], [CountingMatcher(version: "2")]).end)
        let found = try decisions(second)
        #expect(found[0].outcome == .error && found[0].reasons.first?.code == .imageChanged)
        #expect(found[1].outcome == .error && found[1].reasons.first?.code == .imageGone)
        let diff = try RunComparer.compare(first, second, in: store)
        #expect(diff.flips.filter { ["r0", "r1"].contains($0.requestID) }.allSatisfy { $0.causes == [.image] })
        // Without a question there is no reason to look.
        let third = try finished(try await replay([first], [CountingMatcher()]).end)
        #expect(try decisions(third).prefix(2) == decisions(first).prefix(2))
    }

    @Test func aTrialLeavesNothing() async throws {
        let first = try await run()
        let strict = try policy(approve: 0.99, sha256: "strict")
        let before = try await store.trial { () async throws -> Int in
            let run = try finished(try await replay([first], [CountingMatcher()], policy: strict, isWhatIf: true).end)
            #expect(run.replay?.isWhatIf == true)
            return try RunComparer.compare(first, run, in: store).changed
        }
        #expect(before > 0)
        #expect(try store.runs().map(\.id) == [first.id])
        #expect(try store.counts(run: first.id + 1).isEmpty)
    }

    @Test func anInterruptedReplayResumesToTheSameDecisions() async throws {
        let first = try await run()
        let stop = StopRequest()
        stop.make()
        let strict = try policy(approve: 0.99, sha256: "strict")
        guard
            case .interrupted(let cut) = try await replay([first], [CountingMatcher()], policy: strict, stop: stop).end
        else { throw AuditError(.internalError, "not interrupted") }
        let trial = try await store.trial { () async throws -> RunRecord in
            try finished(try await replay([first], [CountingMatcher()], policy: strict, isWhatIf: true).end)
        }
        #expect(trial.id != cut.id && trial.replay?.isWhatIf == true)
        let second = try finished(try await replay([first], [CountingMatcher()], policy: strict).end)
        #expect(second.id == cut.id)
        let third = try finished(try await replay([first], [CountingMatcher()], policy: strict).end)
        #expect(third.id == cut.id + 1)
        #expect(try decisions(third) == decisions(second))
    }

    @Test func severalRunsAreReplayedByEachRequestsNewestDecision() async throws {
        let first = try await run()
        try folder.write(
            Array("request_id,selfie,document\nr0,a0.jpg,b29.jpg\nnew,a3.jpg,b3.jpg\n".utf8), to: "m.csv")
        let second = try await run()
        let third = try finished(try await replay([first, second], [CountingMatcher()]).end)
        let found = try decisions(third)
        #expect(found.count == 33)
        #expect(found.filter { $0.requestID == "r0" }.map(\.outcome) == [.rejected])
        #expect(third.replay?.sources == [first.id, second.id])
        // The same policy again: nothing differs from what was decided last, whichever run did.
        let same = try #require(try RunComparer.compareWithSources(third, in: store))
        #expect(same.compared == 33 && same.changed == 0 && same.flips.isEmpty && same.unkeyed == 0)
        #expect(same.earlier.map(\.id) == [first.id, second.id])
        let diff = try RunComparer.compare(first, second, in: store)
        #expect(diff.new == 1 && diff.gone == 31 && diff.compared == 1)
        #expect(diff.flips.first { $0.requestID == "r0" }?.causes == [.image])
        #expect(diff.flips.first { $0.requestID == "new" }?.causes == [.new])
    }

    @Test func severalRunsAreHeldAgainstTheirOwnDecisions() async throws {
        let first = try await run()
        try folder.write(
            Array("request_id,selfie,document\nr0,a0.jpg,b29.jpg\nnew,a3.jpg,b3.jpg\n".utf8), to: "m.csv")
        let second = try await run()
        let strict = try policy(approve: 0.99, sha256: "strict")
        let third = try finished(try await replay([first, second], [CountingMatcher()], policy: strict).end)
        let diff = try #require(try RunComparer.compareWithSources(third, in: store))
        // Of r0 the second run's decision counts, a rejection that stays one; the first run's approval is older.
        let one = try #require(
            try RunComparer.compareWithSources(
                try finished(try await replay([first], [CountingMatcher()], policy: strict).end), in: store))
        #expect(diff.changed > 0 && diff.new == 0 && diff.gone == 0)
        #expect(Set(diff.flips.map(\.requestID)) == Set(one.flips.map(\.requestID)).subtracting(["r0"]).union(["new"]))
        #expect(diff.flips.allSatisfy { $0.causes == [.policy, .threshold] })
        #expect(diff.flips.first { $0.requestID == "new" }?.runA == second.id)
        #expect(diff.flips.filter { $0.requestID != "new" }.allSatisfy { $0.runA == first.id })
        #expect(try RunComparer.compareWithSources(first, in: store) == nil)
    }

    @Test func aThresholdThatNothingRestsOnIsNoCause() async throws {
        let both = [CountingMatcher(), CountingMatcher("third")]
        let first = try await run(both, policy: vetoed())
        // All faces have 60 px: every approval becomes a review, by the policy and not by the veto's approve threshold.
        let poor = try finished(try await replay([first], both, policy: vetoed(approve: 0.3, interEye: 90)).end)
        let byPolicy = try RunComparer.compare(first, poor, in: store)
        #expect(byPolicy.flips.contains { $0.from == .approved && $0.to == .review })
        #expect(byPolicy.flips.allSatisfy { $0.causes == [.policy] })
        #expect(byPolicy.flips.flatMap(\.scores).allSatisfy { $0.crossed == nil })
        // Its reject threshold turns approvals into reviews.
        let strict = try finished(try await replay([first], both, policy: vetoed(approve: 0.95, reject: 0.9)).end)
        let byVeto = try RunComparer.compare(first, strict, in: store)
        #expect(!byVeto.flips.isEmpty && byVeto.flips.allSatisfy { $0.from == .approved && $0.to == .review })
        #expect(byVeto.flips.allSatisfy { $0.causes == [.policy, .threshold] })
        #expect(byVeto.flips.allSatisfy { $0.scores.map(\.crossed) == [nil, .reject] })
    }
}
