import AuditCore

/// How the page of a difference says things.
enum DiffWording {
    static func title(_ cause: RunDiff.Cause) -> String {
        switch cause {
        case .policy: "Policy"
        case .threshold: "Threshold"
        case .calibration: "Calibration"
        case .model: "Model"
        case .image: "Photo"
        case .data: "Data"
        case .new: "New"
        case .gone: "Gone"
        case .processing: "Processing"
        }
    }

    static func meaning(_ cause: RunDiff.Cause) -> String {
        switch cause {
        case .policy: "the policy is another one, and its thresholds or rules decide otherwise"
        case .threshold: "a score lies on the other side of a threshold that moved"
        case .calibration: "a threshold or fused score moved with another calibration"
        case .model: "a score moved, came or went with another model or version"
        case .image: "a photo is another one, or can be read in one run only"
        case .data: "other fields of the request differ"
        case .new: "in the later run only"
        case .gone: "in the earlier run only"
        case .processing: "the same inputs, but one run failed to process them"
        }
    }

    /// After a count: what decided.
    static func by(_ cause: RunDiff.Cause) -> String {
        switch cause {
        case .policy: "by the new policy"
        case .threshold: "by the new threshold"
        case .calibration: "by the new calibration"
        case .model: "by the new model"
        case .image: "by another photo"
        case .data: "by other data in the request"
        case .new: "by being new"
        case .gone: "by being gone"
        case .processing: "by a failure to process in one run"
        }
    }

    static func moved(_ shift: RunDiff.ScoreShift) -> String {
        let scored = Wording.count(shift.count, "request", "requests")
        guard shift.moved > 0 else { return "\(scored) with a score in both runs, each the very same." }
        let direction = shift.metric.direction == .similarity ? "higher" : "lower"
        return "\(scored) with a score in both runs, \(CountText.grouped(shift.moved)) of them another: on average by "
            + "\(NumberText.significant(shift.mean, digits: 3)), at most by "
            + "\(NumberText.significant(shift.largest, digits: 3)); \(direction) is more alike."
    }

    static func thresholds(_ shift: RunDiff.ScoreShift) -> String {
        let digits = digits([shift.approveA, shift.approveB])
        let approve = pair(shift.approveA, shift.approveB, digits: digits)
        guard let before = shift.rejectA, let now = shift.rejectB else { return "Approves at \(approve)." }
        return "Approves at \(approve), rejects beyond \(pair(before, now, digits: self.digits([before, now])))."
    }

    /// `0.412 → 0.398`, or the one number that both are; `–` for none.
    static func pair(_ before: Double?, _ now: Double?, digits: Int) -> String {
        if before == now { return text(before, digits) }
        return "\(text(before, digits)) → \(text(now, digits))"
    }

    /// The fewest decimals, three to nine, in which numbers that differ look different: a score next to its threshold
    /// must not seem to be on it.
    static func digits(_ values: [Double?]) -> Int {
        let distinct = Set(values.compactMap(\.self).filter(\.isFinite))
        return (3...8).first { digits in
            Set(distinct.map { NumberText.fixed($0, digits: digits) }).count == distinct.count
        } ?? 9
    }

    private static func text(_ value: Double?, _ digits: Int) -> String {
        value.flatMap { $0.isFinite ? NumberText.fixed($0, digits: digits) : nil } ?? "–"
    }
}
