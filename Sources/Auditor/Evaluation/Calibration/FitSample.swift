/// The comparisons that calibrations are fitted to: of each class every one, or when there are more than a million every
/// second, fourth, eighth, ... one, so that memory and time are bounded and nothing depends on chance.
struct FitSample: Sendable {
    private(set) var mated: ThinnedRows
    private(set) var nonMated: ThinnedRows

    init(matchers: Int, capacity: Int = 1_000_000) {
        mated = ThinnedRows(width: matchers, capacity: capacity)
        nonMated = mated
    }

    mutating func add(_ block: TrialBlock) {
        for index in 0..<block.count {
            let fold = CrossValidation.fold(block, index)
            if block.mated[index] {
                mated.add(block, index, fold: fold)
            } else {
                nonMated.add(block, index, fold: fold)
            }
        }
    }
}

/// Scores of comparisons, row by row.
struct ThinnedRows: Sendable {
    let width: Int
    private let capacity: Int
    private var stride = 1
    private var seen = 0
    /// Native scores, `width` a row.
    private(set) var scores: [Double] = []
    private(set) var folds: [UInt8] = []

    init(width: Int, capacity: Int) {
        self.width = width
        self.capacity = max(2, capacity)
    }

    mutating func add(_ block: TrialBlock, _ index: Int, fold: Int) {
        defer { seen += 1 }
        guard seen & (stride - 1) == 0 else { return }
        for column in 0..<width { scores.append(block.scores[column][index]) }
        folds.append(UInt8(fold))
        if folds.count > capacity { thin() }
    }

    private mutating func thin() {
        let kept = (folds.count + 1) / 2
        for row in 0..<kept {
            folds[row] = folds[2 * row]
            for column in 0..<width { scores[row * width + column] = scores[2 * row * width + column] }
        }
        folds.removeLast(folds.count - kept)
        scores.removeLast(scores.count - kept * width)
        stride *= 2
    }
}
