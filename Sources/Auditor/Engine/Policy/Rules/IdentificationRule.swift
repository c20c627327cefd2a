import AuditCore

/// Whose face of many it is. One among many is a signal for people: it approves or asks, and never rejects.
struct IdentificationRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "identification", title: "One subject of the gallery matches",
        summary: """
            Of `identify`: the best candidate must be at or above the threshold of a search, and alone there. The threshold \
            rises with the number of templates, so that `gallery.alerts_a_night` false alerts are expected at most. \
            Between it and the reject threshold a person looks; so when nobody is alike, because a search never rejects.
            """,
        reasons: [.faceMatch, .scoreInReviewBand, .noCandidate, .severalCandidates], kinds: [.identify])

    var examples: [RuleExample] {
        [
            example("a candidate at the threshold", .passed, [.faceMatch], GalleryEvidence.example(nil, [0.5])),
            example(
                "a candidate just under the threshold", .review, [.scoreInReviewBand],
                GalleryEvidence.example(nil, [0.4999])),
            example(
                "two candidates above the threshold", .review, [.severalCandidates],
                GalleryEvidence.example(nil, [0.75, 0.5])),
            example("nobody alike", .review, [.noCandidate], GalleryEvidence.example(nil, [0.2499])),
            example("nobody enrolled", .review, [.noCandidate], GalleryEvidence()),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard let gallery = input.evidence.gallery else { return .notRun(.notConfigured) }
        guard !input.judgedFaces.isEmpty else { return .notRun(.noFace) }
        let among = "of \(gallery.templates) templates searched"
        let matching = input.matchingOthers
        guard let best = gallery.candidates.first else {
            return .passedUnless([Reason(.noCandidate, detail: "0 \(among)")])
        }
        let ballot = input.ballot(best)
        func reasons(_ code: ReasonCode) -> [Reason] {
            let votes = ballot.carrying.isEmpty ? Array(ballot.votes.prefix(1)) : ballot.carrying
            return votes.map { Reason(code, matcher: $0.matcher, detail: "\($0.detail), the best \(among)") }
        }
        guard matching.count < 2 else {
            return .passedUnless([Reason(.severalCandidates, detail: "\(matching.count) subjects, \(among)")])
        }
        return switch ballot.verdict {
        // A lower rank alone at the threshold would be approved on the word of a matcher that ranks otherwise.
        case .approved where matching.first == best: .passed(reasons(.faceMatch))
        case .approved, .review: .passedUnless(reasons(.scoreInReviewBand))
        case .rejected, .error, nil: .passedUnless(reasons(.noCandidate))
        }
    }

    private func example(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode], _ gallery: GalleryEvidence
    ) -> RuleExample { .gallery(title, state, reasons, .identify, gallery) }
}
