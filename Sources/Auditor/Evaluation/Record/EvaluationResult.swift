public import AuditCore

/// Everything that one evaluation gives.
public struct EvaluationResult: Sendable {
    /// The figures.
    public var record: EvaluationRecord
    /// In the order of `record.matchers`.
    public var curves: [EvaluationCurves]
    /// What a policy can use of it.
    public var calibration: Calibration
    /// The comparisons as they were evaluated: with a column more for the fusion's out-of-fold scores, if there is one.
    public var trials: (any TrialSource)?

    /// Creates a value from its parts.
    public init(
        record: EvaluationRecord, curves: [EvaluationCurves], calibration: Calibration,
        trials: (any TrialSource)? = nil
    ) {
        self.record = record
        self.curves = curves
        self.calibration = calibration
        self.trials = trials
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
