public import AuditCore

/// What a search may be expected to raise by chance, for reports: recorded facts and the arithmetic of `AlertBudget`.
public struct SearchFacts: Equatable, Sendable {
    /// Templates that were searched.
    public var templates: Int
    /// Searches of the whole run.
    public var probes: Int
    /// The threshold of the matcher that decides first, in native units.
    public var threshold: SearchThreshold
    /// The matcher.
    public var matcher: String
    /// False alerts that the searches of the run are expected to raise at this size; nil when the rate is not known.
    public var expectedFalseAlerts: Double?

    /// The facts of a search; nil for a request that was not searched, and without a gallery in the policy.
    public init?(_ gallery: GalleryEvidence?, policy: Policy) {
        guard let gallery, gallery.templates > 0, let settings = policy.gallery, let matcher = policy.order.first,
            let band = policy.thresholds[matcher]
        else { return nil }
        templates = gallery.templates
        probes = gallery.probes ?? 1
        self.matcher = matcher
        let budget = AlertBudget(alerts: settings.alertsANight, probes: probes, templates: templates)
        threshold = SearchThreshold(band, within: budget, isFusion: matcher == Fusion.matcherName)
        expectedFalseAlerts = threshold.rate.map {
            AlertBudget.expectedFalseAlerts(
                falseMatchRate: $0, probes: gallery.probes ?? 1, templates: gallery.templates)
        }
    }
}
