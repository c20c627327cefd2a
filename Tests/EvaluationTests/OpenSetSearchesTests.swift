import AuditCore
import Foundation
import Testing

@testable import Evaluation

/// Open-set rates of searches; values named "bob" are those of the tests of bob.bio.base, field.md (c) 7.6.
@Suite struct OpenSetSearchesTests {
    /// Seven people who are enrolled and two who are not, all right at the threshold 0.5.
    private static let bob = OpenSetSearches(
        mated: (0..<7).map { .init(subject: $0, mate: 1 + Double($0) / 10, others: [0, -0.5, 0.3]) },
        nonMated: [.init(subject: 7, best: 0.2), .init(subject: 8, best: -1)])

    @Test func detectionAndFalseAlarmsAreThoseOfBob() {
        var searches = Self.bob
        #expect(searches.detectionRate(rank: 1, threshold: 0.5) == 1)
        #expect(searches.falsePositiveRate(threshold: 0.5) == 0)
        // Without a threshold, every search for a stranger finds somebody: 7 of 9 searches are right.
        let right = searches.detectionRate(rank: 1, threshold: -.infinity) * 7
        #expect(right / 9 == 7.0 / 9)
        #expect(searches.falsePositiveRate(threshold: -.infinity) == 1)

        searches.mated[3] = .init(subject: 3, mate: -0.1, others: [0, -0.5, 0.3])
        #expect(isNear(searches.detectionRate(rank: 1, threshold: 0.5), 6.0 / 7))
        #expect(searches.falsePositiveRate(threshold: 0.5) == 0)

        searches.nonMated[1].best = 10
        #expect(isNear(searches.detectionRate(rank: 1, threshold: 0.5), 6.0 / 7))
        #expect(searches.falsePositiveRate(threshold: 0.5) == 0.5)
    }

    @Test func theCumulativeMatchCharacteristicIsThatOfBob() {
        let vectors: [([Double], [Double])] = [
            ([0.3, 1.1, 0.5], [0.7]), ([1.4, -1.3, 0.6], [0.2]), ([0.8, 0, 1.5], [-0.8, 1.8]),
            ([2, 1.3, 1.6, 0.9], [2.4]),
        ]
        // Several photos of the mate: the best counts.
        let searches = OpenSetSearches(
            mated: vectors.enumerated().map { number, scores in
                .init(subject: number, mate: scores.1.max() ?? .nan, others: scores.0)
            })
        #expect(searches.cumulativeMatches(ranks: 3) == [0.5, 0.75, 1])
        #expect(searches.falseNegativeRate(rank: 2, threshold: -.infinity) == 0.25)
        // 0.2 and 0.7 are below.
        #expect(searches.falseNegativeRate(rank: 3, threshold: 1) == 0.5)
    }

    // numpy: -expm1(N * log1p(-FMR)).
    @Test(arguments: [
        (1e-4, 1000.0, 0.0951671), (1e-5, 1897, 0.018791292), (1e-12, 1e6, 1e-6), (0, 1e9, 0), (1, 3, 1), (1, 0, 0),
    ])
    func theBoundOfIndependentComparisonsIsThatOfFieldMD(fmr: Double, comparisons: Double, bound: Double) {
        #expect(isNear(OpenSetSearches.independenceBound(fmr: fmr, comparisons: comparisons), bound, 1e-7))
    }

    @Test func tiesCountAgainstUs() {
        let search = OpenSetSearches.Mated(subject: 0, mate: 0.5, others: [0.5, 0.4, 0.5])
        #expect(search.rank == 3)
        #expect(search.isHit(rank: 3, threshold: 0.5) && !search.isHit(rank: 2, threshold: 0.5))
        #expect(OpenSetSearches.NonMated(subject: 0, best: 0.5).isFalsePositive(threshold: 0.5))
    }

    @Test func aFailureToAcquireIsAMissAndNeverAFalsePositive() {
        let searches = OpenSetSearches(
            mated: [.init(subject: 0, mate: .nan, others: []), .init(subject: 1, mate: 1, others: [.nan, 0])],
            nonMated: [.init(subject: 2, best: nil), .init(subject: 3, best: 0.1)])
        #expect(searches.falseNegativeRate(rank: 50, threshold: -.infinity) == 0.5)
        #expect(searches.cumulativeMatches(ranks: 2) == [0.5, 0.5])
        #expect(searches.falsePositiveRate(threshold: -.infinity) == 0.5)
    }

    /// Searches with coarse scores, so that there are many ties.
    private static func random(_ seed: UInt64, count: Int = 40) -> OpenSetSearches {
        var generator = SplitMix64(seed: seed)
        func score() -> Double { (Double.random(in: -1...1, using: &generator) * 8).rounded() / 8 }
        return OpenSetSearches(
            mated: (0..<count).map { number in
                let others = (0..<12).map { _ in score() }
                return .init(subject: number, mate: number % 9 == 8 ? .nan : score() + 0.5, others: others)
            }, nonMated: (0..<count).map { .init(subject: $0, best: $0 % 11 == 10 ? nil : score()) })
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>, [0.5, 0.3, 0.1, 0.05, 0.025, 0.001])
    func theThresholdOfATargetIsNeverAboveItAndNoLowerOneKeepsIt(seed: UInt64, target: Double) {
        let searches = Self.random(seed)
        let threshold = searches.threshold(atMost: target)
        #expect(searches.falsePositiveRate(threshold: threshold) <= target)
        let observed = (searches.nonMated.compactMap(\.best) + searches.mated.compactMap(\.similarity)).sorted()
        guard let below = observed.last(where: { $0 < threshold }) else { return }
        #expect(searches.falsePositiveRate(threshold: below) > target)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func missesFallWithTheRankAndFalsePositivesWithTheThreshold(seed: UInt64) {
        let searches = Self.random(seed)
        for threshold in stride(from: -1.5, through: 2, by: 0.125) {
            let misses = (1...14).map { searches.falseNegativeRate(rank: $0, threshold: threshold) }
            #expect(zip(misses, misses.dropFirst()).allSatisfy { $0 >= $1 })
            #expect(
                searches.falsePositiveRate(threshold: threshold)
                    >= searches.falsePositiveRate(threshold: threshold + 0.125))
            #expect(misses[0] <= searches.falseNegativeRate(rank: 1, threshold: threshold + 0.125))
        }
        let curve = searches.cumulativeMatches(ranks: 14)
        #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 <= $1 })
        for (index, share) in curve.enumerated() {
            #expect(isNear(share, 1 - searches.falseNegativeRate(rank: index + 1, threshold: -.infinity)))
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func everyPointOfTheCurveIsWhatCountingGives(seed: UInt64) {
        let searches = Self.random(seed)
        let points = OpenSetCurve.points(searches, direction: .distance)
        #expect(points.first?.fpir == 36.0 / 40 || points.first?.fpir == 37.0 / 40)
        #expect(points.last?.fpir == 0)
        for point in points {
            #expect(point.fpir == searches.falsePositiveRate(threshold: -point.threshold))
            #expect(isNear(point.fnir, searches.falseNegativeRate(rank: 1, threshold: -point.threshold), 1e-12))
        }
        #expect(points.count <= OpenSetCurve.most)
    }
}
