import AuditCore
import AuditTesting
import Testing

@testable import Evaluation

/// What is compared with what, and what is said of it.
@Suite struct DriftAnalysisTests {
    private func record(
        nights: Int = 5, of requests: Int = 120, last: Int? = nil, _ change: SimulatedNights.Change = .init(),
        _ edit: (_ position: Int, inout RunRecord) -> Void = { _, _ in }
    ) -> DriftRecord {
        var source = SimulatedNights(seed: 5)
        let window = (0..<nights).map { position in
            var night = source.night(requests)
            night.run.id = position + 1
            edit(position, &night.run)
            return night
        }
        var night = source.night(last ?? requests, change)
        night.run.id = nights + 1
        edit(nights, &night.run)
        return DriftAnalysis(night, window: window, options: DriftOptions(toolVersion: "t")).record()
    }

    private func state(_ record: DriftRecord, _ id: String) -> FigureFinding.State? {
        record.figures.first { $0.id == id }?.state
    }

    @Test func aMovedScoreIsAnAlarmThatSaysHowFar() throws {
        let record = record(.init(shift: 1))
        #expect(record.alarm && state(record, "score/a") == .alarm && state(record, "score/b") == .steady)
        let finding = try #require(record.figures.first)
        #expect(finding.id == "score/a" && finding.method == .pooled && finding.referenceNights == 5)
        #expect(finding.sentence.hasPrefix("Scores of a, median: 0.") && finding.sentence.contains("in 5 runs before"))
        // The means of the simulation are 0.5 and 0.4.
        let medians = try [#require(finding.value), #require(finding.referenceValue)]
        #expect(isNear(medians[0], 0.5, 0.03) && isNear(medians[1], 0.4, 0.03))
        #expect(record.conclusions[1] == finding.sentence)
    }

    @Test func aChangedPolicyIsACauseForOutcomesAndNoneForScores() {
        let record = record(.init(rate: 8)) { if $0 == 5 { $1.policySHA256 = "new" } }
        #expect(!record.alarm)
        #expect(state(record, "reason/no_face") == .knownCause && state(record, "outcome/review") == .knownCause)
        #expect(state(record, "score/a") == .steady)
        #expect(record.changes.map(\.kind) == [.policy] && record.changes.first?.run == 6)
        #expect(record.conclusions.contains { $0.contains("Since run 6 the policy has other contents") })
        #expect(record.nights.map(\.comparable) == [false, false, false, false, false, true])
    }

    @Test func aChangedModelIsACauseForItsOwnScoresOnly() {
        let record = record(.init(shift: 1)) {
            if $0 == 5 { $1.matchers[0].models = [ModelDigest(file: "m", sha256: "new")] }
        }
        #expect(!record.alarm && state(record, "score/a") == .knownCause && state(record, "score/b") == .steady)
        #expect(record.changes.first?.sentence == "Since run 6 the matcher a has other models.")
    }

    @Test func onlyRunsFromAfterAChangeAreAReference() {
        let record = record(.init(shift: 1)) { if $0 < 2 { $1.matchers[0].version = "0" } }
        #expect(record.figures.first { $0.id == "score/a" }?.referenceNights == 3)
        #expect(record.figures.first { $0.id == "score/b" }?.referenceNights == 5)
        #expect(state(record, "score/a") == .alarm)
    }

    @Test func anotherVersionOfTheProgramIsNamedAndStillCompared() {
        let record = record { if $0 == 5 { $1.toolVersion = "u" } }
        #expect(record.changes.map(\.kind) == [.toolVersion] && record.tests > 5)
    }

    @Test(arguments: [(49, 0), (50, 5)]) func aSmallNightIsNotEnoughToTell(requests: Int, leastTests: Int) {
        let record = record(last: requests, .init(shift: 3))
        #expect(record.alarm == (leastTests > 0) && (record.tests >= leastTests))
        if leastTests == 0 {
            #expect(record.tests == 0 && record.conclusions.first?.contains("not enough to tell") == true)
        }
    }

    @Test func aChangeThatIsCertainAndTooSmallToMatterIsNoAlarm() {
        // 0.15 standard deviations move the distribution function by 6 points at most.
        let record = record(nights: 8, of: 4000, .init(shift: 0.15))
        #expect(state(record, "score/a") == .small && !record.alarm)
    }

    @Test func aRunWithoutAnyBeforeItSaysSo() {
        let record = record(nights: 0)
        #expect(record.conclusions.first?.contains("no finished run before it") == true)
        #expect(!record.alarm && record.tests == 0 && record.nights.count == 1)
    }

    @Test func aReasonCountsOnceARequestAndMeasurementsAreOfTheFirstMatcher() throws {
        let archive = GeneratedArchive(count: 30)
        var summary = NightSummary(run: archive.run)
        try archive.forEachDecision { summary.add($0, qualityMatcher: "opencv") }
        let twice = DecisionRecord(
            row: 1, line: 1, requestID: "", kind: "compare", outcome: .review,
            reasons: [Reason(.noFace, image: .selfie), Reason(.noFace, image: .document)])
        let before = summary.counts[DriftFigure(.reason, "no_face"), default: 0]
        summary.add(twice, qualityMatcher: "opencv")
        #expect(summary.counts[DriftFigure(.reason, "no_face")] == before + 1 && summary.requests == 31)
        let qualities = summary.values.keys.filter { $0.kind == .quality }
        #expect(!qualities.isEmpty && qualities.allSatisfy { $0.matcher == "opencv" })
        #expect(summary.values.keys.contains { $0.id == "confidence/selfie/dlib" })
        #expect(summary.values.keys.contains { $0.id == "quality/sharpness/document/opencv" })
        #expect(summary.values.keys.contains { $0.id == "photo/bytes/selfie" })
    }
}
