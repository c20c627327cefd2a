import AuditCore

extension VerificationRequest {
    /// The subject whom the request claims to be from by its id, or empty: a search claims nobody.
    var claimedSubject: String { kind == .identify ? "" : subjectID ?? "" }
}

extension GalleryEvidence {
    /// The candidate whose scores are the request's: the claimed subject, or of a search the best.
    func decidingCandidate(_ kind: RequestKind) -> Candidate? {
        switch kind {
        case .compare: nil
        case .verify, .enrol: subject.flatMap { number in candidates.first { $0.subject == number } }
        case .identify: candidates.first
        }
    }

    /// The evidence with what a policy makes of it: each candidate's confidence, and for `enrol` a link to every other
    /// subject whose face it is.
    func judged(_ input: RuleInput) -> GalleryEvidence {
        var judged = self
        for index in judged.candidates.indices {
            let isSearch = judged.candidates[index].subject != subject
            judged.candidates[index].confidence = input.ballot(judged.candidates[index], isSearch: isSearch).confidence
        }
        let facts = SearchFacts(self, policy: input.searching)
        judged.expectedFalseAlerts = facts?.expectedFalseAlerts
        judged.thresholdBasis = facts?.threshold.basis.rawValue
        guard input.evidence.kind == .enrol else { return judged }
        judged.links.removeAll { $0.kind == .sameFaceOtherIdentity && $0.decision == nil }
        judged.links += input.matchingOthers.map { other in
            let vote = input.ballot(other).carrying.first
            return Link(
                kind: .sameFaceOtherIdentity, subject: other.subject, matcher: vote?.matcher, score: vote?.score)
        }
        return judged
    }

    /// The number of the subject whom the request is about: the claimed one, or of a search the best at or above the
    /// threshold, whatever the decision is.
    func namedSubject(_ input: RuleInput) -> Int64? {
        input.evidence.kind == .identify ? input.matchingOthers.first?.subject : subject
    }

    /// Whether this very photo is enrolled for the claimed subject, with every template that there is of it.
    var isEnrolledPhoto: Bool { claim == .enrolled && isPhotoOfSubject }

    /// Whether this very photo was enrolled for the claimed subject, be it in another version.
    var isPhotoOfSubject: Bool {
        links.contains { $0.kind == .samePhoto && $0.subject != nil && $0.subject == subject }
    }
}
