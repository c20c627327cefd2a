/// Sorted distinct similarities, each with its number of mated and non-mated comparisons.
struct ScoreCells: Equatable, Sendable {
    /// Rising, distinct.
    var values: [Double] = []
    /// Comparisons of each value. 32 bits, because there may be two million values for each of several matchers.
    var mated: [UInt32] = []
    /// See `mated`.
    var nonMated: [UInt32] = []

    /// Adds the scores of one class, which must be sorted.
    mutating func merge(sorted scores: [Double], areMated: Bool) {
        guard !scores.isEmpty else { return }
        var result = ScoreCells()
        result.reserve(values.count + scores.count)
        var old = 0
        var new = 0
        while old < values.count || new < scores.count {
            let value: Double
            if new == scores.count || (old < values.count && values[old] <= scores[new]) {
                value = values[old]
            } else {
                value = scores[new]
            }
            var added: UInt32 = 0
            while new < scores.count, scores[new] == value {
                added += 1
                new += 1
            }
            var (m, n): (UInt32, UInt32) = (0, 0)
            if old < values.count, values[old] == value {
                m = mated[old]
                n = nonMated[old]
                old += 1
            }
            result.append(value, mated: areMated ? m + added : m, nonMated: areMated ? n : n + added)
        }
        self = result
    }

    /// Adds a cell above all others.
    mutating func append(_ value: Double, mated m: UInt32, nonMated n: UInt32) {
        values.append(value)
        mated.append(m)
        nonMated.append(n)
    }

    private mutating func reserve(_ count: Int) {
        values.reserveCapacity(count)
        mated.reserveCapacity(count)
        nonMated.reserveCapacity(count)
    }
}
