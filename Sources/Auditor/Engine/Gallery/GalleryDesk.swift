import AuditCore

/// Decides the requests that the gallery has a say in, one after the other in the rows' order, and takes up whom they
/// enrol.
struct GalleryDesk: Sendable {
    let gallery: Gallery
    let judge: RequestJudge
    /// What was found beside the gallery.
    var found: GalleryEvidence?

    /// Decides a request.
    /// - Throws: when no row can be decided any more.
    /// - Parameter replaces: Whether an enrolment takes the place of all that the subject had.
    func decide(_ open: OpenRequest, replaces: Bool = false) async throws(AuditError) -> DecidedRow {
        let templates = open.selfie?.templates ?? [:]
        let photo = open.selfie?.record.sha256
        var evidence = try await gallery.answer(
            open.request, templates: templates, photo: photo, replaces: replaces)
        evidence.add(found)
        var row = judge.decide(open, gallery: evidence)
        // Of a claim by the account's name, and of a search, whom it means.
        if row.record.subjectID.isEmpty, let subject = row.subject {
            row.record.subjectID = try await gallery.subjectID(of: subject) ?? ""
        }
        guard row.record.outcome == .approved else { return row }
        switch open.request.kind {
        case .compare, .verify: break
        case .identify where row.mailTemplateSHA256 == nil:
            guard let subject = row.subject, try await gallery.hasAddress(subject) else { break }
            row.mailTemplateSHA256 = judge.template(
                for: row.record.outcome, open.request, open.intake, isAddressKnown: true)
        case .identify: break
        case .enrol where evidence.isEnrolledPhoto: break
        case .enrol:
            row.enrolment = try await gallery.enrol(
                open.request, templates: templates, photo: photo, evidence: evidence, replaces: replaces)
        }
        return row
    }
}
