/// Of the comparisons of non-mated probes with enrolled photos, how many are at or above each of some thresholds: the
/// false match rates beside which a search's own rate is put.
struct FalseMatchTally: Sendable {
    /// For each matcher similarities, rising.
    private let thresholds: [[Double]]
    /// By the number of thresholds that a comparison passes.
    private var passed: [[Int]]
    private var totals: [Int]

    init(_ thresholds: [[Double]]) {
        self.thresholds = thresholds
        passed = thresholds.map { Array(repeating: 0, count: $0.count + 1) }
        totals = Array(repeating: 0, count: thresholds.count)
    }

    /// Adds similarities of one matcher; those that are not finite are failures to acquire.
    mutating func add(_ scores: [Double], column: Int) {
        let limits = thresholds[column]
        let lowest = limits.first ?? .infinity
        for score in scores where score.isFinite {
            totals[column] += 1
            guard score >= lowest else { continue }
            var count = 1
            while count < limits.count, score >= limits[count] { count += 1 }
            passed[column][count] += 1
        }
    }

    /// The rate of each threshold; 0 without a comparison.
    func rates(column: Int) -> [Double: Double] {
        var matches = 0
        var rates: [Double: Double] = [:]
        for place in thresholds[column].indices.reversed() {
            matches += passed[column][place + 1]
            rates[thresholds[column][place]] =
                totals[column] > 0 ? Double(matches) / Double(totals[column]) : 0
        }
        return rates
    }
}
