import AuditCore
import Testing

@testable import Evaluation

@Suite struct TemplateMatrixTests {
    private func scores(_ templates: [[Float]?], _ metric: ScoreMetric) -> [Double] {
        let matrix = TemplateMatrix(templates.map { $0.flatMap { FaceTemplate($0) } }, metric: metric)
        var result: [Double] = []
        for row in templates.indices { matrix.scores(row: row, others: 0..<templates.count, into: &result) }
        return result
    }

    // |a - b|^2 = 2 (1 - cos) between templates of length 1; 0.363 and 1.128 are OpenCV's own thresholds of SFace.
    @Test(arguments: [(0.363, 1.128716), (0.363808, 1.128), (0.0, 1.4142135623730951), (1.0, 0.0), (-1.0, 2.0)])
    func angleAndDistanceOfTemplatesOfLength1Agree7x7(cosine: Double, distance: Double) {
        let sine = (1 - cosine * cosine).squareRoot()
        let templates: [[Float]?] = [[1, 0], [Float(cosine), Float(sine)]]
        #expect(isNear(scores(templates, .cosine)[1], cosine, 1e-6))
        #expect(isNear(scores(templates, .euclidean)[1], distance, 1e-6))
    }

    @Test(arguments: [1, 7, 8, 13, 128, 512], [ScoreMetric.cosine, .euclidean])
    func scoresAreThoseOfTheMetricInDoublePrecision(size: Int, metric: ScoreMetric) throws {
        var generator = SplitMix64(seed: UInt64(size))
        var templates: [[Float]] = (0..<12).map { row in
            let scale: Float = row % 3 == 0 ? 20 : 1
            return (0..<size).map { _ in Float.random(in: -1...1, using: &generator) * scale }
        }
        // A copy and a near copy, whose distance is all rounding unless it is taken term by term.
        templates.append(templates[0])
        templates.append(templates[0].map { $0 * 1.00001 })
        let found = scores(templates, metric)
        for a in templates.indices {
            for b in templates.indices {
                let first = try #require(FaceTemplate(templates[a]))
                let second = try #require(FaceTemplate(templates[b]))
                let expected = try #require(metric.score(first, second))
                let score = found[a * templates.count + b]
                #expect(isNear(score, expected, 2e-6 * max(1, abs(expected))), "\(size) \(metric) \(a) \(b)")
            }
        }
        if metric == .euclidean { #expect(found[12] == 0 && found[13] > 0) }
    }

    @Test func aTemplateWithoutLengthHasDistancesButNoAngle() {
        let templates: [[Float]?] = [[0, 0], [3, 4], nil, [1]]
        #expect(scores(templates, .euclidean)[1] == 5)
        #expect(scores(templates, .cosine)[1].isNaN)
        for metric in [ScoreMetric.cosine, .euclidean] {
            let found = scores(templates, metric)
            #expect(found[4 + 2].isNaN && found[4 + 3].isNaN && found[8].isNaN)
        }
    }
}
