public import AuditCore

/// One photo against the gallery outside any run: the same loader, matchers and policy as in a run.
public struct OneShotGallery: Sendable {
    private let policy: Policy
    private let source: any GallerySource
    private let decider: RequestDecider
    private let index: IndexMaker
    private let lists: ListLookup?

    /// Prepares questions.
    /// - Parameter lists: Where the block and allow lists are, which are looked up if the policy asks for it, and the time
    ///   that counts, RFC 3339 UTC; nil looks nothing up.
    /// - Throws: `configuration_invalid` for a policy without a gallery; `policy_invalid` when a matcher's scores point
    ///   the other way than its thresholds.
    public init(
        policy: Policy, matchers: [any FaceMatcher], source: any GallerySource,
        lists: (store: AuditStore, time: String)? = nil, index: @escaping IndexMaker = ExactIndex.maker
    ) throws(AuditError) {
        try Self.check(policy)
        try policy.check(against: matchers.map(\.descriptor))
        self.policy = policy
        self.source = source
        self.index = index
        let descriptors = matchers.map(\.descriptor)
        self.lists =
            try policy.checks[.lists] == nil
            ? nil
            : lists.map { lists throws(AuditError) in
                try ListLookup(lists.store, policy: policy, matchers: descriptors, at: lists.time, rows: 1)
            }
        decider = RequestDecider(
            loader: try ImageLoader(root: "/", maxBytes: policy.limits.maxImageBytes), matchers: matchers,
            policy: policy, mailTemplate: { _ in nil })
    }

    /// Refuses a policy that has no gallery.
    public static func check(_ policy: Policy) throws(AuditError) {
        guard policy.gallery == nil else { return }
        throw AuditError(
            .configurationInvalid,
            "the policy has no gallery: add `gallery: on`, or name one that has it, such as samples/policies/kyc.yaml",
            at: SourceLocation(file: policy.file))
    }

    /// What was decided about one photo.
    public struct Answer: Sendable {
        /// The decision, as a run would have made it.
        public var record: DecisionRecord
        /// Whom it enrols, if the caller commits it.
        public var enrolment: Enrolment?
    }

    /// What people should know before they ask: whom no search can find.
    public func notices() throws(AuditError) -> [String] {
        var notices: [String] = []
        for matcher in decider.matchers.map(\.descriptor) where matcher.metric.isOfTemplates {
            if let notice = try Gallery.outdated(source, matcher.name, matcher.templateVersion) {
                notices.append(notice)
            }
        }
        return notices
    }

    /// Asks about one encoded photo. Every call sees the gallery as the store has it then.
    /// - Parameters:
    ///   - personal: Of an enrolment the name, address and account's name; of a claim the account's name.
    ///   - replaces: Whether an enrolment takes the place of all that the subject had.
    /// - Throws: `matcher_unavailable` when no photo can be processed any more, and what the store throws.
    public func ask(
        _ kind: RequestKind, _ photo: [UInt8], subjectID: String? = nil, personal: PersonalData = PersonalData(),
        replaces: Bool = false
    ) async throws(AuditError) -> Answer {
        let gallery = try Gallery(
            source, policy: policy, matchers: decider.matchers.map(\.descriptor), probes: 1, index: index)
        let request = VerificationRequest(
            requestID: kind.rawValue, kind: kind,
            subjectID: subjectID.flatMap { BlindIndex.normalised($0, in: .subjectID) },
            images: [.selfie: .inline(photo)],
            personal: personal)
        var row: DecidedRow
        switch try await decider.look(at: ManifestRow(row: 1, line: 1, content: .request(request))) {
        case .decided(let decided): row = decided
        case .open(let open):
            var desk = GalleryDesk(gallery: gallery, judge: decider.judge)
            if let lists {
                var found = GalleryEvidence(listed: try lists.hits(request, open.probes))
                found.watch = GalleryEvidence.Watch(checks: [FurtherCheck.lists.rawValue])
                desk.found = found
            }
            row = try await desk.decide(open, replaces: replaces)
        }
        row.record.checks = row.record.checks.map(\.outsideRun)
        return Answer(record: row.record, enrolment: row.enrolment)
    }
}

extension CheckResult {
    /// Of a photo outside any run, whose earlier requests nobody looked for: what was not kept was never there.
    var outsideRun: CheckResult {
        guard cause == RuleFinding.Cause.notKept.rawValue, FurtherCheck(rawValue: id)?.searchesMany == true else {
            return self
        }
        return CheckResult(id: id, state: state, cause: RuleFinding.Cause.noRun.rawValue)
    }
}
