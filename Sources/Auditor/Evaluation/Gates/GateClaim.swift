/// One `--gate`: a limit on a matcher's figure, such as `opencv.fnmr@fmr=1e-3<=0.02`.
public struct GateClaim: Equatable, Sendable {
    /// Which figure is limited.
    public enum Figure: Equatable, Sendable {
        /// The false non-match rate at the threshold for a false match rate.
        case fnmr(fmrTarget: Double)
        /// The equal error rate.
        case eer
        /// The cross-validated Cllr.
        case cllr
        /// The area under the ROC.
        case auc
        /// The failure-to-acquire rate.
        case fta
    }

    /// The claim as given.
    public let text: String
    /// The matcher's name.
    public let matcher: String
    /// Which figure is limited.
    public let figure: Figure
    /// The limit: an upper one, of `auc` a lower one.
    public let limit: Double

    /// Reads `NAME.fnmr@fmr=RATE<=LIMIT`, `NAME.eer<=LIMIT`, `NAME.cllr<=LIMIT`, `NAME.fta<=LIMIT` or
    /// `NAME.auc>=LIMIT`; the name may hold dots.
    /// - Throws: `EvaluationError` with what was found and what was expected.
    public init(_ text: String) throws(EvaluationError) {
        func fail(_ found: String) -> EvaluationError {
            EvaluationError(
                message: "gate '\(text)': \(found); expected NAME.fnmr@fmr=RATE<=LIMIT, NAME.eer<=LIMIT, "
                    + "NAME.cllr<=LIMIT, NAME.fta<=LIMIT or NAME.auc>=LIMIT")
        }
        func split(_ part: Substring, at separator: String) -> (Substring, Substring)? {
            guard let range = part.firstRange(of: separator) else { return nil }
            return (part[..<range.lowerBound], part[range.upperBound...])
        }
        let isLower = !text.contains("<=")
        guard let (left, right) = split(Substring(text), at: isLower ? ">=" : "<=") else {
            throw fail("found neither '<=' nor '>='")
        }
        guard let limit = Double(right), limit.isFinite, limit >= 0 else { throw fail("found the limit '\(right)'") }
        let claim = left.firstIndex(of: "@").map { left[..<$0] } ?? left
        guard let dot = claim.lastIndex(of: "."), dot > claim.startIndex else { throw fail("found no matcher's name") }
        let (name, condition) = (claim[claim.index(after: dot)...], left[claim.endIndex...])
        switch (name, condition) {
        case ("fnmr", let condition) where condition.hasPrefix("@fmr="):
            guard let target = Double(condition.dropFirst(5)), target > 0, target < 1 else {
                throw fail("found the false match rate '\(condition.dropFirst(5))'")
            }
            figure = .fnmr(fmrTarget: target)
        case ("eer", ""): figure = .eer
        case ("cllr", ""): figure = .cllr
        case ("auc", ""): figure = .auc
        case ("fta", ""): figure = .fta
        default: throw fail("found the figure '\(name)\(condition)'")
        }
        guard (figure == .auc) == isLower else {
            throw fail("found '\(isLower ? ">=" : "<=")' for '\(name)'")
        }
        self.text = text
        self.limit = limit
        matcher = String(claim[..<dot])
    }

    /// The false match rate at which the figure is taken, if any.
    public var fmrTarget: Double? {
        if case .fnmr(let target) = figure { target } else { nil }
    }
}
