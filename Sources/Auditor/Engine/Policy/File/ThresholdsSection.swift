import AuditCore

/// `thresholds:` a band for every matcher, as scores in the matcher's native units.
enum ThresholdsSection {
    static func read(
        _ value: YAMLValue, for matchers: MatchersSection, metrics: [String: ScoreMetric]
    ) throws(AuditError) -> [String: MatcherThresholds] {
        var bands: [String: MatcherThresholds] = [:]
        for (_, name, value) in try value.pairs("a mapping from matcher to approve and reject") {
            bands[name] = try band(value, metric: metrics[name])
        }
        for name in matchers.order + matchers.veto where bands[name] == nil {
            let known = bands.keys.sorted()
            let place = matchers.places[name] ?? value
            throw place.error(
                "expected thresholds for \"\(name)\" under \"thresholds\", found none"
                    + NearestName.hint(name, among: known))
        }
        return bands
    }

    private static func band(_ value: YAMLValue, metric: ScoreMetric?) throws(AuditError) -> MatcherThresholds {
        let mapping = try value.mapping(Key.self)
        let approveValue = try mapping.require(.approve, "a score")
        let rejectValue = try mapping.require(.reject, "a score")
        let calibration = try mapping[.calibration]?.text("the path of a calibration file")
        let approve = try score(approveValue, hasCalibration: calibration != nil)
        let reject = try score(rejectValue, hasCalibration: calibration != nil)
        if let unused = mapping[.calibration] {
            throw unused.error("expected a max_false_match_rate that uses the calibration, found scores only")
        }
        let band = MatcherThresholds(
            approve: approve, reject: reject, metric: metric ?? .implied(approve: approve, reject: reject),
            location: value.location)
        guard band.isPossible else {
            let side = band.metric.direction == .similarity ? "at or below" : "at or above"
            throw rejectValue.expected(
                "a score \(side) approve (\(approve)), because the scores are \(band.metric.rawValue) "
                    + "and \(band.metric.inWords)")
        }
        return band
    }

    /// A threshold is a score, or a rate that a calibration turns into one. Nothing makes calibrations yet, so the
    /// second form is checked and then refused, in one place.
    private static func score(_ value: YAMLValue, hasCalibration: Bool) throws(AuditError) -> Double {
        guard value.isMapping else {
            return try value.number(
                -1e6...1e6, "a score (a finite number) or max_false_match_rate with a calibration")
        }
        let rate = try value.mapping(RateKey.self).require(.maxFalseMatchRate, "a rate, like 0.001")
        let number = try rate.number(1e-9...0.999_999, "a rate above 0 and below 1")
        guard hasCalibration else {
            throw value.error("expected \"calibration: FILE\" beside a max_false_match_rate, found none")
        }
        throw value.error(
            "expected a score, found max_false_match_rate \(number): no calibration is installed, and this version of "
                + "auditor cannot read one")
    }

    private enum Key: String, CaseIterable {
        case approve, reject, calibration
    }

    private enum RateKey: String, CaseIterable {
        case maxFalseMatchRate = "max_false_match_rate"
    }
}
