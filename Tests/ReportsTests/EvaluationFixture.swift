import AuditCore
import Evaluation
import Foundation

@testable import Reports

/// An evaluation made by hand: the figures are plausible, not computed, so that each test sees what it put in.
struct EvaluationFixture {
    var result: EvaluationResult
    var lines: [ScoreLine]

    /// - Parameters:
    ///   - points: How many points each curve has.
    ///   - text: What every text of the sample says, with a number: hostile in the tests of escaping.
    init(matchers: [String] = ["opencv", "dlib", "fused"], points: Int = 8, text: (String) -> String = { $0 }) {
        let digest = String(repeating: "ab", count: 32)
        let sample = Calibration.Sample(
            file: text("pairs.csv"), sha256: digest, format: "csv", images: 412, subjects: 101)
        let metrics: [ScoreMetric] = [.cosine, .euclidean, .logLikelihoodRatio]
        let names = matchers.map(text)
        let evaluations = names.enumerated().map { index, name in
            Self.evaluation(name, metric: metrics[index % 3], separation: 3.6 - 0.5 * Double(index), text: text)
        }
        let record = EvaluationRecord(
            toolVersion: "0.0.0", sample: sample, faceChoice: .central, seed: 1, replicates: 1000,
            conventions: [
                "eer": text("Where the ROC convex hull crosses FMR = FNMR."),
                "fmr": text("Share of non-mated comparisons that match; a tie counts as a match."),
            ],
            conclusions: [
                text("opencv errs least: FNMR 1.2 % at FMR 0.1 %, with 95 % confidence between 0.8 and 1.6 %."),
                text("The sample supports false match rates down to 1 %."),
            ],
            matchers: evaluations,
            comparisons: names.count < 2 ? [] : [Self.comparison(names[0], names[1], text: text)],
            gates: [
                GateResult(
                    claim: text("opencv.fnmr@fmr=1e-3<=0.02"), holds: true, value: 0.012, interval: [0.008, 0.016],
                    reason: text("the interval lies below 0.02")),
                GateResult(
                    claim: text("dlib.eer<=0.01"), holds: false, value: nil, interval: nil, reason: text("no value")),
            ])
        let curves = names.enumerated().map { index, name in
            Self.curves(name, metrics[index % 3], separation: 3.6 - 0.5 * Double(index), points: points, text: text)
        }
        let calibration = Calibration(
            toolVersion: "0.0.0", sample: sample, faceChoice: .central,
            matchers: evaluations.map { evaluation in
                MatcherCalibration(
                    name: evaluation.name, version: evaluation.version, metric: evaluation.metric,
                    models: evaluation.models, mated: evaluation.mated, nonMated: evaluation.nonMated,
                    failureToAcquire: evaluation.failureToAcquire, likelihoodRatio: evaluation.likelihoodRatio,
                    rates: [
                        RatePoint(
                            fmrTarget: 0.01, fmr: 0.0098, fmrCI95: [0.0081, 0.0119], fnmr: 0.004,
                            fnmrCI95: [0.002, 0.006], threshold: 0.29)
                    ])
            },
            fusion: names.count < 2
                ? nil
                : Fusion(combinations: [
                    .init(matchers: Array(names.prefix(2)), map: LogisticMap(intercept: -4.5, weights: [18, -2.25]))
                ]))
        result = EvaluationResult(record: record, curves: curves, calibration: calibration)
        lines = names.flatMap { name in
            [
                ScoreLine(matcher: name, imageA: text("a.jpg"), imageB: text("b.jpg"), mated: true, score: 0.1),
                ScoreLine(matcher: name, imageA: text("a.jpg"), imageB: text("c.jpg"), mated: false, score: nil),
                ScoreLine(matcher: name, imageA: text("b.jpg"), imageB: text("c.jpg"), mated: false, score: 1.0 / 3),
            ]
        }
    }

    /// A tiny JPEG by its first bytes; a different one an image and matcher.
    static func face(_ image: String, _ matcher: String) -> [UInt8]? {
        image.hasSuffix("9.jpg") || matcher == "fused" ? nil : [0xFF, 0xD8, 0xFF, 0xE0] + Array(image.utf8)
    }

