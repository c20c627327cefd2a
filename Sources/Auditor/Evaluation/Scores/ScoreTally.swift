/// Counts the similarities of both classes in bounded memory.
///
/// Up to `capacity` distinct values are kept as they are. Beyond that, values are floored to a grid with a power-of-two
/// step: a cell stands for its lowest value, so FMR and FNMR at every value that is kept are still exact counts;
/// coarsening only removes candidate thresholds. Mean and variance always come from the unrounded scores.
public struct ScoreTally: Sendable {
    /// Distinct values that are kept before the grid takes over.
    public static let defaultCapacity = 1 << 21

    private let capacity: Int
    private let bufferLimit: Int
    private var matedBuffer: [Double] = []
    private var nonMatedBuffer: [Double] = []
    private var cells = ScoreCells()
    private var grid: ScoreGrid?
    private var matedMoments = Moments()
    private var nonMatedMoments = Moments()
    private var maximum = -Double.infinity

    /// Creates an empty tally; tests give a small capacity.
    public init(capacity: Int = ScoreTally.defaultCapacity) {
        self.capacity = capacity
        bufferLimit = max(16, min(1 << 18, capacity))
    }

    /// Whether a native score counts as one: NaN, infinities and values beyond 1e150 are comparisons without a score.
    public static func isScore(_ native: Double) -> Bool { abs(native) < 1e150 }

    /// Counts a similarity for which `isScore` holds.
    public mutating func add(_ similarity: Double, mated: Bool) {
        // Negative zero and zero are one value.
        let value = similarity + 0
        if value > maximum { maximum = value }
        if mated { matedMoments.add(value) } else { nonMatedMoments.add(value) }
        if grid != nil {
            grid?.add(value, mated: mated)
            return
        }
        if mated { matedBuffer.append(value) } else { nonMatedBuffer.append(value) }
        if matedBuffer.count + nonMatedBuffer.count >= bufferLimit { flush() }
    }

    /// What was counted so far.
    public mutating func distribution() -> ScoreDistribution {
        flush()
        return ScoreDistribution(
            cells: grid?.cells() ?? cells, maximum: maximum, matedMoments: matedMoments,
            nonMatedMoments: nonMatedMoments, resolution: grid?.step ?? 0)
    }

    private mutating func flush() {
        guard grid == nil else { return }
        matedBuffer.sort()
        nonMatedBuffer.sort()
        cells.merge(sorted: matedBuffer, areMated: true)
        cells.merge(sorted: nonMatedBuffer, areMated: false)
        matedBuffer.removeAll(keepingCapacity: true)
        nonMatedBuffer.removeAll(keepingCapacity: true)
        guard cells.values.count > capacity else { return }
        grid = ScoreGrid(cells, capacity: capacity)
        cells = ScoreCells()
        matedBuffer = []
        nonMatedBuffer = []
    }
}

/// Count, mean and variance, from sums about the first value so that a large offset costs no digits.
struct Moments: Equatable, Sendable {
    private(set) var count = 0
    private var origin = 0.0
    private var sum = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        if count == 0 { origin = value }
        count += 1
        let offset = value - origin
        sum += offset
        squares += offset * offset
    }

    /// The mean; 0 when empty.
    var mean: Double { count == 0 ? 0 : origin + sum / Double(count) }

    /// The sample variance (n - 1); 0 below two values.
    var variance: Double {
        guard count > 1 else { return 0 }
        let n = Double(count)
        return max(0, (squares - sum * sum / n) / (n - 1))
    }
}
