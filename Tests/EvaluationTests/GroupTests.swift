import AuditCore
import Foundation
import Testing

@testable import Evaluation

/// Differences between groups (design notes 7.5) and what small groups show.
@Suite struct GroupTests {
    private static func group(_ fmr: Double?, _ fnmr: Double?) -> GroupReport.Group {
        .init(name: "g", mated: 1, nonMated: 1, fmr: fmr, fmrCI95: nil, fnmr: fnmr, fnmrCI95: nil)
    }

    @Test func fairnessDiscrepancyRateIsOneLessHalfOfBothLargestDifferences7x5() throws {
        let groups = [(0.001, 0.01), (0.002, 0.02), (0.004, 0.05)].map { Self.group($0.0, $0.1) }
        let rate = try #require(GroupReport.fairnessDiscrepancyRate(groups))
        #expect(isNear(rate, 0.9785, 1e-12))
        #expect(GroupReport.fairnessDiscrepancyRate([groups[0], groups[0]]) == 1)
        // A group that hides one rate is not compared.
        #expect(GroupReport.fairnessDiscrepancyRate([groups[0], Self.group(0.5, nil)]) == nil)
        #expect(GroupReport.fairnessDiscrepancyRate(groups + [Self.group(nil, 0.9)]) == rate)
    }

    @Test func aRateOfZeroLeavesQuotientsWithoutAValue() throws {
        let spread = try #require(GroupReport.Spread(rates: [0, 0.2]))
        #expect(spread.maxOverMin == nil && spread.maxOverGeometricMean == nil && spread.gini == 1)
        let none = try #require(GroupReport.Spread(rates: [0, 0]))
        #expect(none.maxOverMin == nil && none.gini == nil)
        let equal = try #require(GroupReport.Spread(rates: [0.1, 0.1]))
        let quotient = try #require(equal.maxOverGeometricMean)
        #expect(equal.maxOverMin == 1 && isNear(quotient, 1, 1e-12) && equal.gini == 0)
    }

    @Test(arguments: [(3, false), (29, false), (30, true)])
    func aSmallGroupsRatesAreNeverWritten(size: Int, isShown: Bool) throws {
        var table = TrialTable(mated: [], scores: [[]], groupNames: ["large", "small"])
        for trial in 0..<200 + 2 * size {
            let isMated = trial % 2 == 0
            table.mated.append(isMated)
            table.scores[0].append(Double(trial % 10) + (isMated ? 3 : 0))
            table.groups.append(trial < 200 ? 0 : 1)
        }
        let record = try EvaluatorTests.evaluate(table).record
        let json = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(record)) as? [String: Any])
        let matcher = try #require((json["matchers"] as? [[String: Any]])?.first)
        let report = try #require(matcher["groups"] as? [String: Any])
        let small = try #require((report["groups"] as? [[String: Any]])?.last)
        #expect(small["name"] as? String == "small" && small["mated"] as? Int == size)
        for key in ["fmr", "fnmr", "fmr_ci95", "fnmr_ci95"] { #expect((small[key] != nil) == isShown, "\(key)") }
        for key in ["fmr", "fnmr", "fairness_discrepancy_rate"] { #expect((report[key] != nil) == isShown, "\(key)") }
    }
}
