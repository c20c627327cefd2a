/// A small sample in memory: what tests and callers with a few thousand comparisons use.
public struct TrialTable: TrialSource {
    /// Whether both images show the same person, by comparison.
    public var mated: [Bool]
    /// Native scores, one column a matcher; NaN without a score.
    public var scores: [[Double]]
    /// Numbers of the subjects, or empty.
    public var subjectA: [Int32]
    /// Numbers of the subjects, or empty.
    public var subjectB: [Int32]
    /// Index into `groupNames` by comparison, or empty.
    public var groups: [Int32]
    /// Folds from 0, or empty.
    public var folds: [Int32]
    /// The names of the groups.
    public var groupNames: [String]
    /// Image paths by comparison, or empty.
    public var imagePaths: [(a: String, b: String)]
    /// Comparisons a block.
    public var blockSize: Int

    /// Creates a table. Every column is empty or has one element a comparison.
    public init(
        mated: [Bool], scores: [[Double]], subjectA: [Int32] = [], subjectB: [Int32] = [], groups: [Int32] = [],
        groupNames: [String] = [], folds: [Int32] = [], imagePaths: [(a: String, b: String)] = [],
        blockSize: Int = 1 << 16
    ) {
        self.mated = mated
        self.scores = scores
        self.subjectA = subjectA
        self.subjectB = subjectB
        self.groups = groups
        self.groupNames = groupNames
        self.folds = folds
        self.imagePaths = imagePaths
        self.blockSize = max(1, blockSize)
    }

    /// Creates a table from the two classes of one matcher, mated first.
    public init(mated: [Double], nonMated: [Double]) {
        self.init(
            mated: mated.map { _ in true } + nonMated.map { _ in false }, scores: [mated + nonMated])
    }

    /// See `TrialSource`.
    public var hasSubjects: Bool { !subjectA.isEmpty }
    /// See `TrialSource`.
    public var hasFolds: Bool { !folds.isEmpty }

    /// See `TrialSource`.
    public func forEachBlock(_ body: (TrialBlock) throws -> Void) throws {
        for first in stride(from: 0, to: mated.count, by: blockSize) {
            let range = first..<min(first + blockSize, mated.count)
            func part<T>(_ column: [T]) -> [T] { column.isEmpty ? [] : Array(column[range]) }
            try body(
                TrialBlock(
                    first: first, mated: part(mated), scores: scores.map(part), subjectA: part(subjectA),
                    subjectB: part(subjectB), groups: part(groups), folds: part(folds)))
        }
    }

    /// See `TrialSource`.
    public func images(of trial: Int) -> (a: String, b: String) {
        imagePaths.indices.contains(trial) ? imagePaths[trial] : ("", "")
    }
}
