import AuditCore
import MatcherKit
import NativeMatchers
import Testing

/// The shim over FAISS, below everything that checks what it is given.
@Suite struct FaissIndexTests {
    private static func bytes<T>(_ values: [T]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

    private static func index(_ metric: ScoreMetric, capacity: Int = 10) throws -> FaissIndex {
        try FaissIndex(SearchOptions(dimension: 2, metric: metric, threads: 1, capacity: capacity))
    }

    private static func add(_ index: inout FaissIndex, _ ids: [Int64], _ values: [Float]) throws {
        try bytes(ids).withUnsafeBytes { ids in
            try bytes(values).withUnsafeBytes { try index.add(ids: ids, templates: $0) }
        }
    }

    private static func nearest(_ index: FaissIndex, _ probe: [Float], _ count: Int) throws -> SearchHits {
        try bytes(probe).withUnsafeBytes { try index.nearest(probes: $0, count: count) }
    }

    @Test(arguments: [[Float.nan, 1], [1, .infinity], [-.infinity, 1]])
    func whatIsNotFiniteIsRefused(values: [Float]) throws {
        for metric in [ScoreMetric.cosine, .euclidean] {
            var index = try Self.index(metric)
            #expect(throws: SearchFailure.self) { try Self.add(&index, [1, 2], [1, 0] + values) }
            #expect(index.count == 0, "all or none")
            try Self.add(&index, [1], [1, 0])
            #expect(throws: SearchFailure.self) { try Self.nearest(index, values, 1) }
        }
    }

    @Test func aTemplateWithoutLengthHasNoCosineAndAnOverlongOneNoDistance() throws {
        var cosine = try Self.index(.cosine)
        #expect(throws: SearchFailure.self) { try Self.add(&cosine, [1], [0, 0]) }
        // Lengths that single precision cannot square.
        try Self.add(&cosine, [1, 2], [3e30, 4e30, 0, 1e-30])
        #expect(try Self.nearest(cosine, [0, 2], 2).ids == [2, 1])
        #expect(abs(try Self.nearest(cosine, [0, 2], 2).scores[1] - 0.8) < 1e-6)
        var euclidean = try Self.index(.euclidean)
        #expect(throws: SearchFailure.self) { try Self.add(&euclidean, [1], [3e30, 0]) }
    }

    @Test func thereIsNoMoreRoomThanWasAskedFor() throws {
        var index = try Self.index(.euclidean, capacity: 2)
        try Self.add(&index, [1, 2], [0, 0, 3, 4])
        #expect(throws: SearchFailure.self) { try Self.add(&index, [3], [1, 1]) }
        try Self.add(&index, [2], [6, 8])
        #expect(try Self.nearest(index, [0, 0], 5) == SearchHits(counts: [2], ids: [1, 2], scores: [0, 10]))
    }

    @Test func partsOfBlocksAndImpossibleOptionsAreRefused() throws {
        var index = try Self.index(.euclidean)
        #expect(throws: SearchFailure.self) { try Self.add(&index, [1], [1]) }
        #expect(throws: SearchFailure.self) { try Self.nearest(index, [1], 1) }
        for (dimension, threads) in [(0, 1), (65_537, 1), (2, 0), (2, 5000)] {
            #expect(throws: SearchFailure.self) {
                try FaissIndex(
                    SearchOptions(dimension: dimension, metric: .cosine, threads: threads, capacity: 1))
            }
        }
    }

    /// Coordinates that differ in the last bits only: sums in single precision would rank them by chance.
    @Test func templatesThatSinglePrecisionCannotTellApartAreRankedExactly() throws {
        var index = try Self.index(.euclidean, capacity: 200)
        let near = (0..<200).map { Float(1000) + Float($0) * 0.00006103515625 }
        try Self.add(&index, (0..<200).map { Int64(199 - $0) }, near.flatMap { [$0, 0] })
        let hits = try Self.nearest(index, [1000, 0], 3)
        #expect(hits.ids == [199, 198, 197])
        #expect(hits.scores == [0, 0.00006103515625, 0.0001220703125])
    }
}
