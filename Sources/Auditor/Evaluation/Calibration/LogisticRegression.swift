import AuditCore

#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Logistic regression with both classes weighted to prior 0.5, so that the log odds are log likelihood ratios (Brummer &
/// du Preez, 2006). Newton's method on standardised scores; a ridge of 1e-6 on the weights keeps them finite when the
/// classes do not overlap.
enum LogisticRegression {
    private static let ridge = 1e-6

    /// - Parameter excluding: The fold to leave out.
    /// - Returns: Nil when a class has no comparison that all columns scored.
    static func fit(_ sample: FitSample, columns: [Int], excluding fold: Int?) -> LogisticMap? {
        let mated = rows(sample.mated, columns, excluding: fold)
        let nonMated = rows(sample.nonMated, columns, excluding: fold)
        return fit(mated: mated, nonMated: nonMated, width: columns.count)
    }

    /// - Parameters:
    ///   - mated: Native scores, `width` a comparison.
    ///   - nonMated: As `mated`.
    static func fit(mated: [Double], nonMated: [Double], width: Int) -> LogisticMap? {
        guard !mated.isEmpty, !nonMated.isEmpty else { return nil }
        let scale = Standardisation(mated: mated, nonMated: nonMated, width: width)
        let (x, y) = (scale.apply(mated), scale.apply(nonMated))
        var beta = [Double](repeating: 0, count: width + 1)
        var state = objective(x, y, width, beta)
        for _ in 0..<50 {
            guard let step = LinearSystem.solve(state.hessian, state.gradient) else { break }
            var length = 1.0
            var improved = false
            while length > 1e-6 {
                let trial = zip(beta, step).map { $0 - length * $1 }
                let next = objective(x, y, width, trial)
                if next.value <= state.value {
                    improved = state.value - next.value > 1e-13 * (1 + abs(state.value))
                    beta = trial
                    state = next
                    break
                }
                length /= 2
            }
            if !improved { break }
        }
        return scale.native(beta)
    }

    private static func rows(_ source: ThinnedRows, _ columns: [Int], excluding fold: Int?) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(source.folds.count * columns.count)
        for row in source.folds.indices where fold.map({ Int(source.folds[row]) != $0 }) ?? true {
            let start = row * source.width
            guard columns.allSatisfy({ ScoreTally.isScore(source.scores[start + $0]) }) else { continue }
            for column in columns { result.append(source.scores[start + column]) }
        }
        return result
    }

    private struct State {
        var value: Double
        var gradient: [Double]
        var hessian: [[Double]]
    }

    private static func objective(_ mated: [Double], _ nonMated: [Double], _ width: Int, _ beta: [Double]) -> State {
        let size = width + 1
        var value = 0.0
        var gradient = [Double](repeating: 0, count: size)
        var flat = [Double](repeating: 0, count: size * size)
        for (scores, sign) in [(mated, 1.0), (nonMated, -1.0)] {
            let weight = 0.5 / Double(scores.count / width)
            for start in stride(from: 0, to: scores.count, by: width) {
                var z = beta[0]
                for column in 0..<width { z += beta[column + 1] * scores[start + column] }
                // e = exp(-|z|) serves value, slope and curvature and cannot overflow.
                let margin = sign * z
                let e = exp(-abs(margin))
                value += weight * (log1p(e) + max(0, -margin))
                let miss = (margin >= 0 ? e : 1) / (1 + e)
                let slope = -sign * weight * miss
                let curvature = weight * e / ((1 + e) * (1 + e))
                gradient[0] += slope
                flat[0] += curvature
                for row in 0..<width {
                    let r = scores[start + row]
                    gradient[row + 1] += slope * r
                    flat[(row + 1) * size] += curvature * r
                    for column in 0...row {
                        flat[(row + 1) * size + column + 1] += curvature * r * scores[start + column]
                    }
                }
            }
        }
        var hessian = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for row in 0..<size {
            for column in 0...row {
                hessian[row][column] = flat[row * size + column]
                hessian[column][row] = flat[row * size + column]
            }
        }
        for index in 1..<size {
            value += ridge / 2 * beta[index] * beta[index]
            gradient[index] += ridge * beta[index]
            hessian[index][index] += ridge
        }
        // Where every comparison is far from the boundary the intercept has no curvature left.
        hessian[0][0] += 1e-12
        return State(value: value, gradient: gradient, hessian: hessian)
    }
}
