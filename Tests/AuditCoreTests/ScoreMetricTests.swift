import AuditCore
import Testing

@Suite struct ScoreMetricTests {
    private func template(_ values: [Float]) throws -> FaceTemplate { try #require(FaceTemplate(values)) }

    @Test(
        arguments: [
            ([1, 0], [1, 0], 1.0), ([1, 0], [0, 1], 0), ([1, 0], [-2, 0], -1), ([3, 4], [4, 3], 0.96),
            ([0.6, 0.8], [1, 0], 0.6),
        ] as [([Float], [Float], Double)])
    func cosineIsTheAngleBetweenTemplates(a: [Float], b: [Float], expected: Double) throws {
        let score = try #require(ScoreMetric.cosine.score(template(a), template(b)))
        #expect(abs(score - expected) < 1e-7)
    }

    @Test(
        arguments: [([0, 0], [3, 4], 5.0), ([1, 1], [1, 1], 0), ([2, -1], [-1, 3], 5)] as [([Float], [Float], Double)])
    func euclideanIsTheLengthOfTheDifference(a: [Float], b: [Float], expected: Double) throws {
        #expect(try ScoreMetric.euclidean.score(template(a), template(b)) == expected)
    }

    /// For unit vectors L2 squared is 2 (1 - cos): 0.363 gives 1.128716 (field.md 7.7).
    @Test func theTwoMetricsAgreeOnUnitVectors() throws {
        let cosine = 0.363
        let other = [Float(cosine), Float((1 - cosine * cosine).squareRoot())]
        let distance = try #require(ScoreMetric.euclidean.score(template([1, 0]), template(other)))
        #expect(abs(distance - 1.128716) < 1e-6)
    }

    @Test(arguments: [ScoreMetric.cosine, .euclidean])
    func swappingTheTemplatesChangesNothing(metric: ScoreMetric) throws {
        let a = try template([0.1, 0.7, -0.3, 0.02])
        let b = try template([-0.5, 0.1, 0.9, 0.4])
        #expect(metric.score(a, b) == metric.score(b, a))
    }

    @Test func thereIsNoScoreWithoutComparableTemplates() throws {
        #expect(try ScoreMetric.cosine.score(template([1]), template([1, 0])) == nil)
        #expect(try ScoreMetric.cosine.score(template([0, 0]), template([1, 0])) == nil)
        #expect(try ScoreMetric.euclidean.score(template([]), template([])) == nil)
        #expect(FaceTemplate([1, .nan]) == nil)
        #expect(FaceTemplate([.infinity]) == nil)
    }

    @Test(arguments: [
        (ScoreDirection.similarity, 0.358, 0.358, true), (.similarity, 0.3579, 0.358, false),
        (.similarity, 0.9, 0.358, true), (.distance, 0.543, 0.543, true), (.distance, 0.5431, 0.543, false),
        (.distance, 0.1, 0.543, true),
    ])
    func aTieIsAMatchInBothDirections(direction: ScoreDirection, score: Double, threshold: Double, isMatch: Bool) {
        #expect(direction.isMatch(score: score, threshold: threshold) == isMatch)
    }
}
