import AuditCore
import Foundation
import Testing

@testable import AuditEngine

/// The arithmetic of searches; values of field.md 7.6 and by hand.
@Suite struct AlertBudgetTests {
    @Test func aProbeMeetsAFalseMatchByTheIndependenceBound() {
        let rate = AlertBudget.falsePositiveIdentificationRate(falseMatchRate: 1e-4, templates: 1000)
        #expect(abs(rate - 0.095_167_1) < 5e-8)
        #expect(AlertBudget.falsePositiveIdentificationRate(falseMatchRate: 0, templates: 1000) == 0)
        #expect(AlertBudget.falsePositiveIdentificationRate(falseMatchRate: 1, templates: 1) == 1)
        #expect(AlertBudget.falsePositiveIdentificationRate(falseMatchRate: 0.5, templates: 0) == 0)
        // 1 - (1 - x) would lose every digit of it.
        let small = AlertBudget.falsePositiveIdentificationRate(falseMatchRate: 1e-18, templates: 10)
        #expect(abs(small - 1e-17) < 1e-25)
    }

    @Test func aGalleryThatIsSearchedByItselfExpectsFalsePairs() {
        let pairs = AlertBudget.expectedFalsePairs(falseMatchRate: 1e-6, templates: 10_000)
        #expect(abs(pairs - 49.995) < 1e-9)
        #expect(AlertBudget.expectedFalsePairs(falseMatchRate: 1, templates: 0) == 0)
        #expect(AlertBudget.expectedFalsePairs(falseMatchRate: 1, templates: 1) == 0)
    }

    @Test func theBudgetSetsTheRate() {
        let budget = AlertBudget(alerts: 1, probes: 100, templates: 10_000)
        #expect(budget.rate == 1e-6)
        #expect(
            AlertBudget.expectedFalseAlerts(falseMatchRate: budget.rate, probes: 100, templates: 10_000) == 1)
        #expect(AlertBudget(alerts: 5, probes: 1, templates: 2).rate == 1)
        #expect(AlertBudget(alerts: 1, probes: 0, templates: 0).rate == 1)
    }

    @Test func theBoundOfTheLikelihoodRatioKeepsTheRate() {
        let budget = AlertBudget(alerts: 1, probes: 100, templates: 10_000)
        // ln(1e6)
        #expect(abs(budget.boundLogLikelihoodRatio - 13.815_510_557_964_274) < 1e-12)
        #expect(abs(AlertBudget.boundRate(logLikelihoodRatio: budget.boundLogLikelihoodRatio) - 1e-6) < 1e-18)
        #expect(AlertBudget.boundRate(logLikelihoodRatio: -1) == 1)
        #expect(AlertBudget(alerts: 10, probes: 1, templates: 2).boundLogLikelihoodRatio == 0)
    }

    /// Cosine scores, LLR = 20 x score - 5; rates down to 1e-3 are supported.
    private func band(approveRate: Double?) -> MatcherThresholds {
        func point(_ rate: Double, _ threshold: Double) -> RatePoint {
            RatePoint(
                fmrTarget: rate, fmr: rate, fmrCI95: [0, 1], fnmr: 0, fnmrCI95: [0, 1], threshold: threshold)
        }
        let points = [point(0.05, 0.2), point(0.01, 0.3), point(0.001, 0.4)]
        let entry = MatcherCalibration(
            name: "alpha", version: "1", metric: .cosine, models: [], mated: 1000, nonMated: 30_000,
            failureToAcquire: 0, likelihoodRatio: LogisticMap(intercept: -5, weights: [20]), rates: points)
        let calibration = Calibration(
            toolVersion: "1", sample: .init(file: "s", sha256: "", format: "csv", images: nil, subjects: nil),
            faceChoice: nil, matchers: [entry], fusion: nil)
        var band = MatcherThresholds.example(approve: 0.3, reject: 0.2)
        band.metric = .cosine
        band.calibration = BandCalibration(
            file: CalibrationFile(file: "c.json", sha256: "", calibration: calibration), entry: entry)
        if let approveRate { band.approveSource = .rate(asked: approveRate, point: points[1]) }
        return band
    }

    @Test(
        arguments: [
            // A small gallery: the policy's own rate is strict enough.
            (10, 0.3, SearchThreshold.Basis.policy), (100, 0.3, .policy),
            // 1 in 101 is just below 1 %: the next rate that the sample supports.
            (101, 0.4, .measured), (1000, 0.4, .measured),
            // Beyond it the bound: (ln 10^6 + 5) / 20.
            (1_000_000, 0.940_775_527_898_213_7, .bound),
            // The bound asks for less than the sample shows for a larger rate: (ln 1001 + 5) / 20 is 0.595.
            (1001, 0.595_437_7, .bound),
        ] as [(Int, Double, SearchThreshold.Basis)]) func theThresholdRisesWithTheGallery(
            templates: Int, value: Double, basis: SearchThreshold.Basis
        )
    {
        let budget = AlertBudget(alerts: 1, probes: 1, templates: templates)
        let threshold = SearchThreshold(band(approveRate: 0.01), within: budget, isFusion: false)
        #expect(abs(threshold.value - value) < 1e-6)
        #expect(threshold.basis == basis)
    }

    @Test func theThresholdNeverFallsWithTheGallery() {
        var last = -Double.infinity
        for exponent in 0..<24 {
            let budget = AlertBudget(alerts: 1, probes: 7, templates: 1 << exponent)
            let value = SearchThreshold(band(approveRate: 0.01), within: budget, isFusion: false).value
            #expect(value >= last)
            last = value
        }
    }

    @Test func aScoreOfThePolicyIsRaisedByTheCalibrationToo() {
        let budget = AlertBudget(alerts: 1, probes: 1, templates: 1000)
        #expect(SearchThreshold(band(approveRate: nil), within: budget, isFusion: false).value == 0.4)
        var strict = band(approveRate: nil)
        strict.approve = 0.5
        #expect(SearchThreshold(strict, within: budget, isFusion: false).value == 0.5)
    }

    @Test func withoutACalibrationThePolicysScoreStays() {
        let budget = AlertBudget(alerts: 1, probes: 1, templates: 1_000_000)
        let threshold = SearchThreshold(.example(approve: 0.5, reject: 0.25), within: budget, isFusion: false)
        #expect(threshold == SearchThreshold(value: 0.5, rate: nil, basis: .uncalibrated))
    }
}
