import AuditCore
import Evaluation

/// The numbers of every diagram under `curves/`, one file a matcher and diagram.
enum CurveFiles {
    /// The diagrams that have a file, as in `curves/<matcher>-<diagram>.csv`.
    enum Diagram: String, CaseIterable {
        case det, roc, histogram, calibration, reliability, thresholds
    }

    static func path(_ matcher: String, _ diagram: Diagram) -> String { "curves/\(matcher)-\(diagram.rawValue).csv" }

    static func write(
        _ curves: [EvaluationCurves], names: MatcherFileNames, to folder: StagingFolder
    ) throws(AuditError) {
        try folder.makeFolder("curves")
        for curve in curves {
            for diagram in Diagram.allCases {
                try folder.write(text(curve, diagram), to: path(names[curve.matcher], diagram))
            }
        }
    }

    static func text(_ curve: EvaluationCurves, _ diagram: Diagram) -> String {
        switch diagram {
        case .det:
            table("threshold,fmr,fnmr,fmr_normal_deviate,fnmr_normal_deviate", curve.rates) {
                [$0.threshold, $0.fmr, $0.fnmr, NormalDeviate.of($0.fmr), NormalDeviate.of($0.fnmr)]
            }
        case .roc:
            table("threshold,fmr,true_match_rate", curve.rates) { [$0.threshold, $0.fmr, 1 - $0.fnmr] }
        case .histogram:
            table("low,high,mated,non_mated", curve.histogram) {
                [$0.low, $0.high, Double($0.mated), Double($0.nonMated)]
            }
        case .calibration:
            table(
                "score,log_likelihood_ratio,probability,log_likelihood_ratio_pav,probability_pav", curve.calibration
            ) {
                [
                    $0.score, $0.logistic, LogisticMap.probability(logLikelihoodRatio: $0.logistic), $0.monotone,
                    LogisticMap.probability(logLikelihoodRatio: $0.monotone),
                ]
            }
        case .reliability:
            table("predicted,observed,count", curve.reliability) { [$0.predicted, $0.observed, Double($0.count)] }
        case .thresholds:
            table("threshold,fmr,fnmr", curve.rates.sorted { $0.threshold < $1.threshold }) {
                [$0.threshold, $0.fmr, $0.fnmr]
            }
        }
    }

    private static func table<Row>(_ header: String, _ rows: [Row], _ cells: (Row) -> [Double]) -> String {
        rows.reduce(into: header + "\n") { text, row in
            text += cells(row).map { CSVText.exact($0) }.joined(separator: ",") + "\n"
        }
    }
}
