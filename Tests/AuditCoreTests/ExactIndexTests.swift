import AuditCore
import AuditTesting
import Testing

/// The plain index, which others are held against.
@Suite struct ExactIndexTests {
    @Test(arguments: [ScoreMetric.cosine, .euclidean])
    func doesWhatEveryIndexMust(metric: ScoreMetric) async throws {
        try await TemplateIndexConformance(metric: metric, tolerance: 0) { _ in ExactIndex(metric: metric) }.check()
    }

    @Test func refusesAMetricThatIsNotOfTemplates() async throws {
        let index = ExactIndex(metric: .logLikelihoodRatio)
        let template = try #require(FaceTemplate([1, 2]))
        await #expect(throws: AuditError.self) { try await index.add([(1, template)]) }
    }
}
