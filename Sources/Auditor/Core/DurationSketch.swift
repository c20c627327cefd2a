#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Durations of which only the distribution is kept, in logarithmic buckets: any quantile within 2 % of itself from a few
/// hundred counts, however many durations there were (Masson, Rim, Lee, "DDSketch", PVLDB 12(12), 2019, section 2).
public struct DurationSketch: Codable, Equatable, Sendable {
    /// Number of durations.
    public private(set) var count = 0
    /// Their sum in seconds.
    public private(set) var sum = 0.0
    private var buckets: [Int: Int] = [:]

    /// Largest relative error of a quantile.
    public static let accuracy = 0.02
    private static let gamma = (1 + accuracy) / (1 - accuracy)
    /// What is shorter counts as this long.
    private static let shortest = 1e-6

    /// Creates an empty sketch.
    public init() {}

    /// Counts a duration in seconds; one that is negative or not finite counts as nothing measured.
    public mutating func add(_ seconds: Double) {
        guard seconds.isFinite, seconds >= 0 else { return }
        count += 1
        sum += seconds
        let bucket = (log(max(seconds, Self.shortest)) / log(Self.gamma)).rounded(.up)
        buckets[Int(bucket), default: 0] += 1
    }

    /// The duration in seconds that a share `q`, 0 to 1, of the durations does not exceed (nearest rank); nil when
    /// there are none.
    public func quantile(_ q: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((q * Double(count)).rounded(.up)))
        var seen = 0
        for (bucket, number) in buckets.sorted(by: { $0.key < $1.key }) {
            seen += number
            if seen >= rank { return 2 * pow(Self.gamma, Double(bucket)) / (Self.gamma + 1) }
        }
        return nil
    }
}
