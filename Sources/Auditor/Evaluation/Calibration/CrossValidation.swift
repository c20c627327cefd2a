import AuditCore

/// How comparisons are divided so that a calibration is never judged by what it was fitted to.
enum CrossValidation {
    static let folds = 5

    /// The fold of a comparison, from a hash of its unordered pair of subjects, or of its number when subjects are not
    /// known: repetitions of a pair stay together.
    static func fold(_ block: TrialBlock, _ index: Int) -> Int {
        let key: UInt64
        if block.subjectA.isEmpty {
            key = UInt64(block.first + index)
        } else {
            let a = UInt32(bitPattern: block.subjectA[index])
            let b = UInt32(bitPattern: block.subjectB[index])
            key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
        }
        return Int(SplitMix64.mix(key) % UInt64(folds))
    }
}

/// One logistic calibration fitted to everything and one without each fold.
struct CrossValidatedMap: Sendable {
    /// Fitted to everything.
    let all: LogisticMap
    /// By fold: fitted to the others, or `all` when they lack a class.
    let outOfFold: [LogisticMap]

    /// Fits to the comparisons that all of some matchers scored; nil when those lack a class.
    init?(_ sample: FitSample, columns: [Int]) {
        guard let all = LogisticRegression.fit(sample, columns: columns, excluding: nil) else { return nil }
        self.all = all
        outOfFold = (0..<CrossValidation.folds).map {
            LogisticRegression.fit(sample, columns: columns, excluding: $0) ?? all
        }
    }
}
