public import AuditCore

/// Everything that one evaluation gives.
public struct EvaluationResult: Sendable {
    public var record: EvaluationRecord
    /// In the order of `record.matchers`.
    public var curves: [EvaluationCurves]
    public var calibration: Calibration

    public init(record: EvaluationRecord, curves: [EvaluationCurves], calibration: Calibration) {
        self.record = record
        self.curves = curves
        self.calibration = calibration
    }
}
