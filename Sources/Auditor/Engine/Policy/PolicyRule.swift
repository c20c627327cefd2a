import AuditCore

/// One question that a policy asks of every request. One rule is one file in `Rules/` and one type; `PolicyRules`
/// lists them. Its examples are its tests and its documentation.
protocol PolicyRule: Sendable {
    /// What the rule is.
    var descriptor: RuleDescriptor { get }
    /// What it says in the cases that matter, borders included.
    var examples: [RuleExample] { get }
    /// Judges one request. A pure function; called only for the descriptor's kinds.
    func evaluate(_ input: RuleInput) -> RuleFinding
}

/// What a rule says of itself.
struct RuleDescriptor: Sendable {
    /// Stable, snake_case: the check's id in every output.
    let id: String
    /// A claim that holds when the rule passes.
    let title: String
    /// What is judged and how, in one or two sentences.
    let summary: String
    /// Every reason that the rule can give.
    let reasons: [ReasonCode]
    /// The kinds of request for which it means something; `not_applicable` for the others.
    var kinds: [RequestKind] = RequestKind.allCases
}

/// What a rule judges by.
struct RuleInput {
    let evidence: Evidence
    /// The policy; for `identify` with the thresholds of a search.
    let policy: Policy
    let ballot: Ballot
    /// The policy with the thresholds of a search.
    let searching: Policy

    init(_ evidence: Evidence, _ policy: Policy) {
        searching = policy.searching(evidence.gallery)
        let policy = evidence.kind == .identify ? searching : policy
        self.evidence = evidence
        self.policy = policy
        ballot = Ballot(evidence, policy)
    }

    /// How the matchers vote when a candidate of the gallery is the one that the face is compared with.
    /// - Parameter isSearch: Whether the candidate was found among many, which asks for more.
    func ballot(_ candidate: GalleryEvidence.Candidate, isSearch: Bool = true) -> Ballot {
        var evidence = evidence
        evidence.scores = candidate.scores
        return Ballot(evidence, isSearch ? searching : policy)
    }

    /// The subjects of the gallery, other than the claimed one, whose faces match this one by the thresholds of a search.
    var matchingOthers: [GalleryEvidence.Candidate] {
        guard let gallery = evidence.gallery else { return [] }
        return gallery.candidates.filter { $0.subject != gallery.subject && ballot($0).verdict == .approved }
    }

    /// The faces that the decision rests on, by photo and then by matcher.
    var judgedFaces: [(role: ImageRole, matcher: MatcherDescriptor, face: DetectedFace)] {
        evidence.kind.facePhotos.flatMap { role in
            ballot.judged.compactMap { name in
                guard let matcher = evidence.descriptor(name), let face = evidence.face(name, on: role) else {
                    return nil
                }
                return (role, matcher, face)
            }
        }
    }
}

/// What a rule found.
struct RuleFinding: Equatable {
    var state: CheckState
    var cause: String?
    var reasons: [Reason] = []

    /// Nothing to say against the request; the reasons, if any, only inform.
    static func passed(_ reasons: [Reason] = []) -> RuleFinding { RuleFinding(state: .passed, reasons: reasons) }

    /// Not checked, and why: a stable snake_case cause.
    static func notRun(_ cause: Cause) -> RuleFinding { RuleFinding(state: .notRun, cause: cause.rawValue) }

    /// Passed without a reason, review with one.
    static func passedUnless(_ reasons: [Reason]) -> RuleFinding {
        RuleFinding(state: reasons.isEmpty ? .passed : .review, reasons: reasons)
    }

    /// Why a check is `not_run`.
    enum Cause: String, CaseIterable {
        /// The policy does not ask for it.
        case notConfigured = "not_configured"
        /// The row does not have it, and the policy does not require it.
        case notGiven = "not_given"
        /// The request is decided again without what was not kept of it.
        case notKept = "not_kept"
        /// A photo outside any run is compared with no earlier request.
        case noRun = "no_run"
        /// The row, a photo or a worker failed before it.
        case notProcessed = "not_processed"
        /// There is no face to look at.
        case noFace = "no_face"
        /// There is no score to look at.
        case noScore = "no_score"
        /// There is no approval that could be vetoed.
        case notApproved = "not_approved"
        /// Nothing reads documents in this run.
        case noReader = "no_reader"
        /// It was not read on the document.
        case notRead = "not_read"
        /// It was read, and is not sure enough.
        case unsure
        /// It depends on a day or month that the document leaves open.
        case partialDate = "partial_date"
        /// No machine-readable zone was found.
        case noZone = "no_mrz"
        /// Only one part of the document was read.
        case oneSource = "one_source"
        /// There is only one portrait on the document.
        case oneFace = "one_face"
        /// The scheme of the state's national ids is not known.
        case noScheme = "no_scheme"

        /// One sentence for the docs.
        var meaning: String {
            switch self {
            case .notConfigured: "The policy does not ask for it."
            case .notGiven: "The row does not have what it would look at, and the policy does not require it."
            case .notKept: "The request is decided again; what it would look at is not kept, and had not been checked."
            case .noRun: "A command for single photos: only a run compares with earlier requests."
            case .notProcessed: "The row, a photo or a worker failed, so there was nothing to judge."
            case .noFace: "There is no face to look at."
            case .noScore: "There is no score to look at."
            case .notApproved: "The matchers do not approve, so there is nothing to veto."
            case .noReader: "The run could not use the reader of documents; its notices say why."
            case .notRead: "It was not read on the document."
            case .unsure: "It was read on the document, and is not sure enough to be held against anything."
            case .partialDate: "The document leaves the day or month open, and the answer depends on it."
            case .noZone: "No machine-readable zone was found on the document."
            case .oneSource: "Only one part of the document was read, so there is nothing to hold it against."
            case .oneFace: "There is only one portrait on the document that could be compared."
            case .noScheme: "How the state's national ids are made is not known to this version."
            }
        }
    }
}

/// A case that a rule documents and that its test executes.
struct RuleExample: Sendable {
    /// What is special about the evidence or the policy.
    let title: String
    let evidence: Evidence
    let policy: Policy
    let state: CheckState
    let cause: RuleFinding.Cause?
    let reasons: [ReasonCode]

    /// Changes `Evidence.example` and `Policy.example`, which pass every rule that is switched on.
    init(
        _ title: String, _ state: CheckState, _ reasons: [ReasonCode] = [], cause: RuleFinding.Cause? = nil,
        policy changePolicy: (inout Policy) -> Void = { _ in }, evidence changeEvidence: (inout Evidence) -> Void
    ) {
        var policy = Policy.example
        var evidence = Evidence.example
        changePolicy(&policy)
        changeEvidence(&evidence)
        self.title = title
        self.evidence = evidence
        self.policy = policy
        self.state = state
        self.cause = cause
        self.reasons = reasons
    }

    /// The example evidence under the example policy.
    init(_ title: String, _ state: CheckState, _ reasons: [ReasonCode] = [], cause: RuleFinding.Cause? = nil) {
        self.init(title, state, reasons, cause: cause, evidence: { _ in })
    }
}
