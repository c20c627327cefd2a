#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Searches of one gallery, as similarities (higher is more alike): what every open-set rate is counted from. Words are
/// those of ISO/IEC 19795-1 and of NIST's FRTE 1:N reports. A candidate is an enrolled subject with the best score of
/// its photos; ties count against us, in the rank of a mate and at a threshold.
public struct OpenSetSearches: Equatable, Sendable {
    /// A search by a photo of somebody who is enrolled.
    public struct Mated: Equatable, Sendable {
        /// Number of the searched subject.
        public var subject: Int
        /// Similarity of the subject's best photo; nil when a template is missing on either side.
        public var similarity: Double?
        /// 1 and the number of other subjects that are at least as alike.
        public var rank: Int

        /// Creates a search.
        public init(subject: Int, similarity: Double?, rank: Int) {
            self.subject = subject
            self.similarity = similarity
            self.rank = rank
        }

        /// Creates a search from the best score of each candidate. Scores that are not finite are none.
        public init(subject: Int, mate: Double, others: some Sequence<Double>) {
            self.subject = subject
            similarity = mate.isFinite ? mate : nil
            rank = 1 + others.reduce(0) { $0 + ($1 >= mate ? 1 : 0) }
        }

        /// Whether the mate is among the first `rank` candidates and at or above the threshold.
        public func isHit(rank limit: Int, threshold: Double) -> Bool {
            guard let similarity else { return false }
            return rank <= limit && similarity >= threshold
        }
    }

    /// A search by a photo of somebody who is not enrolled.
    public struct NonMated: Equatable, Sendable {
        /// Number of the person.
        public var subject: Int
        /// Similarity of the first candidate; nil when the probe has no template or nobody could be compared.
        public var best: Double?

        /// Creates a search.
        public init(subject: Int, best: Double?) {
            self.subject = subject
            self.best = best
        }

        /// Whether anybody is at or above the threshold.
        public func isFalsePositive(threshold: Double) -> Bool { best.map { $0 >= threshold } ?? false }
    }

    /// Searches for which there is a right answer.
    public var mated: [Mated]
    /// Searches to which the right answer is nobody.
    public var nonMated: [NonMated]

    /// Creates a value from its parts.
    public init(mated: [Mated] = [], nonMated: [NonMated] = []) {
        self.mated = mated
        self.nonMated = nonMated
    }

    /// FNIR(N, R, T), false negative identification rate: share of mated searches whose mate is not among the `rank`
    /// first candidates or is below the threshold. A failure to acquire is a miss. NaN without searches.
    public func falseNegativeRate(rank: Int, threshold: Double) -> Double {
        Double(mated.count { !$0.isHit(rank: rank, threshold: threshold) }) / Double(mated.count)
    }

    /// DIR, detection and identification rate: 1 - FNIR(N, R, T).
    public func detectionRate(rank: Int, threshold: Double) -> Double {
        Double(mated.count { $0.isHit(rank: rank, threshold: threshold) }) / Double(mated.count)
    }

    /// FPIR(N, T), false positive identification rate: share of non-mated searches with any candidate at or above the
    /// threshold. A failure to acquire is no false positive. NaN without searches.
    public func falsePositiveRate(threshold: Double) -> Double {
        Double(nonMated.count { $0.isFalsePositive(threshold: threshold) }) / Double(nonMated.count)
    }

    /// The cumulative match characteristic: for ranks 1 to `ranks` the share of mated searches whose mate is among so many
    /// candidates, without a threshold.
    public func cumulativeMatches(ranks: Int) -> [Double] {
        var found = [Int](repeating: 0, count: max(ranks, 0))
        for search in mated where search.similarity != nil && search.rank <= ranks { found[search.rank - 1] += 1 }
        var sum = 0
        return found.map { count in
            sum += count
            return Double(sum) / Double(mated.count)
        }
    }

    /// The lowest observed similarity at which the false positive identification rate is at or below a target; the next
    /// representable number above the highest when there is none. Never exceeds the target.
    public func threshold(atMost target: Double) -> Double {
        let scores = nonMated.compactMap(\.best).sorted(by: >)
        let observed = (scores + mated.compactMap(\.similarity)).sorted()
        let allowed = Self.allowed(target, of: nonMated.count)
        guard allowed < scores.count else { return observed.first ?? 0 }
        let tooLow = scores[allowed]
        return observed.first { $0 > tooLow } ?? tooLow.nextUp
    }

    /// The largest number of errors whose rate is not above a target.
    private static func allowed(_ target: Double, of count: Int) -> Int {
        guard count > 0 else { return 0 }
        var allowed = min(count, max(0, Int((target * Double(count)).rounded())))
        while allowed > 0, Double(allowed) / Double(count) > target { allowed -= 1 }
        return allowed
    }

    /// What the false positive identification rate would be if the comparisons of a search were independent:
    /// 1 - (1 - FMR)^N, without loss of digits for small rates. Comparisons of one probe are alike in their errors, so
    /// that measured rates are mostly below.
    public static func independenceBound(fmr: Double, comparisons: Double) -> Double {
        fmr >= 1 ? (comparisons > 0 ? 1 : 0) : -expm1(comparisons * log1p(-fmr))
    }
}
