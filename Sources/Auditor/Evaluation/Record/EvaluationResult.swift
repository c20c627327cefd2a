public import AuditCore

/// Everything that one evaluation gives.
public struct EvaluationResult: Sendable {
    public var record: EvaluationRecord
    /// In the order of `record.matchers`.
    public var curves: [EvaluationCurves]
    public var calibration: Calibration
    /// The fused scores that were evaluated (out of fold) of a block's comparisons, NaN without one; nil when nothing
    /// was fused.
    public var fusedScores: (@Sendable (TrialBlock) -> [Double])?

    public init(
        record: EvaluationRecord, curves: [EvaluationCurves], calibration: Calibration,
        fusedScores: (@Sendable (TrialBlock) -> [Double])? = nil
    ) {
        self.record = record
        self.curves = curves
        self.calibration = calibration
        self.fusedScores = fusedScores
    }

    /// Joins the evaluations of matchers that were evaluated apart, because they have no comparisons in common.
    public init(merging parts: [EvaluationResult]) {
        self = parts[0]
        for part in parts.dropFirst() {
            record.matchers += part.record.matchers
            record.conclusions += part.record.conclusions
            record.gates += part.record.gates
            curves += part.curves
            calibration.matchers += part.calibration.matchers
        }
    }
}
