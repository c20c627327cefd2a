public import AuditCore

/// Whether a decoded calibration can be true: a file that was edited by hand must not decide about people.
enum CalibrationCheck {
    /// The rule of 30 (Doddington et al. 2000): a rate is supported by at least this many expected false matches.
    static let expectedFalseMatches = 30.0

    /// The first thing that cannot be, in words; nil when the calibration is sound.
    static func problem(of calibration: Calibration) -> String? {
        let names = calibration.matchers.map(\.name)
        guard !names.isEmpty else { return "expected at least one matcher, found none" }
        guard Set(names).count == names.count else { return "expected each matcher once" }
        for matcher in calibration.matchers {
            if let problem = problem(of: matcher) { return "matcher \(matcher.name): \(problem)" }
        }
        if calibration.matcher(Fusion.matcherName) != nil {
            guard let fusion = calibration.fusion else { return "expected \"fusion\" beside the matcher fused" }
            return problem(of: fusion, matchers: names)
        }
        return nil
    }

    private static func problem(of matcher: MatcherCalibration) -> String? {
        guard matcher.mated > 0, matcher.nonMated > 0 else { return "expected mated and non-mated comparisons" }
        guard isShare(matcher.failureToAcquire) else { return "expected a failure_to_acquire from 0 to 1" }
        guard isFinite(matcher.likelihoodRatio), matcher.likelihoodRatio.weights.count == 1 else {
            return "expected a finite likelihood_ratio with one weight"
        }
        let slope = matcher.likelihoodRatio.weights[0]
        guard matcher.metric.direction == .similarity ? slope > 0 : slope < 0 else {
            return "the likelihood_ratio's weight must grow with likeness"
        }
        for (index, point) in matcher.rates.enumerated() {
            guard isShare(point.fmrTarget), point.fmrTarget > 0, point.threshold.isFinite,
                isShare(point.fmr), isShare(point.fnmr), point.fmr <= point.fmrTarget,
                isInterval(point.fmrCI95, around: point.fmr), isInterval(point.fnmrCI95, around: point.fnmr),
                [point.fmrCI95Subjects, point.fnmrCI95Subjects].compactMap(\.self).allSatisfy(isInterval)
            else { return "rates[\(index)] has an impossible value" }
            guard point.isSupported(nonMated: matcher.nonMated) else {
                return "rates[\(index)]: \(matcher.nonMated) non-mated comparisons do not support \(point.fmrTarget)"
            }
            guard index > 0 else { continue }
            let before = matcher.rates[index - 1]
            guard point.fmrTarget < before.fmrTarget,
                matcher.metric.direction.isMatch(score: point.threshold, threshold: before.threshold)
            else { return "rates[\(index)]: expected falling rates with ever stricter thresholds" }
        }
        return nil
    }

    private static func problem(of fusion: Fusion, matchers: [String]) -> String? {
        guard fusion.matchers.count > 1 else { return "fusion: expected at least two matchers" }
        for combination in fusion.combinations {
            guard isFinite(combination.map), combination.map.weights.count == combination.matchers.count,
                Set(combination.matchers).count == combination.matchers.count,
                Set(combination.matchers).isSubset(of: fusion.matchers)
            else { return "fusion: expected one finite weight for each matcher of a combination" }
        }
        guard Set(fusion.matchers).isSubset(of: matchers), !fusion.matchers.contains(Fusion.matcherName) else {
            return "fusion: expected an entry for each of its matchers"
        }
        return nil
    }

    private static func isShare(_ value: Double) -> Bool { (0...1).contains(value) }
    private static func isFinite(_ map: LogisticMap) -> Bool {
        map.intercept.isFinite && map.weights.allSatisfy(\.isFinite)
    }
    private static func isInterval(_ bounds: [Double]) -> Bool {
        bounds.count == 2 && bounds.allSatisfy(isShare) && bounds[0] <= bounds[1]
    }
    private static func isInterval(_ bounds: [Double], around value: Double) -> Bool {
        isInterval(bounds) && bounds[0] <= value && value <= bounds[1]
    }
}

extension RatePoint {
    /// Whether a sample of so many non-mated comparisons supports the rate.
    func isSupported(nonMated: Int) -> Bool {
        // A product like 3e-5 x 1e6 may come out a hair under 30.
        Double(nonMated) * fmrTarget >= CalibrationCheck.expectedFalseMatches * (1 - 1e-9)
    }
}

extension MatcherCalibration {
    /// The tabulated rate that is the largest not above the asked one, so that never more is allowed than was asked for.
    func point(atMost rate: Double) -> RatePoint? {
        // 1e-3 written in a policy and 1 x 10^-3 computed may differ in the last bit.
        rates.filter { $0.fmrTarget <= rate * (1 + 1e-9) }.max { $0.fmrTarget < $1.fmrTarget }
    }
}

extension Fusion {
    /// The name under which a policy uses a fusion.
    public static let matcherName = "fused"
}
