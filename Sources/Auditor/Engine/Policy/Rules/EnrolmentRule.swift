import AuditCore

/// Whether a face may be added to the gallery.
struct EnrolmentRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: "enrolment", title: "The face may be enrolled under this identity",
        summary: """
            Of `enrol`: a further photo of a subject must match the subject's templates at the approve threshold, and the \
            face must match nobody else's at the threshold of a search. The very photo that is enrolled already adds \
            nothing, unless the templates are of another version: then it is enrolled anew. Only what is approved is enrolled.
            """,
        reasons: [
            .alreadyEnrolled, .enrolmentMismatch, .faceEnrolledUnderAnother, .subjectRevoked, .templateOutdated,
        ], kinds: [.enrol])

    var examples: [RuleExample] {
        var twice = GalleryEvidence.example(.enrolled, [0.99])
        twice.links = [GalleryEvidence.Link(kind: .samePhoto, subject: 7)]
        var outdated = GalleryEvidence.example(.outdated)
        outdated.links = twice.links
        return [
            example("a new subject", .passed, [], GalleryEvidence.example(.unknown)),
            example("a further photo that matches", .passed, [], GalleryEvidence.example(.enrolled, [0.5])),
            example("the same photo again", .passed, [.alreadyEnrolled], twice),
            example(
                "a further photo that is not alike enough", .review, [.enrolmentMismatch],
                GalleryEvidence.example(.enrolled, [0.4999])),
            example(
                "the face of another subject", .review, [.faceEnrolledUnderAnother],
                GalleryEvidence.example(.unknown, [0.5])),
            example(
                "a face not quite like another subject's", .passed, [], GalleryEvidence.example(.unknown, [0.4999])),
            example("a subject that was revoked", .review, [.subjectRevoked], GalleryEvidence.example(.revoked)),
            example("a photo that was enrolled in another version", .passed, [], outdated),
            example(
                "another photo of a subject with templates of another version", .review, [.templateOutdated],
                GalleryEvidence.example(.outdated)),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        guard let gallery = input.evidence.gallery, let claim = gallery.claim else { return .notRun(.notConfigured) }
        guard !input.judgedFaces.isEmpty else { return .notRun(.noFace) }
        if gallery.isEnrolledPhoto { return .passed([Reason(.alreadyEnrolled)]) }
        var reasons: [Reason] = []
        switch claim {
        case .unknown: break
        case .revoked: reasons.append(Reason(.subjectRevoked, detail: "`auditor enrol --replace` enrols anew"))
        case .outdated:
            // Nothing can be compared, but the photo that was enrolled is known by its digest.
            if !gallery.isPhotoOfSubject {
                reasons.append(
                    Reason(
                        .templateOutdated, detail: "not a photo that was enrolled; `auditor enrol --replace` takes it"))
            }
        case .enrolled:
            let own = gallery.decidingCandidate(.enrol).map { input.ballot($0, isSearch: false) }
            if own?.verdict == nil {
                reasons.append(Reason(.templateOutdated, detail: ClaimedIdentityRule.remedy))
            } else if own?.verdict != .approved || own?.vetoes.contains(where: { $0.verdict == .rejected }) == true {
                reasons += Self.reasons(.enrolmentMismatch, own)
            }
        }
        for other in input.matchingOthers {
            reasons += Self.reasons(.faceEnrolledUnderAnother, input.ballot(other))
        }
        return .passedUnless(reasons)
    }

    private static func reasons(_ code: ReasonCode, _ ballot: Ballot?) -> [Reason] {
        let vote = ballot?.carrying.first
        return [Reason(code, matcher: vote?.matcher, detail: vote?.detail)]
    }

    private func example(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode], _ gallery: GalleryEvidence
    ) -> RuleExample { .gallery(title, state, reasons, .enrol, gallery) }
}
