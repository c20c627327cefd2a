import AuditCore

/// The trade-off of both errors at rank 1, as many points as a drawing needs.
enum OpenSetCurve {
    /// Most points.
    static let most = 200

    /// Points of falling FPIR; at each the threshold is the highest that has it, so that the drawn line is exact where
    /// it has points.
    static func points(_ searches: OpenSetSearches, direction: ScoreDirection) -> [GalleryFigures.CurvePoint] {
        let scores = searches.nonMated.compactMap(\.best).sorted(by: >)
        guard let highest = scores.first else { return [] }
        // Equal steps in the logarithm of the number of false positives show both ends.
        var counts: Set<Int> = [0, scores.count]
        var count = 1.0
        let step = max(1.0001, exponent(scores.count))
        while Int(count) < scores.count {
            counts.insert(Int(count))
            count = max(count + 1, count * step)
        }
        let hits = searches.mated.filter { $0.rank == 1 }.compactMap(\.similarity).sorted()
        return counts.sorted(by: >).reduce(into: []) { points, count in
            let threshold = count == 0 ? highest.nextUp : scores[count - 1]
            let point = GalleryFigures.CurvePoint(
                threshold: direction.similarity(threshold),
                fpir: searches.falsePositiveRate(threshold: threshold),
                fnir: 1 - Double(hits.count - below(hits, threshold)) / Double(max(searches.mated.count, 1)))
            if points.last != point { points.append(point) }
        }
    }

    /// The factor that reaches a count in `most` steps.
    private static func exponent(_ count: Int) -> Double {
        var (low, high) = (1.0, 2.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            var product = 1.0
            for _ in 0..<most where product < Double(count) { product *= middle }
            if product < Double(count) { low = middle } else { high = middle }
        }
        return high
    }

    /// How many of rising values are below a limit.
    private static func below(_ values: [Double], _ limit: Double) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
