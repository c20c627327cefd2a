import AuditCore

/// What the scores of one matcher say before matchers, groups or subjects are looked at.
struct MatcherAnalysis: Sendable {
    let subject: MatcherEvaluation.Subject
    let distribution: ScoreDistribution
    let collector: ScoreCollector
    let quality: CalibrationQuality
    /// Fitted to everything.
    let map: LogisticMap
    let monotone: MonotoneCalibration
    let points: [OperatingPoint]
    /// The points that a policy may use.
    let rates: [RatePoint]
    /// The false match rates at which matchers and groups are compared: not those of gates, which must not change
    /// anything but their own result.
    private let commonTargets: [Double]

    init(
        subject: MatcherEvaluation.Subject, distribution: ScoreDistribution, collector: ScoreCollector,
        quality: CalibrationQuality, map: LogisticMap, options: EvaluationOptions
    ) {
        self.subject = subject
        self.distribution = distribution
        self.collector = collector
        self.quality = quality
        self.map = map
        monotone = MonotoneCalibration(distribution)
        let failed = collector.matedFailed + collector.nonMatedFailed
        points = distribution.operatingPoints(
            options.allTargets, direction: subject.metric.direction,
            failureShare: Double(failed) / Double(distribution.mated + distribution.nonMated + failed))
        rates = distribution.ratePoints(direction: subject.metric.direction)
        commonTargets = options.fmrTargets
    }

    var direction: ScoreDirection { subject.metric.direction }

    /// Comparisons without a score.
    var failed: Int { collector.matedFailed + collector.nonMatedFailed }

    /// Failures and attempts: of photos when both are known, else of comparisons.
    var acquisition: (failed: Int, attempts: Int) {
        if let failed = subject.failedImages, let images = subject.images, images > 0 { return (failed, images) }
        return (failed, distribution.mated + distribution.nonMated + failed)
    }

    /// Share of photos, or of comparisons, without a template.
    var failureToAcquire: Double { Double(acquisition.failed) / Double(acquisition.attempts) }

    /// The similarities at which intervals over subjects are wanted: of the operating points, then of the policy's rates,
    /// then of the gates that name a threshold of this matcher.
    func watched(_ gates: [GateClaim]) -> [Double] {
        (points.map(\.threshold) + rates.map(\.threshold) + own(gates).map { $0.threshold ?? 0 })
            .map(direction.similarity)
    }

    /// The place of a gate's threshold in `watched`.
    func place(of gate: GateClaim, in gates: [GateClaim]) -> Int? {
        own(gates).firstIndex(of: gate).map { points.count + rates.count + $0 }
    }

    private func own(_ gates: [GateClaim]) -> [GateClaim] {
        gates.filter { $0.matcher == subject.name && $0.threshold != nil }
    }

    /// The operating point at the smallest supported target that is at least a rate, or, when the sample supports none,
    /// at the largest target.
    func point(supporting rate: Double, comparisons: Int? = nil) -> OperatingPoint? {
        let points = points.filter { commonTargets.contains($0.fmrTarget) }
        let supported = points.last {
            $0.fmrTarget >= rate
                && RuleOf30.supports(rate: $0.fmrTarget, comparisons: comparisons ?? distribution.nonMated)
        }
        return supported ?? points.first
    }
}
