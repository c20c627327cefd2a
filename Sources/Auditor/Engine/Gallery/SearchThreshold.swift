import AuditCore

/// The threshold of a search of many templates: the policy's own, or a stricter one that keeps the budget of alerts.
public struct SearchThreshold: Equatable, Sendable {
    /// In native units.
    public var value: Double
    /// The false match rate that it stands for; nil when nothing is known of it.
    public var rate: Double?
    /// How the rate is known.
    public var basis: Basis

    /// How the rate of a threshold is known.
    public enum Basis: String, Codable, Sendable {
        /// The policy's own threshold is strict enough.
        case policy
        /// The calibration's sample supports the rate.
        case measured
        /// The sample supports no rate so low: by the bound FMR <= exp(-LLR), not measured.
        case bound
        /// There is no calibration, so the policy's score stays whatever the gallery's size.
        case uncalibrated
    }

    /// The threshold of a matcher within a budget.
    /// - Parameters:
    ///   - band: The policy's band.
    ///   - isFusion: Whether the score is a natural-log likelihood ratio itself.
    public init(_ band: MatcherThresholds, within budget: AlertBudget, isFusion: Bool) {
        let own = SearchThreshold(value: band.approve, rate: band.approveSource.point?.fmr, basis: .policy)
        guard let entry = band.calibration?.entry else {
            self.init(value: band.approve, rate: nil, basis: .uncalibrated)
            return
        }
        if let asked = band.approveSource.asked, asked <= budget.rate {
            self = own
            return
        }
        let direction = band.metric.direction
        if let point = entry.point(atMost: budget.rate) {
            let measured = SearchThreshold(value: point.threshold, rate: point.fmr, basis: .measured)
            self = direction.isMatch(score: measured.value, threshold: own.value) ? measured : own
            return
        }
        let map = entry.likelihoodRatio
        let ratio = budget.boundLogLikelihoodRatio
        guard isFusion || map.weights.first.map({ $0 != 0 }) == true else {
            self = own
            return
        }
        let bound = isFusion ? ratio : (ratio - map.intercept) / map.weights[0]
        // What the sample shows for its strictest rate is not given up for a bound that knows less.
        let strictest = [own.value, entry.rates.last?.threshold ?? own.value, bound].max {
            direction.similarity($0) < direction.similarity($1)
        }
        self.init(
            value: strictest ?? bound, rate: AlertBudget.boundRate(logLikelihoodRatio: ratio), basis: .bound)
    }

    /// Creates a threshold.
    init(value: Double, rate: Double?, basis: Basis) {
        self.value = value
        self.rate = rate
        self.basis = basis
    }
}

extension Policy {
    /// What a search is held against: every matcher's approve threshold as strict as the budget of alerts asks. Unchanged
    /// without `gallery`, and for a request that was not searched.
    func searching(_ gallery: GalleryEvidence?) -> Policy {
        guard let settings = self.gallery, let gallery, gallery.templates > 0 else { return self }
        let budget = AlertBudget(
            alerts: settings.alertsANight, probes: gallery.probes ?? 1, templates: gallery.templates)
        var policy = self
        for (name, band) in thresholds {
            policy.thresholds[name]?.approve =
                SearchThreshold(band, within: budget, isFusion: name == Fusion.matcherName).value
        }
        return policy
    }
}
