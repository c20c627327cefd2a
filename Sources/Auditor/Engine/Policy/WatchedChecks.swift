import AuditCore

/// Why a check of earlier requests has nothing to judge by.
struct NotWatched: Error {
    var finding: RuleFinding
}

extension RuleInput {
    /// What was found for a check, or why there is nothing.
    func watched(_ check: FurtherCheck) -> Result<GalleryEvidence, NotWatched> {
        guard policy.checks[check] != nil else { return .failure(NotWatched(finding: .notRun(.notConfigured))) }
        guard let gallery = evidence.gallery, gallery.watch?.checks.contains(check.rawValue) == true else {
            return .failure(NotWatched(finding: .notRun(.notKept)))
        }
        return .success(gallery)
    }
}

extension RuleExample {
    /// The example evidence under a policy with a check that looks at earlier requests.
    /// - Parameter gallery: What was found; nil when nothing was looked for.
    static func watched(
        _ title: String, _ check: FurtherCheck, _ state: CheckState, _ reasons: [ReasonCode],
        _ gallery: GalleryEvidence?, cause: RuleFinding.Cause? = nil, outcome: CheckSetting.HitOutcome = .review
    ) -> RuleExample {
        RuleExample(title, state, reasons, cause: cause) {
            $0.checks[check] = CheckSetting(outcome: outcome, location: SourceLocation(file: $0.file))
        } evidence: { evidence in
            var gallery = gallery
            gallery?.watch = GalleryEvidence.Watch(checks: [check.rawValue])
            evidence.gallery = gallery
        }
    }
}
