#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// How many false alerts searches of many templates may be expected to raise, and how strict a threshold that makes.
///
/// Everything assumes that comparisons are independent, as ISO/IEC 19795-1 does for the link between FMR and FPIR; the
/// sums of expected values hold without it.
public struct AlertBudget: Equatable, Sendable {
    /// False alerts that are expected at most, above 0.
    public let alerts: Double
    /// Searches that are made, at least 1.
    public let probes: Int
    /// Templates that each one searches, at least 1.
    public let templates: Int

    /// Creates a budget; what is below its range is raised to it.
    public init(alerts: Double, probes: Int, templates: Int) {
        self.alerts = max(alerts, .leastNormalMagnitude)
        self.probes = max(1, probes)
        self.templates = max(1, templates)
    }

    /// Comparisons that the searches make.
    public var comparisons: Double { Double(probes) * Double(templates) }

    /// The false match rate at which exactly the budget is expected, at most 1.
    public var rate: Double { min(1, alerts / comparisons) }

    /// The natural-log likelihood ratio from which on non-mated comparisons raise no more than the budget, whatever their
    /// distribution: of a calibrated ratio L, P(L >= t | non-mated) <= 1 / t, because the ratio's mean over non-mated
    /// comparisons is 1 (Markov's inequality; Brummer & du Preez 2006 for calibrated ratios). Not below 0.
    public var boundLogLikelihoodRatio: Double { max(0, log(comparisons / alerts)) }

    /// The largest false match rate that a calibrated log-likelihood ratio can have as a threshold: exp(-LLR), at most 1.
    public static func boundRate(logLikelihoodRatio threshold: Double) -> Double { min(1, exp(-threshold)) }

    /// FPIR: the probability that a probe of nobody in the gallery meets at least one of N templates, 1 - (1 - FMR)^N.
    public static func falsePositiveIdentificationRate(falseMatchRate: Double, templates: Int) -> Double {
        guard falseMatchRate < 1 else { return templates > 0 ? 1 : 0 }
        return -expm1(Double(templates) * log1p(-falseMatchRate))
    }

    /// False matches that searches are expected to meet: probes x N x FMR.
    public static func expectedFalseAlerts(falseMatchRate: Double, probes: Int, templates: Int) -> Double {
        Double(probes) * Double(templates) * falseMatchRate
    }

    /// False matches that a gallery is expected to hold when each of N is compared with every other: N (N - 1) / 2 x FMR.
    public static func expectedFalsePairs(falseMatchRate: Double, templates: Int) -> Double {
        Double(templates) * Double(max(0, templates - 1)) / 2 * falseMatchRate
    }
}
