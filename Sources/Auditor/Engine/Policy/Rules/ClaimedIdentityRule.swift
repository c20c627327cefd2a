import AuditCore

/// Whether there is anybody to compare the face with.
struct ClaimedIdentityRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "claimed_identity", title: "The claimed identity is enrolled",
        summary: """
            Of `verify`: the subject must be enrolled, not revoked, and have templates of this version of a matcher that \
            decides. A subject that is missing is no mismatch and never rejects: a person looks. The score of each \
            matcher is the best over the subject's photos; `face_comparison` judges it as for `compare`.
            """,
        reasons: [.subjectUnknown, .subjectRevoked, .templateOutdated], kinds: [.verify])

    var examples: [RuleExample] {
        [
            example("an enrolled subject", .passed, [], GalleryEvidence.example(.enrolled, [0.75])),
            example("nobody of that name", .review, [.subjectUnknown], GalleryEvidence.example(.unknown)),
            example("a subject that was revoked", .review, [.subjectRevoked], GalleryEvidence.example(.revoked)),
            example(
                "every template is of another version", .review, [.templateOutdated],
                GalleryEvidence.example(.outdated)),
            example(
                "templates of this version, but of none of the matchers that decide", .review, [.templateOutdated],
                GalleryEvidence(
                    subjects: 1, claim: .enrolled, subject: 7,
                    candidates: [GalleryEvidence.Candidate(subject: 7, rank: 1, scores: ["beta": 0.25])])),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        switch input.evidence.gallery?.claim {
        case nil: return .notRun(.notConfigured)
        case .unknown: return .passedUnless([Reason(.subjectUnknown)])
        case .revoked: return .passedUnless([Reason(.subjectRevoked)])
        case .outdated: return .passedUnless([Reason(.templateOutdated, detail: Self.remedy)])
        case .enrolled:
            // Without a face `face_found` says why there is no score.
            guard input.ballot.verdict == nil, !input.judgedFaces.isEmpty else { return .passed() }
            return .passedUnless([Reason(.templateOutdated, detail: Self.remedy)])
        }
    }

    static let remedy = "`auditor enrol --outdated` lists whom to enrol again"

    private func example(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode], _ gallery: GalleryEvidence
    ) -> RuleExample { .gallery(title, state, reasons, .verify, gallery) }
}
