public import AuditCore

/// What one matcher's score is held against, in the matcher's native units.
public struct MatcherThresholds: Equatable, Sendable {
    /// At or on the alike side of it, the matcher approves.
    public var approve: Double
    /// Beyond it on the other side, the matcher rejects; a score between the two, or on this one, is for review.
    public var reject: Double
    /// What the score is: the known matcher's metric, or what the order of the two thresholds implies.
    public var metric: ScoreMetric
    /// Where the policy says it.
    public var location: SourceLocation

    /// What the matcher says by itself of a score, in the metric's direction; nil when the score is not a number.
    public func verdict(score: Double) -> Outcome? {
        guard score.isFinite else { return nil }
        if metric.direction.isMatch(score: score, threshold: approve) { return .approved }
        if metric.direction.isMatch(score: score, threshold: reject) { return .review }
        return .rejected
    }

    /// Whether the reject threshold is not on the alike side of the approve threshold.
    var isPossible: Bool { metric.direction.isMatch(score: approve, threshold: reject) }
}

extension ScoreMetric {
    /// The matchers that come with this program; a policy's band is checked against their direction when it is read.
    public static let ofBuiltInMatchers: [String: ScoreMetric] = ["opencv": .cosine, "dlib": .euclidean]

    /// The metric whose direction makes this band possible; cosine when both thresholds are equal.
    static func implied(approve: Double, reject: Double) -> ScoreMetric { approve < reject ? .euclidean : .cosine }

    /// `higher is more similar` or `lower is more similar`.
    var inWords: String {
        switch direction {
        case .similarity: "higher is more similar"
        case .distance: "lower is more similar"
        }
    }
}

extension Policy {
    /// Checks the thresholds against what the running matchers say of themselves.
    /// - Throws: `policy_invalid` when a matcher's scores point the other way than the policy's band.
    public func check(against descriptors: [MatcherDescriptor]) throws(AuditError) {
        for descriptor in descriptors where matchers.contains(descriptor.name) {
            guard var band = thresholds[descriptor.name] else { continue }
            let written = band.metric
            band.metric = descriptor.metric
            guard band.isPossible else {
                throw AuditError(
                    .policyInvalid,
                    "thresholds.\(descriptor.name): expected a band for \(descriptor.metric.rawValue) scores "
                        + "(\(descriptor.metric.inWords)), found one for \(written.rawValue) scores "
                        + "(approve \(band.approve), reject \(band.reject))", at: band.location)
            }
        }
    }
}