    private static func evaluation(
        _ name: String, metric: ScoreMetric, separation: Double, text: (String) -> String
    ) -> MatcherEvaluation {
        let isFused = metric == .logLikelihoodRatio
        let speed = MatcherSpeed(
            imagesPerSecond: 56.25, comparisonsPerSecond: 1_200_000, workers: 2,
            stages: [
                "decode": .init(p50: 0.001, p95: 0.002, p99: 0.0031),
                "detect": .init(p50: 0.007, p95: 0.01, p99: 0.012),
                "align": .init(p50: 0.0005, p95: 0.0007, p99: 0.001), "embed": .init(p50: 0.029, p95: 0.035, p99: 0.05),
            ],
            templateBytes: 512, workerMemoryBytes: 310_000_000, startSeconds: 0.45)
        let subject = MatcherEvaluation.Subject(
            name: name, version: isFused ? nil : text("1.2 (OpenCV 4.6.0)"), metric: metric,
            models: isFused ? [] : [ModelDigest(file: text("model.onnx"), sha256: String(repeating: "0c", count: 32))],
            images: 412, failedImages: 3, speed: isFused ? nil : speed)
        let targets = [0.1, 0.01, 0.001, 0.0001]
        let points = targets.map { target in
            let fnmr = Gauss.below(separation, at: Gauss.threshold(fmr: target))
            return OperatingPoint(
                fmrTarget: target, fmr: target * 0.98, fmrCI95: [target * 0.8, target * 1.2], fnmr: fnmr,
                fnmrCI95: [fnmr * 0.7, min(fnmr * 1.4, 1)], fmrCI95Subjects: [target * 0.6, target * 1.5],
                fnmrCI95Subjects: [fnmr * 0.6, min(fnmr * 1.6, 1)], far: target * 0.97, frr: min(fnmr + 0.007, 1),
                threshold: Gauss.native(Gauss.threshold(fmr: target), metric), falseMatches: Int(target * 3200),
                falseNonMatches: Int(fnmr * 1600), supported: target * 3200 >= 30)
        }
        let groups = GroupReport(
            fmrTarget: 0.01, threshold: 0.291, minimum: 30,
            groups: [
                .init(
                    name: text("A"), mated: 700, nonMated: 1400, fmr: 0.009, fmrCI95: [0.005, 0.015], fnmr: 0.004,
                    fnmrCI95: [0.001, 0.01]),
                .init(name: text("B"), mated: 12, nonMated: 24, fmr: nil, fmrCI95: nil, fnmr: nil, fnmrCI95: nil),
            ],
            fmr: .init(maxOverMin: 1.8, maxOverGeometricMean: 1.2, gini: 0.12), fnmr: nil)
        return MatcherEvaluation(
            subject: subject, faceChoice: .central, failureToAcquire: 3.0 / 412, mated: 1590, nonMated: 3190,
            matedFailed: 10, nonMatedFailed: 10,
            eer: EqualErrorRate(value: Gauss.below(0, at: -separation / 2), convention: "rocch", threshold: 0.29),
            auc: 0.99712, dPrime: separation, operatingPoints: points,
            accuracy10Fold: FoldAccuracy(mean: 0.9912, standardError: 0.0016),
            accuracy10FoldWithFailures: FoldAccuracy(mean: 0.9881, standardError: 0.0018), cllr: 0.0412,
            minCllr: 0.0354, likelihoodRatio: LogisticMap(intercept: -5.25, weights: [17.5]),
            verdict: StandardVerdict(
                standard: "NIST SP 800-63A-4", result: [.passed, .failed, .notDemonstrable][name.utf8.count % 3],
                reason: text("FMR at most 0.01 % needs 300,000 non-mated comparisons; this sample has 3,190.")),
            groups: groups)
    }

