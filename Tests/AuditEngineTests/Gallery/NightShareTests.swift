import Testing

@testable import AuditEngine

@Suite struct NightShareTests {
    /// Of a budget of one, a run with P searches spends P divided by what the budget is divided by.
    @Test(arguments: [1, 2, 30, 5000]) func howeverManyRunsThereAreTheyKeepTheBudget(searches: Int) {
        let spent = (0..<500).map { Double(searches) / Double(NightShare(after: $0).probes(searches)) }
        #expect(spent.reduce(0, +) <= 1)
        #expect(spent == spent.sorted(by: >))
    }

    /// 6 / pi^2 = 0.6079, 0.1520 and 0.0675.
    @Test(arguments: [(0, 1_644_935), (1, 6_579_737), (2, 14_804_407)])
    func theFirstHasMost(others: Int, probes: Int) { #expect(NightShare(after: others).probes(1_000_000) == probes) }

    @Test func noSearchesAreNone() { #expect(NightShare(after: 3).probes(0) == 0) }
}
