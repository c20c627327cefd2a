package import AuditCore
import Testing

/// What every index must do. An index's own test is a call of `check()` with a way to make an empty one; the oracle is
/// `ExactIndex`, whose own scores come from `ScoreMetric`, which has tests of its own.
package struct TemplateIndexConformance: Sendable {
    /// How the templates are compared.
    package var metric: ScoreMetric
    /// How far a score may lie from the exact one.
    package var tolerance: Double
    /// Makes an empty index of templates of a size.
    package var make: @Sendable (_ dimension: Int) async throws -> any TemplateIndex

    /// Creates a kit.
    package init(
        metric: ScoreMetric, tolerance: Double,
        make: @escaping @Sendable (_ dimension: Int) async throws -> any TemplateIndex
    ) {
        self.metric = metric
        self.tolerance = tolerance
        self.make = make
    }

    /// Runs every check.
    package func check() async throws {
        try await checkEmptyIndex()
        try await checkWorkedValues()
        try await checkTiesAndDuplicates()
        try await checkReplacementAndRemoval()
        try await checkRefusals()
        for seed in 0..<6 as Range<UInt64> { try await checkAgainstTheOracle(seed: seed) }
    }

    private func template(_ values: Float...) throws -> FaceTemplate { try #require(FaceTemplate(values)) }

    /// Random templates, some of them copies of others.
    package static func templates(_ count: Int, dimension: Int, seed: UInt64) -> [FaceTemplate] {
        var random = SplitMix64(seed: seed)
        var made: [FaceTemplate] = []
        while made.count < count {
            if made.count > 3, random.next() % 8 == 0 {
                made.append(made[Int(random.next() % UInt64(made.count))])
            } else if let template = FaceTemplate((0..<dimension).map { _ in Float.random(in: -1...1, using: &random) })
            {
                made.append(template)
            }
        }
        return made
    }

    private func checkEmptyIndex() async throws {
        let index = try await make(2)
        let probe = try template(1, 2)
        #expect(try await index.nearest([probe, probe], count: 3) == [[], []])
        #expect(try await index.within([probe], threshold: 0, limit: 3) == [[]])
        #expect(try await index.nearest([], count: 3).isEmpty)
        try await index.remove([4])
        try await index.add([])
    }

    /// Cosines 1, 0.8 and 0 of a 3-4-5 triangle; distances 0, the square root of 0.4 and that of 2.
    private func checkWorkedValues() async throws {
        let index = try await make(2)
        try await index.add([(7, template(0, 1)), (8, template(0.8, 0.6)), (9, template(1, 0))])
        let scores = metric == .cosine ? [1, 0.8, 0] : [0, 0.4.squareRoot(), 2.0.squareRoot()]
        let hits = try await index.nearest([template(1, 0)], count: 10)[0]
        #expect(hits.map(\.id) == [9, 8, 7], "more are asked for than there are")
        for (hit, score) in zip(hits, scores) { #expect(abs(hit.score - score) < 1e-7 + tolerance) }
        #expect(try await index.nearest([template(1, 0)], count: 1)[0].map(\.id) == [9])
        #expect(try await index.nearest([template(1, 0)], count: 0) == [[]])
        let between = (scores[1] + scores[2]) / 2
        #expect(try await index.within([template(1, 0)], threshold: between, limit: 10)[0].map(\.id) == [9, 8])
        #expect(try await index.within([template(1, 0)], threshold: between, limit: 1)[0].map(\.id) == [9])
        #expect(try await index.within([template(1, 0)], threshold: between, limit: 0) == [[]])
    }

    private func checkTiesAndDuplicates() async throws {
        let index = try await make(3)
        let same = try template(0.3, -0.2, 0.9)
        let ids: [Int64] = [50, -3, 12, .max, 7, .min, 0]
        try await index.add(ids.map { ($0, same) })
        try await index.add([(99, template(-0.3, 0.2, -0.9))])
        let hits = try await index.nearest([same], count: 5)[0]
        #expect(hits.map(\.id) == Array(ids.sorted().prefix(5)), "equal scores go by id, at the cut too")
        #expect(Set(hits.map(\.score)).count == 1)
        // More equal ones than an index would look at for so few hits.
        try await index.add((1000..<4000).reversed().map { ($0, same) })
        #expect(
            try await index.nearest([same], count: 9)[0].map(\.id)
                == Array((ids + [1000, 1001, 1002]).sorted().prefix(9)))
        let all = try await index.within([same], threshold: hits[0].score, limit: 10_000)[0]
        #expect(all.count == 3007)
        #expect(all.map(\.id) == all.map(\.id).sorted())
    }

    private func checkReplacementAndRemoval() async throws {
        let index = try await make(2)
        try await index.add([(1, template(1, 0)), (2, template(0, 1)), (3, template(-1, 0)), (4, template(1, 0.1))])
        try await index.remove([1, 1, 77])
        let probe = try template(1, 0)
        #expect(try await index.nearest([probe], count: 9)[0].map(\.id) == [4, 2, 3])
        try await index.add([(3, template(0, 5)), (3, template(2, 0)), (1, template(-1, -1))])
        #expect(try await index.nearest([probe], count: 1)[0].map(\.id) == [metric == .cosine ? 3 : 4])
        #expect(try await index.nearest([probe], count: 9)[0].count == 4)
        try await index.remove([1, 2, 3, 4])
        #expect(try await index.nearest([probe], count: 9) == [[]])
        try await index.add([(2, template(0, 1))])
        #expect(try await index.nearest([probe], count: 9)[0].map(\.id) == [2])
    }

    private func checkRefusals() async throws {
        #expect(FaceTemplate([.nan, 1]) == nil, "no index ever sees a template that is not finite")
        let index = try await make(2)
        try await index.add([(1, template(1, 0))])
        await #expect(throws: AuditError.self) {
            try await index.add([(2, template(1, 1)), (3, template(1, 2, 3))])
        }
        await #expect(throws: AuditError.self) { try await index.nearest([template(1, 2, 3)], count: 1) }
        await #expect(throws: AuditError.self) { try await index.within([template(1)], threshold: 0, limit: 1) }
        await #expect(throws: AuditError.self) { try await index.within([template(1, 0)], threshold: .nan, limit: 1) }
        if metric == .cosine {
            await #expect(throws: AuditError.self) { try await index.add([(4, template(0, 0))]) }
            await #expect(throws: AuditError.self) { try await index.nearest([template(0, 0)], count: 1) }
        }
        #expect(try await index.nearest([template(1, 0)], count: 9)[0].map(\.id) == [1], "nothing was added by halves")
    }

    /// The same operations on both give the same hits; only scores that single precision cannot tell apart may swap.
    private func checkAgainstTheOracle(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed &+ 1000)
        let dimension = [1, 2, 7, 16, 128, 130][Int(seed % 6)]
        let templates = Self.templates(400, dimension: dimension, seed: seed)
        let index = try await make(dimension)
        let oracle = ExactIndex(metric: metric)
        for part in 0..<4 {
            let batch = (0..<100).map { (id: Int64(random.next() % 600), template: templates[part * 100 + $0]) }
            let gone = (0..<20).map { _ in Int64(random.next() % 600) }
            try await index.add(batch)
            try await oracle.add(batch)
            try await index.remove(gone)
            await oracle.remove(gone)
            let probes = Self.templates(25, dimension: dimension, seed: seed &+ 77) + templates.prefix(25)
            let count = [1, 5, 40, 1000][part]
            let exact = try await oracle.nearest(probes, count: count)
            for (found, wanted) in zip(try await index.nearest(probes, count: count), exact) { compare(found, wanted) }
            let threshold = exact[0][min(30, exact[0].count - 1)].score
            let limit = [3, 1000, 1000, 20][part]
            let within = try await index.within(probes, threshold: threshold, limit: limit)
            // What the tolerance lets in is at the end.
            let loose = metric.direction.similarity(metric.direction.similarity(threshold) - 2 * tolerance)
            let (least, most) = (
                try await oracle.within(probes, threshold: threshold, limit: limit),
                try await oracle.within(probes, threshold: loose, limit: limit)
            )
            for (index, found) in within.enumerated() {
                #expect((least[index].count...most[index].count).contains(found.count))
                compare(found, Array(most[index].prefix(found.count)))
            }
        }
    }

    private func compare(_ found: [IndexHit], _ wanted: [IndexHit]) {
        #expect(found.count == wanted.count)
        for (place, (a, b)) in zip(found, wanted).enumerated() {
            #expect(abs(a.score - b.score) <= tolerance, "place \(place)")
            let isTied = wanted.count { abs($0.score - b.score) <= 2 * tolerance } > 1 || place == wanted.count - 1
            #expect(a.id == b.id || isTied && tolerance > 0, "place \(place)")
        }
    }
}
