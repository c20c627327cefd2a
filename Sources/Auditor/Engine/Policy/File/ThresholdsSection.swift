import AuditCore

/// `thresholds:` a band for every matcher: scores in native units, or false match rates with a calibration.
struct ThresholdsSection {
    let matchers: MatchersSection
    let metrics: [String: ScoreMetric]
    /// The calibration for bands that name none themselves.
    let common: CalibrationFile?
    let calibrations: PolicyFile.CalibrationReader

    func read(_ value: YAMLValue) throws(AuditError) -> [String: MatcherThresholds] {
        var bands: [String: MatcherThresholds] = [:]
        for (_, name, value) in try value.pairs("a mapping from matcher to approve and reject") {
            bands[name] = try band(value, name: name)
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

    private func band(_ value: YAMLValue, name: String) throws(AuditError) -> MatcherThresholds {
        let mapping = try value.mapping(Key.self)
        let approveValue = try mapping.require(.approve, "a score")
        let rejectValue = try mapping.require(.reject, "a score")
        let calibration = try calibration(mapping[.calibration], name: name)
        let (approve, approveSource) = try threshold(approveValue, name: name, calibration)
        let (reject, rejectSource) = try threshold(rejectValue, name: name, calibration)
        if let approveRate = approveSource.asked, let rejectRate = rejectSource.asked, approveRate > rejectRate {
            throw rejectValue.error(
                "expected a rate at or above approve's \(approveRate), found \(rejectRate): what is rejected must be "
                    + "less alike than what is approved")
        }
        let band = MatcherThresholds(
            approve: approve, reject: reject,
            metric: calibration?.entry.metric ?? metrics[name] ?? .implied(approve: approve, reject: reject),
            location: value.location, approveSource: approveSource, rejectSource: rejectSource,
            calibration: calibration)
        guard band.isPossible else {
            let side = band.metric.direction == .similarity ? "at or below" : "at or above"
            throw rejectValue.expected(
                "a score \(side) approve (\(approve)), because the scores are \(band.metric.rawValue) "
                    + "and \(band.metric.inWords)")
        }
        if name == Fusion.matcherName, calibration == nil {
            throw value.error("expected \"calibration: FILE\" with a fusion, found none")
        }
        return band
    }

    /// The band's own calibration must know the matcher; of the common one it takes what is there.
    private func calibration(_ value: YAMLValue?, name: String) throws(AuditError) -> BandCalibration? {
        let file = try value.map { value throws(AuditError) in
            try PolicyFile.calibration(value, reader: calibrations)
        }
        guard let file = file ?? common else { return nil }
        guard let entry = file.calibration.matcher(name) else {
            guard let value else { return nil }
            let known = file.calibration.matchers.map(\.name).joined(separator: ", ")
            throw value.error("expected a calibration of \(name), found one of \(known) in \(file.file)")
        }
        if let metric = metrics[name], metric != entry.metric, let value {
            throw value.error(
                "expected a calibration of \(metric.rawValue) scores, found one of \(entry.metric.rawValue)")
        }
        return BandCalibration(file: file, entry: entry)
    }

    /// A threshold is a score, or a rate that a calibration turns into one.
    private func threshold(
        _ value: YAMLValue, name: String, _ calibration: BandCalibration?
    ) throws(AuditError) -> (Double, ThresholdSource) {
        guard value.isMapping else {
            let score = try value.number(
                -1e6...1e6, "a score (a finite number) or max_false_match_rate with a calibration")
            return (score, .score)
        }
        let rateValue = try value.mapping(RateKey.self).require(.maxFalseMatchRate, "a rate, like 0.001")
        let rate = try rateValue.number(1e-9...0.999_999, "a rate above 0 and below 1")
        guard let calibration else {
            throw value.error(
                common == nil
                    ? "expected \"calibration: FILE\" beside a max_false_match_rate, found none"
                    : "expected a calibration of \(name), found none in \(common?.file ?? "")")
        }
        guard let point = calibration.entry.point(atMost: rate) else {
            throw rateValue.error(calibration.refusal(of: rate))
        }
        return (point.threshold, .rate(asked: rate, point: point))
    }

    private enum Key: String, CaseIterable {
        case approve, reject, calibration
    }

    private enum RateKey: String, CaseIterable {
        case maxFalseMatchRate = "max_false_match_rate"
    }
}

extension BandCalibration {
    /// Why a rate cannot be used, and which one can.
    func refusal(of rate: Double) -> String {
        let smallest = entry.rates.map(\.fmrTarget).min()
        return "the sample of \(file.file) does not support the rate \(rate): it has \(entry.nonMated) non-mated "
            + "comparisons of \(entry.name), and non_mated x rate must be at least 30; "
            + (smallest.map { "the smallest rate that it supports is \($0)" } ?? "it supports no rate")
    }
}
