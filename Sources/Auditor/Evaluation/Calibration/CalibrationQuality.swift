import AuditCore

/// Cllr and reliability of cross-validated likelihood ratios.
struct CalibrationQuality: Sendable {
    static let bins = 20
    private(set) var cost = LikelihoodCost()
    private var counts = [[Int]](repeating: [Int](repeating: 0, count: bins), count: 2)
    private var sums = [[Double]](repeating: [Double](repeating: 0, count: bins), count: 2)

    mutating func add(_ logLikelihoodRatio: Double, mated: Bool) {
        cost.add(logLikelihoodRatio, mated: mated)
        let probability = LogisticMap.probability(logLikelihoodRatio: logLikelihoodRatio)
        let bin = min(Self.bins - 1, Int(probability * Double(Self.bins)))
        counts[mated ? 1 : 0][bin] += 1
        sums[mated ? 1 : 0][bin] += probability
    }

    /// The bins that hold a comparison, rising; each class has half of all weight.
    var reliability: [EvaluationCurves.ReliabilityBin] {
        let weights = counts.map { 1 / Double(max(1, $0.reduce(0, +))) }
        return (0..<Self.bins).compactMap { bin in
            let count = counts[0][bin] + counts[1][bin]
            guard count > 0 else { return nil }
            let matedWeight = Double(counts[1][bin]) * weights[1]
            let total = Double(counts[0][bin]) * weights[0] + matedWeight
            let predicted = sums[0][bin] * weights[0] + sums[1][bin] * weights[1]
            return .init(predicted: predicted / total, observed: matedWeight / total, count: count)
        }
    }
}
