import AuditCore

@testable import AuditEngine

extension CalibrationFile {
    /// Round numbers: 100,000 non-mated comparisons support rates down to 3e-4.
    static let example = CalibrationFile(
        file: "c.json", sha256: String(repeating: "ab", count: 32), calibration: .example)
}

extension Calibration {
    /// `opencv`: ln LR = -5 + 10 s. `dlib`: ln LR = 6 - 10 s. `fused`: ln LR = 8 opencv - 8 dlib.
    static let example = Calibration(
        toolVersion: "1", sample: Sample(file: "pairs.csv", sha256: "00", format: "csv", images: 500, subjects: 100),
        faceChoice: .central,
        matchers: [
            .example("opencv", .cosine, weight: 10, intercept: -5, start: 0.1, step: 0.1),
            .example("dlib", .euclidean, weight: -10, intercept: 6, start: 0.9, step: -0.1),
            .example("fused", .logLikelihoodRatio, weight: 1, intercept: 0, start: -2, step: 1),
        ],
        fusion: Fusion(combinations: [
            .init(matchers: ["opencv", "dlib"], map: LogisticMap(intercept: 0, weights: [8, -8])),
            .init(matchers: ["opencv"], map: LogisticMap(intercept: -5, weights: [10])),
            .init(matchers: ["dlib"], map: LogisticMap(intercept: 6, weights: [-10])),
        ]))
}

extension MatcherCalibration {
    /// Thresholds at 5e-2, 1e-2, 2e-3, 1e-3, 3e-4, evenly spaced.
    static func example(
        _ name: String, _ metric: ScoreMetric, weight: Double, intercept: Double, start: Double, step: Double
    ) -> MatcherCalibration {
        MatcherCalibration(
            name: name, version: nil, metric: metric, models: [ModelDigest(file: "\(name).onnx", sha256: name)],
            mated: 1000, nonMated: 100_000, failureToAcquire: 0,
            likelihoodRatio: LogisticMap(intercept: intercept, weights: [weight]),
            rates: [5e-2, 1e-2, 2e-3, 1e-3, 3e-4].enumerated().map { index, rate in
                RatePoint(
                    fmrTarget: rate, fmr: rate, fmrCI95: [0, 1], fnmr: 0.01, fnmrCI95: [0, 0.02],
                    threshold: start + step * Double(index))
            })
    }
}

extension Samples {
    /// `fused` decides and `dlib` vetoes, both at 0.1 % and 5 %.
    static let fused = """
        schema_version: 1
        name: fused
        matchers: {order: [fused], veto: [dlib]}
        calibration: c.json
        thresholds:
          fused: {approve: {max_false_match_rate: 0.001}, reject: {max_false_match_rate: 0.05}}
          dlib: {approve: {max_false_match_rate: 0.001}, reject: {max_false_match_rate: 0.05}}

        """
}
