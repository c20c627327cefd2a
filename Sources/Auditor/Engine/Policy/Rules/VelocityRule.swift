import AuditCore

/// Whether too many requests share a value. A signal for people: it never rejects.
struct VelocityRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.velocity.rawValue, title: "Requests do not come in unusual numbers",
        summary: """
            Requests of runs begun within 24 hours that share one of the fields `by`, each request id once and this one \
            included: at most `max_a_day`. A hit never rejects by itself.
            """,
        reasons: [.tooManyRequests, .velocityNoted])

    var examples: [RuleExample] {
        func counted(_ count: Int) -> GalleryEvidence {
            GalleryEvidence(velocity: [GalleryEvidence.VelocityCount(by: "phone", count: count, hours: 24)])
        }
        return [
            RuleExample("switched off", .notRun, cause: .notConfigured),
            .watched(
                "not counted, as when a run without it is decided again", .velocity, .notRun, [], nil, cause: .notKept),
            .watched("as many as allowed", .velocity, .passed, [], counted(3)),
            .watched("one more than allowed", .velocity, .review, [.tooManyRequests], counted(4)),
            .watched(
                "one more than a policy names that only reports", .velocity, .passed, [.velocityNoted], counted(4),
                outcome: .info),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let gallery: GalleryEvidence
        switch input.watched(.velocity) {
        case .failure(let finding): return finding.finding
        case .success(let found): gallery = found
        }
        let limit = input.policy.velocity.maxADay
        let code: ReasonCode = input.policy.checks[.velocity]?.outcome == .info ? .velocityNoted : .tooManyRequests
        let reasons = gallery.velocity.filter { $0.count > limit }.map { count in
            Reason(code, field: count.by, detail: "\(count.count) within \(count.hours) hours, at most \(limit)")
        }
        return code == .velocityNoted ? .passed(reasons) : .passedUnless(reasons)
    }
}
