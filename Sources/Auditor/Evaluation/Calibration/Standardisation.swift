import AuditCore

/// Shifts and scales scores so that both classes together, equally weighted, have mean 0 and variance 1.
struct Standardisation: Sendable {
    private let means: [Double]
    private let deviations: [Double]

    init(mated: [Double], nonMated: [Double], width: Int) {
        var means: [Double] = []
        var deviations: [Double] = []
        for column in 0..<width {
            var classes = [Moments(), Moments()]
            for (index, scores) in [mated, nonMated].enumerated() {
                for place in stride(from: column, to: scores.count, by: width) { classes[index].add(scores[place]) }
            }
            let gap = classes[0].mean - classes[1].mean
            let variance = (classes[0].variance + classes[1].variance) / 2 + gap * gap / 4
            means.append((classes[0].mean + classes[1].mean) / 2)
            deviations.append(variance > 0 ? variance.squareRoot() : 1)
        }
        self.means = means
        self.deviations = deviations
    }

    func apply(_ scores: [Double]) -> [Double] {
        var result = scores
        let width = means.count
        for index in result.indices {
            let column = index % width
            result[index] = (result[index] - means[column]) / deviations[column]
        }
        return result
    }

    /// The map in native units from an intercept and weights for standardised scores.
    func native(_ beta: [Double]) -> LogisticMap {
        var intercept = beta[0]
        var weights: [Double] = []
        for column in means.indices {
            let weight = beta[column + 1] / deviations[column]
            weights.append(weight)
            intercept -= weight * means[column]
        }
        return LogisticMap(intercept: intercept, weights: weights)
    }
}

/// Small systems of linear equations.
enum LinearSystem {
    /// Gaussian elimination with partial pivoting; nil when the matrix is singular.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let size = rows.count
        for column in 0..<size {
            var pivot = column
            for row in column..<size where abs(rows[row][column]) > abs(rows[pivot][column]) { pivot = row }
            guard abs(rows[pivot][column]) > 1e-300 else { return nil }
            rows.swapAt(column, pivot)
            for row in (column + 1)..<size {
                let factor = rows[row][column] / rows[column][column]
                for place in column...size { rows[row][place] -= factor * rows[column][place] }
            }
        }
        var result = [Double](repeating: 0, count: size)
        for row in stride(from: size - 1, through: 0, by: -1) {
            var sum = rows[row][size]
            for column in (row + 1)..<size { sum -= rows[row][column] * result[column] }
            result[row] = sum / rows[row][row]
        }
        return result
    }
}
