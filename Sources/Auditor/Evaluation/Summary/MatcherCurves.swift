import AuditCore

#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

extension MatcherAnalysis {
    private static let mostPoints = 1000
    private static let histogramBins = 60

    /// What the diagrams are drawn from.
    func curves(_ source: any TrialSource) -> EvaluationCurves {
        func pairs(_ list: WorstList, sign: Double) -> [EvaluationCurves.ScoredPair] {
            list.entries.map { entry in
                let images = source.images(of: entry.trial)
                return .init(
                    imageA: images.a, imageB: images.b, score: direction.similarity(sign * entry.value))
            }
        }
        return EvaluationCurves(
            matcher: subject.name, rates: thinnedRates(), histogram: histogram(), calibration: calibration(),
            reliability: quality.reliability, worstFalseMatches: pairs(collector.worstFalseMatches, sign: 1),
            worstFalseNonMatches: pairs(collector.worstFalseNonMatches, sign: -1))
    }

    /// Thresholds at equal distances along the curve in log odds, which is nearly how a DET diagram shows it.
    private func thinnedRates() -> [EvaluationCurves.RateAtThreshold] {
        let (m, n) = (Double(distribution.mated), Double(distribution.nonMated))
        func place(_ errors: ScoreDistribution.Errors) -> Double {
            func logOdds(_ count: Int, _ total: Double) -> Double {
                log((Double(count) + 0.5) / (total - Double(count) + 0.5))
            }
            return logOdds(errors.falseNonMatches, m) - logOdds(errors.falseMatches, n)
        }
        var first = 0.0
        var last = 0.0
        var count = 0
        distribution.forEachThreshold {
            if count == 0 { first = place($0) }
            last = place($0)
            count += 1
        }
        // The first and the last point are always kept.
        let gap = count <= Self.mostPoints ? 0 : (last - first) / Double(Self.mostPoints - 2)
        var result: [EvaluationCurves.RateAtThreshold] = []
        var next = -Double.infinity
        var index = 0
        distribution.forEachThreshold { errors in
            index += 1
            let here = place(errors)
            guard here >= next || index == count else { return }
            if gap > 0 { next = first + (((here - first) / gap).rounded(.down) + 1) * gap }
            result.append(
                .init(
                    threshold: direction.similarity(errors.threshold), fmr: Double(errors.falseMatches) / n,
                    fnmr: Double(errors.falseNonMatches) / m))
        }
        return result.reversed()
    }

    /// The first score of every pool, thinned, and the last score of all.
    private func calibration() -> [EvaluationCurves.CalibrationPoint] {
        let stride = max(1, (monotone.pools.count + Self.mostPoints - 2) / (Self.mostPoints - 1))
        let pools = monotone.pools.enumerated().filter { $0.offset.isMultiple(of: stride) }.map(\.element)
        let places = pools.map { ($0.lowest, $0) } + (monotone.pools.last.map { [(distribution.maximum, $0)] } ?? [])
        return places.map { similarity, pool in
            let score = direction.similarity(similarity)
            return .init(
                score: score, logistic: map.logLikelihoodRatio([score]), monotone: monotone.logLikelihoodRatio(pool))
        }
    }

    private func histogram() -> [EvaluationCurves.HistogramBin] {
        let cells = distribution.cells
        guard let low = cells.values.first else { return [] }
        let width = max((distribution.maximum - low) / Double(Self.histogramBins), Double.leastNormalMagnitude)
        var bins = (0..<Self.histogramBins).map { bin in
            EvaluationCurves.HistogramBin(
                low: low + Double(bin) * width, high: low + Double(bin + 1) * width, mated: 0, nonMated: 0)
        }
        for index in cells.values.indices {
            let bin = min(Self.histogramBins - 1, Int((cells.values[index] - low) / width))
            bins[bin].mated += Int(cells.mated[index])
            bins[bin].nonMated += Int(cells.nonMated[index])
        }
        guard direction == .distance else { return bins }
        return bins.reversed().map {
            .init(low: -$0.high, high: -$0.low, mated: $0.mated, nonMated: $0.nonMated)
        }
    }
}
