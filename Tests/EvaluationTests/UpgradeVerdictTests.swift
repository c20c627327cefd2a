import Testing

@testable import Evaluation

/// A switch is safe only if the sample shows it.
@Suite struct UpgradeVerdictTests {
    private static let limits = UpgradeVerdict.Limits(fmr: 0.002, fnmrIncrease: 0.005, flipRate: 0.02)

    private func counts(
        nonMated: Int = 100_000, falseMatches: Int = 100, both: Int = 9900, old: Int = 5, new: Int = 5
    ) -> UpgradeVerdict.Counts {
        var counts = UpgradeVerdict.Counts()
        counts.nonMated = nonMated
        counts.newFalseMatches = falseMatches
        counts.bothRight = both
        counts.onlyOldRight = old
        counts.onlyNewRight = new
        return counts
    }

    private func states(_ verdict: UpgradeVerdict) -> [UpgradeVerdict.State] { verdict.conditions.map(\.state) }

    @Test func aLargeSampleWithoutALossHolds() {
        let verdict = UpgradeVerdict(counts: counts(), flips: 3, compared: 1000, newErrors: 0, limits: Self.limits)
        #expect(states(verdict) == [.holds, .holds, .holds, .holds])
        #expect(verdict.state == .holds)
    }

    /// Rule of three: 0 of 1,000 shows an FMR below 0.3 %, not below 0.2 %. ln 0.025 / ln 0.998 = 1842.6.
    @Test func aSampleThatIsTooSmallIsNeverSafe() {
        let small = counts(nonMated: 1000, falseMatches: 0, both: 200, old: 0, new: 0)
        let verdict = UpgradeVerdict(counts: small, flips: 0, compared: 50, newErrors: 0, limits: Self.limits)
        #expect(states(verdict) == [.cannotTell, .cannotTell, .cannotTell, .holds])
        #expect(verdict.state == .cannotTell)
        #expect(verdict.conditions[0].reason.contains("1843"))
    }

    /// 150 of 10,000 lost and none won: an increase of 1.5 points, shown to be above 0.5.
    @Test func aShownLossFails() {
        let worse = counts(both: 9850, old: 150, new: 0)
        let verdict = UpgradeVerdict(counts: worse, flips: 0, compared: 1000, newErrors: 0, limits: Self.limits)
        #expect(verdict.conditions[1].state == .fails)
        #expect(verdict.state == .fails)
        let better = counts(both: 9850, old: 0, new: 150)
        #expect(
            UpgradeVerdict(counts: better, flips: 0, compared: 1000, newErrors: 0, limits: Self.limits).state == .holds)
    }

    @Test(arguments: [(300, 0, UpgradeVerdict.State.fails), (20, 0, .cannotTell), (0, 1, .fails), (0, 0, .holds)])
    func flipsAndFailuresCount(flips: Int, errors: Int, state: UpgradeVerdict.State) {
        let verdict = UpgradeVerdict(
            counts: counts(), flips: flips, compared: 1000, newErrors: errors, limits: Self.limits)
        #expect(verdict.state == state)
    }
}
