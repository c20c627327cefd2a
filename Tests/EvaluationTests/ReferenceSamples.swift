import Evaluation

/// Published samples with known figures (design notes 7.1).
enum ReferenceSamples {
    /// Fisher's Iris, sepal length: versicolor against setosa.
    static let irisMated = [
        7.0, 6.4, 6.9, 5.5, 6.5, 5.7, 6.3, 4.9, 6.6, 5.2, 5.0, 5.9, 6.0, 6.1, 5.6, 6.7, 5.6, 5.8, 6.2, 5.6, 5.9, 6.1,
        6.3,
        6.1, 6.4, 6.6, 6.8, 6.7, 6.0, 5.7, 5.5, 5.5, 5.8, 6.0, 5.4, 6.0, 6.7, 6.3, 5.6, 5.5, 5.5, 6.1, 5.8, 5.0, 5.6,
        5.7,
        5.7, 6.2, 5.1, 5.7,
    ]
    static let irisNonMated = [
        5.1, 4.9, 4.7, 4.6, 5.0, 5.4, 4.6, 5.0, 4.4, 4.9, 5.4, 4.8, 4.8, 4.3, 5.8, 5.7, 5.4, 5.1, 5.7, 5.1, 5.4, 5.1,
        4.6,
        5.1, 4.8, 5.0, 5.0, 5.2, 5.2, 4.7, 4.8, 5.4, 5.2, 5.5, 4.9, 5.0, 5.5, 4.9, 4.4, 5.1, 5.0, 4.5, 4.4, 5.0, 5.1,
        4.8,
        5.1, 4.6, 5.3, 5.0,
    ]
    static let tenMated = [0.95, 0.90, 0.85, 0.80, 0.75, 0.70, 0.60, 0.55, 0.45, 0.30]
    static let tenNonMated = [0.65, 0.50, 0.40, 0.35, 0.25, 0.20, 0.15, 0.10, 0.05, 0.02]

    static func distribution(_ mated: [Double], _ nonMated: [Double], capacity: Int = 1 << 21) -> ScoreDistribution {
        var tally = ScoreTally(capacity: capacity)
        for score in mated { tally.add(score, mated: true) }
        for score in nonMated { tally.add(score, mated: false) }
        return tally.distribution()
    }

    static var iris: ScoreDistribution { distribution(irisMated, irisNonMated) }
    static var ten: ScoreDistribution { distribution(tenMated, tenNonMated) }
}

/// Whether two numbers differ by less than a tolerance.
func isNear(_ a: Double, _ b: Double, _ tolerance: Double = 1e-7) -> Bool { abs(a - b) <= tolerance }
