/// Labelled comparisons with the scores of some matchers, in columns. May be read many times and gives the same each
/// time, so that nobody has to hold all of it.
public protocol TrialSource: Sendable {
    /// The names of the groups that `TrialBlock.groups` points into.
    var groupNames: [String] { get }
    /// Whether `subjectA` and `subjectB` are filled.
    var hasSubjects: Bool { get }
    /// Whether `folds` is filled.
    var hasFolds: Bool { get }
    /// Calls the body with every block in order.
    func forEachBlock(_ body: (TrialBlock) throws -> Void) throws
    /// The images of a comparison, by its 0-based number in the order of the blocks; empty texts when not known.
    func images(of trial: Int) -> (a: String, b: String)
}

/// Some consecutive comparisons. Every column is empty or has one element a comparison.
public struct TrialBlock: Sendable {
    /// 0-based number of the first comparison.
    public var first: Int
    /// Whether both images show the same person.
    public var mated: [Bool]
    /// Native scores: one column a matcher in the matchers' order, NaN without a score.
    public var scores: [[Double]]
    /// Numbers of the subjects, from 0.
    public var subjectA: [Int32]
    /// Numbers of the second subjects.
    public var subjectB: [Int32]
    /// Index into `groupNames`, -1 without a group.
    public var groups: [Int32]
    /// The file's folds, from 0.
    public var folds: [Int32]

    /// Creates a value from its parts.
    public init(
        first: Int, mated: [Bool], scores: [[Double]], subjectA: [Int32] = [], subjectB: [Int32] = [],
        groups: [Int32] = [], folds: [Int32] = []
    ) {
        self.first = first
        self.mated = mated
        self.scores = scores
        self.subjectA = subjectA
        self.subjectB = subjectB
        self.groups = groups
        self.folds = folds
    }

    /// The number of comparisons.
    public var count: Int { mated.count }
}
