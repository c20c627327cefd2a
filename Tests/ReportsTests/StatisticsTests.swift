import AuditCore
import AuditTesting
import Testing

@testable import Reports

@Suite struct StatisticsTests {
    @Test func countsEveryDecisionOnce() throws {
        var statistics = RunStatistics()
        try GeneratedArchive(count: 2000).forEachDecision { statistics.add($0) }
        #expect(statistics.total == 2000)
        #expect(Outcome.allCases.allSatisfy { statistics.count($0) > 0 })
        let opencv = try #require(statistics.matchers.first)
        #expect(opencv.scored + opencv.missing + statistics.count(.error) == 2000)
        #expect(opencv.histogram.counts.values.reduce(0, +) == opencv.scored)
        let table = try #require(statistics.agreements.first)
        var cells = 0
        for a in AgreementTable.verdicts { for b in AgreementTable.verdicts { cells += table.count(a, b) } }
        #expect(cells + statistics.count(.error) == 2000)
    }

    @Test func informingReasonsRankLast() throws {
        var statistics = RunStatistics()
        try GeneratedArchive(count: 500).forEachDecision { statistics.add($0) }
        let severities = statistics.rankedReasons.map { $0.code.definition.severity == .info }
        #expect(severities == severities.sorted { !$0 && $1 })
    }

    @Test(arguments: [1.0, 1e-3, 1e6, 1e15])
    func theHistogramStaysSmallForAnyRange(_ range: Double) {
        var histogram = ScoreHistogram()
        var random = SplitMix(seed: 5)
        for _ in 0..<20_000 { histogram.add(range * random.normal()) }
        #expect(histogram.counts.count <= 2048)
        #expect(histogram.counts.values.reduce(0, +) == 20_000)
        #expect(histogram.bars(from: -range, to: range, bins: 44).reduce(0, +) == 20_000)
    }

    @Test func moreAlikeIsAlwaysToTheRight() {
        for metric in [ScoreMetric.cosine, .euclidean] {
            let (approve, reject) = metric == .cosine ? (0.4, 0.2) : (0.5, 0.7)
            let comparison = ComparisonRecord(
                matcher: "m", metric: metric, score: approve, approveThreshold: approve, rejectThreshold: reject,
                verdict: .approved, part: .deciding)
            let axis = ScoreAxis(MatcherStatistics(comparison))
            #expect(axis.position(approve) > axis.position(reject))
            #expect((3...8).contains(axis.ticks.count))
        }
    }
}