    private static func comparison(_ a: String, _ b: String, text: (String) -> String) -> MatcherComparison {
        let images = (1...25).map { text("person-\($0)/\($0).jpg") }
        return MatcherComparison(
            a: a, b: b, fmrTarget: 0.01, comparisons: 4780, onlyARight: 21, onlyBRight: 4, pValue: 0.00091,
            difference: -0.0036, differenceCI95: [-0.0057, -0.0015], winner: a,
            conclusion: text("opencv errs less than dlib: 4 against 21 of 4,780 comparisons, p = 0.0009."),
            disagreementCount: 25,
            disagreements: zip(images, images.dropFirst()).map {
                .init(imageA: $0, imageB: $1, mated: true, scoreA: 0.31, scoreB: 0.72, right: a)
            })
    }

    private static func curves(
        _ name: String, _ metric: ScoreMetric, separation: Double, points: Int, text: (String) -> String
    ) -> EvaluationCurves {
        let thresholds = (0..<points).map { 5.5 - 8 * Double($0) / Double(max(points - 1, 1)) }
        let rates = thresholds.map { value in
            EvaluationCurves.RateAtThreshold(
                threshold: Gauss.native(value, metric), fmr: 1 - Gauss.below(0, at: value),
                fnmr: Gauss.below(separation, at: value))
        }
        var bins = (0..<(points / 4 + 2)).map { index in
            let (low, high) = (
                -3.5 + 10.5 * Double(index) / Double(points / 4 + 2),
                -3.5 + 10.5 * Double(index + 1) / Double(points / 4 + 2)
            )
            let ends = [Gauss.native(low, metric), Gauss.native(high, metric)].sorted()
            return EvaluationCurves.HistogramBin(
                low: ends[0], high: ends[1],
                mated: Int(1590 * (Gauss.below(separation, at: high) - Gauss.below(separation, at: low))),
                nonMated: Int(3190 * (Gauss.below(0, at: high) - Gauss.below(0, at: low))))
        }
        bins.sort { $0.low < $1.low }
        let pairs = (1...12).map {
            EvaluationCurves.ScoredPair(
                imageA: text("Given_Name_Family-Name/Given_Name_Family-Name_\($0).jpg"), imageB: text("b/\($0).jpg"),
                score: Gauss.native(2 - Double($0) / 20, metric))
        }
        return EvaluationCurves(
            matcher: name, rates: rates, histogram: bins,
            calibration: (0..<min(points, 30)).map { index in
                let value = -3 + 0.3 * Double(index)
                return .init(
                    score: Gauss.native(value, metric), logistic: 3 * value - 4,
                    monotone: index == 0 ? -.infinity : (3 * value - 4).rounded())
            },
            reliability: (0..<10).map {
                let predicted = (Double($0) + 0.5) / 10
                return .init(
                    predicted: predicted, observed: predicted * predicted * (3 - 2 * predicted),
                    count: 400 - 60 * min($0, 9 - $0))
            },
            worstFalseMatches: pairs, worstFalseNonMatches: Array(pairs.prefix(5)))
    }
}

/// Two normal distributions of equal width: non-mated around 0, mated around the separation.
enum Gauss {
    static func below(_ mean: Double, at value: Double) -> Double { 0.5 * erfc((mean - value) / 2.0.squareRoot()) }

    static func threshold(fmr: Double) -> Double { -NormalDeviate.of(fmr) }

    /// A score of the matcher's kind; a distance falls.
    static func native(_ value: Double, _ metric: ScoreMetric) -> Double {
        switch metric {
        case .cosine, .similarity: 0.1 * value
        case .euclidean, .distance: 1.1 - 0.12 * value
        case .logLikelihoodRatio: 4 * value - 7
        }
    }
}

/// A rendered evaluation that tests look into.
struct RenderedEvaluation {
    let folder: TemporaryFolder
    var path: String { "\(folder.path)/out" }

    init(_ fixture: EvaluationFixture, face: (String, String) throws -> [UInt8]? = EvaluationFixture.face) throws {
        folder = try TemporaryFolder()
        try EvaluationRenderer.render(
            fixture.result, scores: { write in for line in fixture.lines { try write(line) } }, face: face,
            templates: Repository.templates(), into: path)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.contains(".") }.sorted()
    }
}
