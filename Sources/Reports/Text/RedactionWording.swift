import AuditCore

/// What an output says about its profile.
enum RedactionWording {
    /// The last line of a run's pages.
    static func footnote(_ profile: RedactionProfile) -> String {
        switch profile {
        case .public:
            "Shows nobody: in place of request ids keyed digests, scores rounded, no faces, no personal field."
        case .team: "Confidential: shows faces and request ids; every other personal field is masked."
        case .auditor: "Strictly confidential: personal data in clear."
        }
    }

    /// The last line of a difference's page.
    static func differenceFootnote(_ profile: RedactionProfile) -> String {
        profile.shows(.requestID)
            ? "Confidential: shows request ids; no other personal field is in it."
            : "Shows nobody: in place of request ids keyed digests, scores rounded."
    }

    /// The last line of an evaluation's page.
    static func evaluationFootnote(_ profile: RedactionProfile) -> String {
        profile.shows(.photos)
            ? "A laboratory report: it shows file names and faces of the sample as they are."
            : "A laboratory report without file names and faces of the sample."
    }

    /// For the list of what a report rests on.
    static func name(_ profile: RedactionProfile) -> String {
        switch profile {
        case .public: "public: nothing that names, shows or finds a person"
        case .team: "team: request ids and faces, other personal fields masked"
        case .auditor: "auditor: personal data in clear"
        }
    }

    /// What must be seen at once; nil when nothing is out of the ordinary.
    static func notice(_ profile: RedactionProfile) -> String? {
        guard profile.shows(.personal) else { return nil }
        return
            "Personal data in clear (profile auditor): the audit log says that this report was made. Delete it when it "
            + "has served its purpose; an erasure does not reach it."
    }
}
