import AuditCore

extension GalleryEvidence {
    /// Subject 7 is the claimed one if enrolled; further scores, and those without such a claim, are of other subjects.
    static func example(_ claim: Claim?, _ scores: [Double] = []) -> GalleryEvidence {
        let isOwn = claim == .enrolled
        return GalleryEvidence(
            subjects: max(1, scores.count), templates: max(1, scores.count), searched: "alpha", probes: 1, claim: claim,
            subject: claim == nil || claim == .unknown ? nil : 7,
            candidates: scores.enumerated().map { index, score in
                Candidate(subject: (isOwn ? 7 : 10) + Int64(index), rank: index + 1, scores: ["alpha": score])
            })
    }
}

extension RuleExample {
    /// A request of another kind, under a policy with a gallery.
    static func gallery(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode], _ kind: RequestKind, _ gallery: GalleryEvidence
    ) -> RuleExample {
        RuleExample(title, state, reasons) {
            $0.gallery = GallerySettings()
        } evidence: {
            $0.ask(kind, gallery)
        }
    }
}
