import AuditCore

/// Whether the request is tied to others that claim to be somebody else. A signal for people: it never rejects.
struct DuplicatesRule: PolicyRule {
    let descriptor = RuleDescriptor(
        id: FurtherCheck.duplicates.rawValue, title: "Nothing of the request belongs to another identity",
        summary: """
            The face, the photos, the contacts, the device and the document against every earlier request within \
            `window_days`, and the face against the enrolled subjects. A face counts from the threshold on at which \
            `alerts_a_night` false links are expected. What an allow list names does not count and is shown. A hit \
            never rejects by itself.
            """,
        reasons: [
            .faceUnderOtherIdentity, .identityWithOtherFace, .documentOfOtherIdentity, .contactOfOtherIdentity,
            .deviceOfOtherIdentity, .photoReused, .selfieIsDocument, .duplicateNoted, .duplicateAllowed,
        ])

    var examples: [RuleExample] {
        let face = GalleryEvidence.Link(kind: .sameFaceOtherIdentity, decision: 3, matcher: "alpha", score: 0.75)
        let phone = GalleryEvidence.Link(kind: .samePhone, decision: 3)
        let allowed = GalleryEvidence.ListHit(list: .allow, entry: 1, field: "phone")
        return [
            RuleExample("switched off", .notRun, cause: .notConfigured),
            .watched(
                "nothing looked for, as when a run without it is decided again", .duplicates, .notRun, [], nil,
                cause: .notKept),
            .watched("tied to nobody", .duplicates, .passed, [], GalleryEvidence()),
            .watched(
                "the face under another identity", .duplicates, .review, [.faceUnderOtherIdentity],
                GalleryEvidence(links: [face])),
            .watched(
                "the face and the phone number under another identity", .duplicates, .review,
                [.faceUnderOtherIdentity, .contactOfOtherIdentity], GalleryEvidence(links: [face, phone])),
            .watched(
                "another face, document, device and photo", .duplicates, .review,
                [.identityWithOtherFace, .documentOfOtherIdentity, .deviceOfOtherIdentity, .photoReused],
                GalleryEvidence(
                    links: [.sameIdentityOtherFace, .sameNationalID, .sameIP, .nearPhoto].map {
                        GalleryEvidence.Link(kind: $0, decision: 3)
                    })),
            .watched(
                "the same under a policy that only reports", .duplicates, .passed, [.duplicateNoted],
                GalleryEvidence(links: [face]), outcome: .info),
            .watched(
                "a phone number that an allow list names", .duplicates, .passed, [.duplicateAllowed],
                GalleryEvidence(links: [phone], listed: [allowed])),
            .watched(
                "a face beside a phone number that an allow list names", .duplicates, .review,
                [.faceUnderOtherIdentity, .duplicateAllowed],
                GalleryEvidence(links: [face, phone], listed: [allowed])),
            .watched(
                "a selfie that is the document's picture", .duplicates, .review, [.selfieIsDocument],
                GalleryEvidence(links: [GalleryEvidence.Link(kind: .selfieIsDocument, score: 0)])),
        ]
    }

    func evaluate(_ input: RuleInput) -> RuleFinding {
        let gallery: GalleryEvidence
        switch input.watched(.duplicates) {
        case .failure(let finding): return finding.finding
        case .success(let found): gallery = found
        }
        let signs = gallery.links.filter(gallery.isSign)
        let counting = signs.filter { !gallery.isAllowed($0) }
        var reasons: [Reason] = []
        for code in descriptor.reasons {
            let links = counting.filter { $0.kind.reason == code }
            guard !links.isEmpty else { continue }
            reasons.append(Reason(code, matcher: links.compactMap(\.matcher).first, detail: detail(links, gallery)))
        }
        if input.policy.checks[.duplicates]?.outcome == .info, !reasons.isEmpty {
            reasons = [Reason(.duplicateNoted, detail: reasons.map(\.code.rawValue).joined(separator: ", "))]
        }
        let allowed = signs.filter(gallery.isAllowed)
        if !allowed.isEmpty {
            let kinds = Set(allowed.map(\.kind.rawValue)).sorted().joined(separator: ", ")
            reasons.append(Reason(.duplicateAllowed, detail: kinds))
        }
        let isSign = reasons.contains { $0.severity != .info }
        return isSign ? RuleFinding(state: .review, reasons: reasons) : .passed(reasons)
    }

    /// How many, how alike, and against what; no personal data.
    private func detail(_ links: [GalleryEvidence.Link], _ gallery: GalleryEvidence) -> String? {
        let kinds = Set(links.map(\.kind.rawValue)).sorted().joined(separator: ", ")
        var words = "\(kinds): \(links.count)"
        if let best = links.first, best.matcher != nil, let score = best.score, let watch = gallery.watch {
            words += ", \(NumberText.fixed(score, digits: 4))"
            if best.kind == .sameFaceOtherIdentity, let threshold = watch.threshold {
                words += " at threshold \(NumberText.fixed(threshold, digits: 4)) among \(watch.faces) faces"
            }
        }
        return words
    }
}

extension GalleryEvidence.Link.Kind {
    /// The reason that a link of this kind gives.
    var reason: ReasonCode {
        switch self {
        case .sameFaceOtherIdentity: .faceUnderOtherIdentity
        case .sameIdentityOtherFace: .identityWithOtherFace
        case .sameEmail, .samePhone: .contactOfOtherIdentity
        case .sameIP, .sameDevice: .deviceOfOtherIdentity
        case .sameNationalID, .sameDocumentNumber: .documentOfOtherIdentity
        case .samePhoto, .nearPhoto: .photoReused
        case .selfieIsDocument: .selfieIsDocument
        }
    }

    /// What an entry of an allow list must be about to suppress it.
    var allowedBy: String? {
        switch self {
        case .sameFaceOtherIdentity, .sameIdentityOtherFace: "face"
        case .sameEmail: BlindIndex.Field.email.rawValue
        case .samePhone: BlindIndex.Field.phone.rawValue
        case .sameIP: BlindIndex.Field.ipAddress.rawValue
        case .sameDevice: BlindIndex.Field.deviceID.rawValue
        case .sameNationalID: BlindIndex.Field.nationalID.rawValue
        case .sameDocumentNumber: BlindIndex.Field.documentNumber.rawValue
        case .samePhoto, .nearPhoto, .selfieIsDocument: nil
        }
    }
}

extension GalleryEvidence {
    /// Whether a link is a sign of fraud: an own photo that is enrolled already is none.
    func isSign(_ link: Link) -> Bool { !(link.kind == .samePhoto && link.subject != nil && link.subject == subject) }

    /// Whether an allow list suppresses a link.
    func isAllowed(_ link: Link) -> Bool {
        guard let field = link.kind.allowedBy else { return false }
        return listed.contains { $0.list == .allow && $0.field == field }
    }
}
