import AuditCore
import AuditTesting

@testable import Evaluation

/// Nights of made-up requests. Every figure is a matter of chance alone, unless a night is told to differ.
struct SimulatedNights {
    var random: SplitMix
    /// Standard deviation of what moves a whole night's values, in standard deviations of one value.
    var nightEffect = 0.0

    /// How a night differs from the others.
    struct Change {
        /// Added to the scores of `a`, in standard deviations.
        var shift = 0.0
        /// The scores of `a` spread by this factor.
        var spread = 1.0
        /// Factor of the rate of `no_face`.
        var rate = 1.0
    }

    init(seed: UInt64, nightEffect: Double = 0) {
        random = SplitMix(seed: seed)
        self.nightEffect = nightEffect
    }

    /// A night with two scores, of which the second is rounded so that it has ties, and three reasons that occur
    /// in about 5, 1 and 20 requests of a hundred; two outcomes follow from them.
    mutating func night(_ requests: Int, _ change: Change = Change()) -> NightSummary {
        var night = NightSummary(run: Self.run())
        let moved = nightEffect > 0 ? nightEffect * random.normal() : 0
        let rates = [0.05 * change.rate, 0.01, 0.2].map { $0 * (1 + 0.5 * max(-1, min(moved, 1))) }
        let codes: [ReasonCode] = [.noFace, .imageUnreadable, .facePose]
        var (first, second, counts, approved) = (ValueSketch(), ValueSketch(), [0, 0, 0], 0)
        for _ in 0..<requests {
            first.add(0.4 + 0.1 * (moved + change.shift + change.spread * bell()))
            second.add(0.5 + 0.05 * (6 * random.unit() + moved).rounded())
            var isApproved = true
            for index in 0..<3 where random.unit() < rates[index] {
                counts[index] += 1
                isApproved = false
            }
            if isApproved { approved += 1 }
        }
        night.requests = requests
        night.counts[DriftFigure(.outcome, "approved")] = approved
        night.counts[DriftFigure(.outcome, "review")] = requests - approved
        for (code, count) in zip(codes, counts) { night.counts[DriftFigure(.reason, code.rawValue)] = count }
        night.values[DriftFigure(.score, "score", matcher: "a")] = first
        night.values[DriftFigure(.score, "score", matcher: "b")] = second
        return night
    }

    /// A bell-shaped number with mean 0 and variance 1: the sum of three uniform ones, each of variance 1/12.
    private mutating func bell() -> Double { 2 * (random.unit() + random.unit() + random.unit() - 1.5) }

    /// The record of one more night after a window of others.
    mutating func record(
        nights: Int, of requests: Int, _ change: Change = Change()
    ) -> DriftRecord {
        let window = (0..<nights).map { _ in night(requests) }
        return DriftAnalysis(night(requests, change), window: window, options: DriftOptions(toolVersion: "t")).record()
    }

    /// A run of the simulation.
    static func run(_ id: Int = 1) -> RunRecord {
        RunRecord(
            id: id, key: "", state: .finished, manifestName: "m.csv", manifestSHA256: "\(id)", rows: 0,
            policyName: "default", policySHA256: "p", asOf: "2026-01-01", toolVersion: "t",
            matchers: ["a", "b"].map {
                MatcherDescriptor(
                    name: $0, version: "1", templateSize: 1, metric: .cosine, confidenceScale: .unit, models: [])
            }, started: "2026-01-01T00:00:00Z", finished: "2026-01-01T00:00:00Z")
    }
}
