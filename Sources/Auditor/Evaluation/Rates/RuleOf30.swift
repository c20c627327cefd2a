#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// What a sample's size can show (ISO/IEC 19795-1 annex; Doddington et al., Speech Communication 31, 2000).
public enum RuleOf30 {
    /// Whether `comparisons` at a rate lead one to expect at least 30 errors.
    public static func supports(rate: Double, comparisons: Int) -> Bool {
        // A rounding error in the product must not turn 30 into less.
        Double(comparisons) * rate >= 30 * (1 - 1e-12)
    }

    /// The smallest rate that so many comparisons support.
    public static func smallestRate(comparisons: Int) -> Double { 30 / Double(comparisons) }

    /// Rule of 3: zero errors in n comparisons show, at 95 %, a rate of at most 3 / n.
    public static func ruleOf3(comparisons: Int) -> Double { 3 / Double(comparisons) }

    /// The smallest number of comparisons of which zero errors show, at 95 %, that a rate is at or below the limit.
    public static func errorFreeComparisons(limit: Double, confidence: Double = 0.95) -> Int {
        Int((log(1 - confidence) / log1p(-limit)).rounded(.up))
    }
}
