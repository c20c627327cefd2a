import AuditCore

extension RunSearches {
    /// What the decisions of a run record of their searches.
    init(_ decided: [DecidedEvidence]) {
        self.init()
        for one in decided {
            if one.evidence.templates > 0, one.evidence.probes != nil {
                // The recorded number is the night's; each of its searches has an equal part.
                gallery = gallery ?? Alerts.none
                gallery?.add(
                    comparisons: one.evidence.templates,
                    expectedFalse: one.evidence.expectedFalseAlerts.map {
                        $0 / Double(max(1, one.evidence.probes ?? 1))
                    },
                    isBound: one.evidence.thresholdBasis == SearchThreshold.Basis.bound.rawValue,
                    raised: one.reasons.isDisjoint(with: Self.found) ? 0 : 1)
            }
            if let watch = one.evidence.watch, watch.matcher != nil {
                duplicates = duplicates ?? Alerts.none
                duplicates?.add(
                    comparisons: watch.faces, expectedFalse: watch.falseMatchRate.map { $0 * Double(watch.faces) },
                    isBound: watch.basis == SearchThreshold.Basis.bound.rawValue, raised: one.faceLinks)
            }
        }
    }

    /// The reasons of a search that found somebody.
    private static let found: Set<ReasonCode> = [.faceMatch, .severalCandidates, .faceEnrolledUnderAnother]
}

extension DecidedEvidence {
    /// Faces under other identities that the search for duplicates found; those of an enrolment are the gallery's to say.
    var faceLinks: Int {
        evidence.links.count { link in
            link.kind == .sameFaceOtherIdentity && !(kind == .enrol && link.decision == nil)
                && !evidence.isAllowed(link)
        }
    }
}
