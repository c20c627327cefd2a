/// Counters on a grid whose step is a power of two. A cell stands for its lowest value, a multiple of the step, so that
/// the number of scores at or above that value is exact. When the range outgrows the counters the step doubles: grids
/// nest, so counts at every value that is kept stay exact.
struct ScoreGrid: Sendable {
    private let capacity: Int
    /// Width of a cell.
    private(set) var step: Double
    private var inverse: Double
    private var low: Double
    private var high: Double
    /// Grid number of the first counter.
    private var first: Int
    private var mated: [UInt32]
    private var nonMated: [UInt32]

    /// Takes over cells, of which there must be at least two.
    init(_ cells: ScoreCells, capacity: Int) {
        self.capacity = max(8, capacity)
        low = cells.values[0]
        high = cells.values[cells.values.count - 1]
        step = Self.step(range: high - low, capacity: self.capacity)
        inverse = 1 / step
        first = 0
        mated = Array(repeating: 0, count: self.capacity)
        nonMated = mated
        first = centredFirst()
        for (index, value) in cells.values.enumerated() {
            let cell = Int((value * inverse).rounded(.down)) - first
            mated[cell] += cells.mated[index]
            nonMated[cell] += cells.nonMated[index]
        }
    }

    /// Counts a score.
    mutating func add(_ value: Double, mated isMated: Bool) {
        var cell = (value * inverse).rounded(.down) - Double(first)
        if cell < 0 || cell >= Double(capacity) {
            grow(to: value)
            cell = (value * inverse).rounded(.down) - Double(first)
        }
        low = min(low, value)
        high = max(high, value)
        if isMated { mated[Int(cell)] += 1 } else { nonMated[Int(cell)] += 1 }
    }

    /// The cells that hold a score.
    func cells() -> ScoreCells {
        var result = ScoreCells()
        for cell in 0..<capacity where mated[cell] != 0 || nonMated[cell] != 0 {
            result.append(Double(first + cell) * step, mated: mated[cell], nonMated: nonMated[cell])
        }
        return result
    }

    private mutating func grow(to value: Double) {
        let old = self
        low = min(low, value)
        high = max(high, value)
        step = max(step, Self.step(range: high - low, capacity: capacity))
        inverse = 1 / step
        first = centredFirst()
        mated = Array(repeating: 0, count: capacity)
        nonMated = mated
        let halvings = Int(step.exponent - old.step.exponent)
        for cell in 0..<capacity where old.mated[cell] != 0 || old.nonMated[cell] != 0 {
            let moved = ((old.first + cell) >> halvings) - first
            mated[moved] += old.mated[cell]
            nonMated[moved] += old.nonMated[cell]
        }
    }

    private func centredFirst() -> Int {
        let lowest = Int((low * inverse).rounded(.down))
        let span = Int((high * inverse).rounded(.down)) - lowest + 1
        return lowest - (capacity - span) / 2
    }

    /// The smallest power of two that leaves half of the counters free for growth.
    private static func step(range: Double, capacity: Int) -> Double {
        let least = range / Double(capacity / 2 - 2)
        return Double(sign: .plus, exponent: least.exponent + 1, significand: 1)
    }
}
