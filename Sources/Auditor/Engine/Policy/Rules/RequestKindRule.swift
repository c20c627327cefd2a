import AuditCore

/// Stops what this version cannot decide before a rule without an objection could approve it.
struct RequestKindRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "request_kind", title: "The kind of request is supported",
        summary: """
            Every policy decides `compare`; the other kinds need `gallery` in the policy and are otherwise an error, never \
            an approval. So is a request that is decided again and of which the gallery was never asked.
            """,
        reasons: [.kindNotSupported, .galleryNotAsked])

    var examples: [RuleExample] {
        [
            RuleExample("a comparison", .passed),
            RuleExample("a claimed identity", .notRun, [.kindNotSupported], cause: .notProcessed) { $0.kind = .verify },
            RuleExample("an enrolment", .notRun, [.kindNotSupported], cause: .notProcessed) { $0.kind = .enrol },
            RuleExample("a claimed identity, under a policy with a gallery", .passed) {
                $0.gallery = GallerySettings()
            } evidence: {
                $0.ask(.verify, GalleryEvidence(claim: .unknown))
            },
            RuleExample(
                "decided again, and the gallery was not asked then", .notRun, [.galleryNotAsked], cause: .notProcessed
            ) {
                $0.gallery = GallerySettings()
            } evidence: {
                $0.kind = .identify
            },
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard input.evidence.kind != .compare else { return .passed() }
        if input.policy.gallery != nil, let gallery = input.evidence.gallery,
            input.evidence.kind == .identify || gallery.claim != nil
        {
            return .passed()
        }
        var finding = RuleFinding.notRun(.notProcessed)
        let code: ReasonCode = input.policy.gallery == nil ? .kindNotSupported : .galleryNotAsked
        finding.reasons = [Reason(code, field: "kind", detail: input.evidence.kind.rawValue)]
        return finding
    }
}
