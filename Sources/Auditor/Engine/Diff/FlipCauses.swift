import AuditCore

/// Says why a request is decided otherwise. What can be tried is tried: a threshold is a cause only if the same score
/// lies on the other side of it. Otherwise it is what differs among the things that a decision is made of.
struct FlipCauses {
    private let isOtherPolicy: Bool
    private let isOtherCalibration: Bool
    private let earlier: [String: MatcherDescriptor]
    private let later: [String: MatcherDescriptor]

    init(_ a: RunRecord, _ b: RunRecord) {
        isOtherPolicy = a.policySHA256 != b.policySHA256
        // A run without a calibration has thresholds of its policy's own.
        let calibrations = [a, b].map { Set($0.calibrations.map(\.sha256)) }
        isOtherCalibration = !calibrations.contains([]) && calibrations[0] != calibrations[1]
        earlier = Dictionary(a.matchers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        later = Dictionary(b.matchers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func causes(
        _ a: KeyedDecision, _ b: KeyedDecision, scores: [RunDiff.ScoreChange], hasSameData: Bool
    ) -> [RunDiff.Cause] {
        var causes: Set<RunDiff.Cause> = []
        if differInImages(a.record, b.record) { causes.insert(.image) }
        if failed(a.record) != failed(b.record) { causes.insert(.processing) }
        if a.isRequest != b.isRequest || !a.isRequest && !hasSameData { causes.insert(.data) }
        // A score that is not there because of the photo or a failure says nothing of the model.
        let isLost = !causes.isEmpty
        let moved = scores.filter { $0.scoreA != $0.scoreB && !(isLost && ($0.scoreA == nil || $0.scoreB == nil)) }
        if moved.contains(where: { isOtherModel($0.matcher) }) { causes.insert(.model) }
        if isOtherCalibration, moved.contains(where: { $0.matcher == Fusion.matcherName }),
            !moved.contains(where: { $0.matcher != Fusion.matcherName })
        {
            causes.insert(.calibration)
        }
        if scores.contains(where: { hasThresholdEffect($0, a.record, b.record) }) {
            causes.insert(.threshold)
            if isOtherPolicy { causes.insert(.policy) }
            if isOtherCalibration { causes.insert(.calibration) }
        }
        if causes.isEmpty { causes = rest(hasSameData: hasSameData) }
        return RunDiff.Cause.allCases.filter(causes.contains)
    }

    /// What is left when nothing that can be tried explains the flip.
    private func rest(hasSameData: Bool) -> Set<RunDiff.Cause> {
        if isOtherPolicy { return [.policy] }
        if isOtherCalibration { return [.calibration] }
        if Set(earlier.keys).union(later.keys).contains(where: isOtherModel) { return [.model] }
        return hasSameData ? [.processing] : [.data]
    }

    /// Whether the thresholds of one run judge the score of either run differently than those of the other, as far as the
    /// decisions rest on them: both thresholds of a matcher that decides, a veto's reject threshold where there was an
    /// approval to be vetoed, none of a matcher on standby.
    private func hasThresholdEffect(
        _ change: RunDiff.ScoreChange, _ a: DecisionRecord, _ b: DecisionRecord
    ) -> Bool {
        // A part that became another one is the policy's doing, and no threshold's.
        guard change.isVeto ? change.partA == change.partB : change.isDeciding else { return false }
        guard let approveA = change.approveA, let approveB = change.approveB, let rejectA = change.rejectA,
            let rejectB = change.rejectB
        else { return false }
        func verdict(_ score: Double, _ approve: Double, _ reject: Double) -> Outcome {
            let direction = change.metric.direction
            if !change.isVeto, direction.isMatch(score: score, threshold: approve) { return .approved }
            return direction.isMatch(score: score, threshold: reject) ? .review : .rejected
        }
        let scores = [(change.scoreA, a), (change.scoreB, b)].compactMap { score, record in
            change.isVeto && !hasLiveVeto(record) ? nil : score
        }
        return scores.contains { verdict($0, approveA, rejectA) != verdict($0, approveB, rejectB) }
    }

    /// Whether a veto could have changed the decision: it is asked only when the deciding matchers approve.
    private func hasLiveVeto(_ record: DecisionRecord) -> Bool {
        record.checks.contains { $0.id == "matcher_veto" && $0.state != .notRun }
    }

    private func isOtherModel(_ name: String) -> Bool {
        guard name != Fusion.matcherName else { return false }
        switch (earlier[name], later[name]) {
        case (let before?, let now?): return RequestKey.parts(before) != RequestKey.parts(now)
        case (nil, nil): return false
        // The policy chooses the matchers; without another policy somebody did on the command line.
        default: return !isOtherPolicy
        }
    }

    private func differInImages(_ a: DecisionRecord, _ b: DecisionRecord) -> Bool {
        func digests(_ record: DecisionRecord) -> [String] {
            record.images.sorted { $0.role.rawValue < $1.role.rawValue }.map {
                "\($0.role.rawValue) \($0.sha256 ?? "")"
            }
        }
        func failures(_ record: DecisionRecord) -> Set<ReasonCode> {
            Set(record.reasons.filter { $0.image != nil && $0.matcher == nil && $0.severity == .error }.map(\.code))
        }
        return digests(a) != digests(b) || failures(a) != failures(b)
    }

    /// Whether a worker failed, which may be otherwise the next time.
    private func failed(_ record: DecisionRecord) -> Bool {
        record.reasons.contains { [.workerCrashed, .workerTimeout, .workerProtocol].contains($0.code) }
    }
}
