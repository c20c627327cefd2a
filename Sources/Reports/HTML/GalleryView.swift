import AuditCore

/// What the gallery answered, as the template `request` shows it: the claim, or the table of candidates.
struct GalleryView {
    let archive: any RunArchive
    /// What is shown of identities.
    let masking: Masking

    /// Fills the part of a request's view; nothing without evidence.
    func fill(_ view: inout View, _ decision: DecisionRecord) throws {
        guard let gallery = decision.gallery else { return view.flag("has_gallery", false) }
        view.flag("has_gallery", true)
        view.text("claim_state", gallery.claim.map(Self.claim))
        view.flag("has_candidates", !gallery.candidates.isEmpty)
        view.list("candidates", try gallery.candidates.map(candidate))
        guard gallery.searched != nil else { return }
        view.text("search", Self.search(gallery))
    }

    private func candidate(_ candidate: GalleryEvidence.Candidate) throws -> View {
        let person = try archive.subject(number: candidate.subject)
        return View { view in
            view.fixed("rank", candidate.rank.description)
            // A subject's id is personal; its number is not.
            let masked = person.map { masking.subject($0.subjectID) } ?? "erased"
            view.text("candidate", "\(masked) (no. \(candidate.subject))")
            let scores = candidate.scores.sorted { $0.key < $1.key }.map { "\($0.key) \(Wording.score($0.value))" }
            view.text("candidate_scores", scores.isEmpty ? "no score" : scores.joined(separator: ", "))
            view.fixed(
                "candidate_confidence", candidate.confidence.map { NumberText.fixed($0, digits: 2) + " %" } ?? "–")
        }
    }

    private static func claim(_ claim: GalleryEvidence.Claim) -> String {
        switch claim {
        case .unknown: "nobody is enrolled under this identity"
        case .enrolled: "the claimed identity is enrolled"
        case .revoked: "the claimed identity has been revoked"
        case .outdated: "the claimed identity has templates of another version only"
        }
    }

    /// How many were searched, and how many false alerts that may raise.
    private static func search(_ gallery: GalleryEvidence) -> String {
        let templates = Wording.count(gallery.templates, "template", "templates")
        let subjects = Wording.count(gallery.subjects, "subject", "subjects")
        var text = "\(templates) of \(subjects) searched by \(gallery.searched ?? "")"
        if let expected = gallery.expectedFalseAlerts {
            let known = gallery.thresholdBasis == "bound" ? "at most " : ""
            text += "; \(known)\(NumberText.significant(expected, digits: 2)) false alerts expected of the night's "
            text += Wording.count(gallery.probes ?? 1, "search", "searches") + " at this size and threshold"
            if gallery.thresholdBasis == "bound" { text += " (by the bound FMR <= exp(-LLR), not measured)" }
        }
        return text
    }
}
