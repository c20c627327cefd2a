import AuditCore
import Evaluation

/// What `auditor evaluate` prints when it is done.
enum EvaluationSummary {
    static func text(_ record: EvaluationRecord, output: String) -> String {
        var lines: [String] = []
        for matcher in record.matchers {
            lines.append(
                "\(matcher.name): \(matcher.mated) mated, \(matcher.nonMated) non-mated, FTA "
                    + "\(NumberText.percent(matcher.failureToAcquire)), EER \(NumberText.percent(matcher.eer.value)) (\(matcher.eer.convention)), "
                    + "AUC \(NumberText.fixed(matcher.auc, digits: 5)), "
                    + "Cllr \(NumberText.fixed(matcher.cllr, digits: 4))")
            for point in matcher.operatingPoints where point.supported {
                lines.append(
                    "  FMR \(NumberText.percent(point.fmr)) (asked \(NumberText.percent(point.fmrTarget))): FNMR \(NumberText.percent(point.fnmr)) "
                        + "[\(point.fnmrCI95.map(NumberText.percent).joined(separator: ", "))] at \(point.threshold)")
            }
        }
        lines += record.conclusions
        for gate in record.gates {
            lines.append("gate \(gate.holds ? "holds" : "fails"): \(gate.claim): \(gate.reason)")
        }
        lines.append("report: \(output)/index.html")
        return lines.joined(separator: "\n")
    }
}
