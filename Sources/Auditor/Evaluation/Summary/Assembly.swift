import AuditCore

/// Puts what the readings gathered into the records.
struct Assembly {
    let options: EvaluationOptions
    let sample: Calibration.Sample
    let faceChoice: FaceChoice?
    let source: any TrialSource
    let analyses: [MatcherAnalysis]
    var decisions: Decisions

    func result(fusion: Fusion?) -> EvaluationResult {
        var bootstrap = decisions.bootstrap
        let intervals = analyses.indices.map { bootstrap?.intervals(of: $0) }
        let matchers = analyses.indices.map { evaluation($0, intervals: intervals[$0]) }
        let comparisons = decisions.pairs.compactMap { $0.comparison(source) }
        let record = EvaluationRecord(
            toolVersion: options.toolVersion, sample: sample, faceChoice: faceChoice, seed: options.seed,
            replicates: decisions.bootstrap?.replicates ?? 0, conventions: Conventions.all,
            conclusions: Conclusions(matchers: matchers, comparisons: comparisons, options: options).sentences,
            matchers: matchers, comparisons: comparisons,
            gates: options.gates.map { gate in
                guard let index = analyses.firstIndex(where: { $0.subject.name == gate.matcher }) else {
                    return GateResult(
                        claim: gate.text, holds: false, value: nil, interval: nil,
                        reason: "There is no matcher '\(gate.matcher)'.")
                }
                let place = analyses[index].place(of: gate, in: options.gates)
                return gate.check(
                    matchers[index], analyses[index], decisions.accuracies[index],
                    subjects: place.flatMap { intervals[index]?[$0] })
            })
        let calibration = Calibration(
            toolVersion: options.toolVersion, sample: sample, faceChoice: faceChoice,
            matchers: zip(analyses, intervals).map(calibration), fusion: fusion)
        return EvaluationResult(
            record: record, curves: analyses.map { $0.curves(source) }, calibration: calibration, trials: source)
    }

    private func evaluation(_ index: Int, intervals: [(fmr: [Double]?, fnmr: [Double]?)]?) -> MatcherEvaluation {
        let analysis = analyses[index]
        var points = analysis.points
        for (place, interval) in zip(points.indices, intervals ?? []) {
            points[place].fmrCI95Subjects = interval.fmr
            points[place].fnmrCI95Subjects = interval.fnmr
        }
        return MatcherEvaluation(
            subject: analysis.subject, faceChoice: faceChoice, failureToAcquire: analysis.failureToAcquire,
            mated: analysis.distribution.mated, nonMated: analysis.distribution.nonMated,
            matedFailed: analysis.collector.matedFailed, nonMatedFailed: analysis.collector.nonMatedFailed,
            eer: analysis.distribution.equalErrorRate(analysis.monotone, direction: analysis.direction),
            auc: analysis.distribution.areaUnderCurve, dPrime: analysis.distribution.dPrime, operatingPoints: points,
            accuracy10Fold: decisions.accuracies[index]?.result(withFailures: false)?.accuracy,
            accuracy10FoldWithFailures: decisions.accuracies[index]?.result(withFailures: true)?.accuracy,
            cllr: analysis.quality.cost.value, minCllr: analysis.monotone.minCllr, likelihoodRatio: analysis.map,
            verdict: StandardCheck.nist80063A(analysis.distribution, direction: analysis.direction),
            groups: decisions.groups[index]?.report)
    }

    private func calibration(
        _ analysis: MatcherAnalysis, intervals: [(fmr: [Double]?, fnmr: [Double]?)]?
    ) -> MatcherCalibration {
        var rates = analysis.rates
        for (place, interval) in zip(rates.indices, (intervals ?? []).dropFirst(analysis.points.count)) {
            rates[place].fmrCI95Subjects = interval.fmr
            rates[place].fnmrCI95Subjects = interval.fnmr
        }
        return MatcherCalibration(
            name: analysis.subject.name, version: analysis.subject.version, metric: analysis.subject.metric,
            models: analysis.subject.models, mated: analysis.distribution.mated,
            nonMated: analysis.distribution.nonMated, failureToAcquire: analysis.failureToAcquire,
            likelihoodRatio: analysis.map, rates: rates)
    }
}
