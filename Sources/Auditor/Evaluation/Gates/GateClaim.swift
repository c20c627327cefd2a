/// One `--gate`: a limit on a matcher's figure, such as `opencv.fnmr@fmr=1e-3<=0.02`.
public struct GateClaim: Equatable, Sendable {
    /// Which figure is limited.
    public enum Figure: Equatable, Sendable {
        /// The false non-match rate at the threshold for a false match rate.
        case fnmr(fmrTarget: Double)
        /// The false match rate at a threshold in native units.
        case fmrAtThreshold(Double)
        /// The false non-match rate at a threshold in native units.
        case fnmrAtThreshold(Double)
        /// The equal error rate.
        case eer
        /// The cross-validated Cllr.
        case cllr
        /// The area under the ROC.
        case auc
        /// The failure-to-acquire rate.
        case fta
        /// The accuracy over the file's folds.
        case accuracy(withFailures: Bool)

        /// Whether the limit is the least that the figure may be.
        public var isLowerLimit: Bool {
            switch self {
            case .auc, .accuracy: true
            default: false
            }
        }

        /// Whether the figure lies between 0 and 1.
        var isRate: Bool { self != .cllr }
    }

    /// The claim as given.
    public let text: String
    /// The matcher's name.
    public let matcher: String
    /// Which figure is limited.
    public let figure: Figure
    /// The limit: an upper one, of `auc` and the accuracies a lower one.
    public let limit: Double

    private static let forms =
        "NAME.FIGURE<=LIMIT with the figure fnmr@fmr=RATE, fnmr@threshold=SCORE, fmr@threshold=SCORE, eer, cllr or fta, "
        + "or NAME.FIGURE>=LIMIT with auc, accuracy_10fold or accuracy_10fold_with_failures"

    /// Reads `NAME.FIGURE<=LIMIT` or, for figures of which more is better, `NAME.FIGURE>=LIMIT`; the name may hold dots.
    /// - Throws: `EvaluationError` with what was found and what was expected.
    public init(_ text: String) throws(EvaluationError) {
        func fail(_ found: String) -> EvaluationError {
            EvaluationError(message: "gate '\(text)': found \(found); expected \(Self.forms)")
        }
        let isLower = !text.contains("<=")
        guard let range = text.firstRange(of: isLower ? ">=" : "<=") else { throw fail("neither '<=' nor '>='") }
        let (left, right) = (text[..<range.lowerBound], text[range.upperBound...])
        guard let limit = Double(right), limit.isFinite, limit >= 0 else { throw fail("the limit '\(right)'") }
        let claim = left.firstIndex(of: "@").map { left[..<$0] } ?? left
        guard let dot = claim.lastIndex(of: "."), dot > claim.startIndex else { throw fail("no matcher's name") }
        let (name, condition) = (claim[claim.index(after: dot)...], left[claim.endIndex...])
        switch Self.figure(name, condition) {
        case .success(let found): figure = found
        case .failure(let problem): throw fail(problem.message)
        }
        guard figure.isLowerLimit == isLower else { throw fail("'\(isLower ? ">=" : "<=")' for '\(name)'") }
        // A limit that every sample keeps is a slip, such as 2 for 2 %.
        guard limit <= 1 || !figure.isRate else {
            throw fail("the limit '\(right)' for a figure that lies between 0 and 1")
        }
        self.text = text
        self.limit = limit
        matcher = String(claim[..<dot])
    }

    private static func figure(_ name: Substring, _ condition: Substring) -> Result<Figure, EvaluationError> {
        func found(_ text: String) -> Result<Figure, EvaluationError> { .failure(EvaluationError(message: text)) }
        let parts = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? parts[1] : ""
        switch (name, parts.first ?? "") {
        case ("fnmr", "@fmr"):
            guard let target = Double(value), target > 0, target < 1 else {
                return found("the false match rate '\(value)'")
            }
            return .success(.fnmr(fmrTarget: target))
        case ("fnmr", "@threshold"), ("fmr", "@threshold"):
            guard let threshold = Double(value), threshold.isFinite else { return found("the threshold '\(value)'") }
            return .success(name == "fmr" ? .fmrAtThreshold(threshold) : .fnmrAtThreshold(threshold))
        case ("eer", ""): return .success(.eer)
        case ("cllr", ""): return .success(.cllr)
        case ("auc", ""): return .success(.auc)
        case ("fta", ""): return .success(.fta)
        case ("accuracy_10fold", ""): return .success(.accuracy(withFailures: false))
        case ("accuracy_10fold_with_failures", ""): return .success(.accuracy(withFailures: true))
        case ("min_cllr", ""), ("d_prime", ""), ("images_per_second", ""):
            return found("'\(name)', which has no interval that a claim could be judged by")
        default: return found("the figure '\(name)\(condition)'")
        }
    }

    /// The false match rate at which the figure is taken, if any.
    public var fmrTarget: Double? {
        if case .fnmr(let target) = figure { target } else { nil }
    }

    /// The threshold in native units at which the figure is taken, if any.
    public var threshold: Double? {
        switch figure {
        case .fmrAtThreshold(let threshold), .fnmrAtThreshold(let threshold): threshold
        default: nil
        }
    }
}
