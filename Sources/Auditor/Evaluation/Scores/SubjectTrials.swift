public import AuditCore

/// Every comparison of a set of images, each two once, made from their templates block by block: twelve million
/// comparisons need no more memory than their templates. Scores differ from `ScoreMetric.score` by single-precision
/// rounding only (about 1e-6).
///
/// A comparison has a group only when both images are of the same one.
public struct SubjectTrials: TrialSource {
    /// See `TrialSource`.
    public let groupNames: [String]
    /// See `TrialSource`.
    public var hasSubjects: Bool { true }
    /// See `TrialSource`.
    public var hasFolds: Bool { false }
    private let images: [String]
    private let subject: [Int32]
    private let group: [Int32]
    private let matrices: [TemplateMatrix]
    /// Number of the first comparison of each row.
    private let firstTrial: [Int]

    /// Comparisons in one block, about.
    private static let blockSize = 1 << 16

    /// Creates the comparisons.
    /// - Parameters:
    ///   - templates: For each matcher its metric and one template an image, nil where there is none.
    public init(
        images: [String], subject: [Int32], group: [Int32], groupNames: [String],
        templates: [(metric: ScoreMetric, templates: [FaceTemplate?])]
    ) {
        self.images = images
        self.subject = subject
        self.group = group
        self.groupNames = groupNames
        matrices = templates.map { TemplateMatrix($0.templates, metric: $0.metric) }
        var first: [Int] = []
        var total = 0
        for row in images.indices {
            first.append(total)
            total += images.count - row - 1
        }
        firstTrial = first
    }

    /// Number of comparisons.
    public var count: Int { images.count * (images.count - 1) / 2 }

    /// See `TrialSource`.
    public func forEachBlock(_ body: (TrialBlock) throws -> Void) throws {
        var row = 0
        while row < images.count - 1 {
            var block = TrialBlock(
                first: firstTrial[row], mated: [], scores: Array(repeating: [], count: matrices.count))
            while row < images.count - 1, block.count < Self.blockSize {
                append(row, to: &block)
                row += 1
            }
            try body(block)
        }
    }

    private func append(_ row: Int, to block: inout TrialBlock) {
        let others = row + 1..<images.count
        let own = subject[row]
        block.mated.append(contentsOf: subject[others].lazy.map { $0 == own })
        block.subjectA.append(contentsOf: repeatElement(own, count: others.count))
        block.subjectB.append(contentsOf: subject[others])
        if !group.isEmpty {
            let ownGroup = group[row]
            block.groups.append(contentsOf: group[others].lazy.map { $0 == ownGroup ? ownGroup : -1 })
        }
        for (number, matrix) in matrices.enumerated() {
            matrix.scores(row: row, others: others, into: &block.scores[number])
        }
    }

    /// See `TrialSource`.
    public func images(of trial: Int) -> (a: String, b: String) {
        // The last row whose first comparison is not behind the trial.
        var low = 0
        var high = firstTrial.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if firstTrial[middle] <= trial { low = middle } else { high = middle - 1 }
        }
        return (images[low], images[low + 1 + trial - firstTrial[low]])
    }
}
