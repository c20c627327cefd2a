import AuditCore

/// Makes the decision of a request whose photos have been looked at, now or in an earlier run.
struct RequestJudge: Sendable {
    let matchers: [MatcherDescriptor]
    /// The date that stands for today: of the run, which a command that decides one request makes itself.
    var asOf = UTCTime.today
    private let policy: Policy
    private let evaluator: PolicyEvaluator
    /// The digest of the mail template for an outcome; nil when such applicants get no message.
    private let mailTemplate: @Sendable (Outcome) -> String?

    init(
        _ policy: Policy, matchers: [MatcherDescriptor], mailTemplate: @escaping @Sendable (Outcome) -> String?
    ) {
        self.policy = policy
        self.matchers = matchers
        self.mailTemplate = mailTemplate
        evaluator = PolicyEvaluator(policy)
    }

    /// The decision of a row that is no request.
    func invalid(
        _ row: ManifestRow, requestID: String, kind: String, problems: [RowProblem], key: String,
        origin: DecidedRow.Origin
    ) -> DecidedRow {
        let reasons = problems.map { Reason($0.code, field: $0.field, detail: "line \(row.line): \($0.detail)") }
        let evaluation = evaluator.notProcessed(reasons)
        let record = DecisionRecord(
            row: row.row, line: row.line, requestID: requestID, kind: kind, outcome: evaluation.outcome,
            reasons: evaluation.reasons, checks: evaluation.checks, requestKey: key)
        return DecidedRow(record: record, origin: origin)
    }

    /// The decision of a request.
    /// - Parameter gallery: What the gallery answered; nil when it was not asked.
    func decide(_ open: OpenRequest, gallery: GalleryEvidence? = nil) -> DecidedRow {
        let request = open.request
        let scores =
            request.kind == .compare
            ? open.known.merging(scores(open.sights)) { _, new in new }
            : gallery?.decidingCandidate(request.kind)?.scores ?? [:]
        var evidence = Evidence(
            kind: request.kind, photos: open.sights.map(\.evidence), matchers: matchers, scores: scores,
            intake: open.intake, gallery: gallery)
        let document = documentState(open)
        evidence.document = document
        evidence.nationalID = nationalID(open)
        var evaluation = evaluator.evaluate(evidence)
        // It informs whoever looks and changes nothing; of an erased request there is no name to look at.
        if let name = request.personal["full_name"], NameScript.isMixed(name) {
            evaluation.reasons.append(Reason(.nameMixedScript, field: "full_name"))
        }
        let record = DecisionRecord(
            row: open.row.row, line: open.row.line, requestID: request.requestID, kind: request.kind.rawValue,
            outcome: evaluation.outcome, reasons: evaluation.reasons, checks: evaluation.checks,
            confidence: evaluation.confidence, subjectID: request.claimedSubject, images: open.sights.map(\.record),
            comparisons: evaluation.comparisons, requestKey: open.key,
            gallery: gallery?.judged(RuleInput(evidence, policy)), document: document.evidence)
        var row = DecidedRow(
            record: record, personal: request.personal, crops: open.sights.flatMap(\.crops),
            mailTemplateSHA256: template(for: evaluation.outcome, request, open.intake), origin: open.origin)
        row.document = open.reading
        row.subject = gallery?.namedSubject(RuleInput(evidence, policy))
        return row
    }

    /// What became of the document, judged at the run's date.
    private func documentState(_ open: OpenRequest) -> DocumentState {
        guard policy.readsDocuments, open.sights.contains(where: { $0.record.role != .selfie }) else {
            return .noPhoto
        }
        guard !open.sights.contains(where: { $0.record.role != .selfie && !$0.evidence.failures.isEmpty }) else {
            return .failed
        }
        guard let stored = open.reading else { return open.wasNeverRead ? .notKept : .noReader }
        return .read(
            DocumentJudgement(policy.document, asOf: asOf).evidence(stored, claims: open.request.personal))
    }

    private func nationalID(_ open: OpenRequest) -> NationalIDState {
        policy.checks[.document] == nil ? .absent : NationalIDState(open.request.personal)
    }

    /// The decision of a request that is not worked on any more, because earlier starts ended while it was.
    func quarantine(
        _ row: ManifestRow, request: VerificationRequest, images: [ImageRecord], intake: IntakeVerdict, key: String,
        origin: DecidedRow.Origin
    ) -> DecidedRow {
        let detail = "\(Suspicion.mostEnds) starts of the run ended while this request was the only one in work"
        let evaluation = evaluator.notProcessed([Reason(.requestQuarantined, detail: detail)])
        let record = DecisionRecord(
            row: row.row, line: row.line, requestID: request.requestID, kind: request.kind.rawValue,
            outcome: evaluation.outcome, reasons: evaluation.reasons, checks: evaluation.checks,
            subjectID: request.claimedSubject, images: images, requestKey: key)
        return DecidedRow(
            record: record, personal: request.personal,
            mailTemplateSHA256: template(for: evaluation.outcome, request, intake), origin: origin)
    }

    /// The digest of the template of the applicant's message; nil when there is none.
    /// - Parameter isAddressKnown: Whether it can go to an enrolled address where the row gives none.
    func template(
        for outcome: Outcome, _ request: VerificationRequest, _ intake: IntakeVerdict, isAddressKnown: Bool = false
    ) -> String? {
        // A message needs somebody to send it and somewhere to send it to, and nobody vouches for a refused row's address.
        if case .failed = intake { return nil }
        return policy.mail != nil && (isAddressKnown || request.personal["email"] != nil) ? mailTemplate(outcome) : nil
    }

    private func scores(_ sights: [PhotoSight]) -> [String: Double] {
        guard let selfie = sights.first(where: { $0.record.role == .selfie }),
            let document = sights.first(where: { $0.record.role == .document })
        else { return [:] }
        var scores: [String: Double] = [:]
        for matcher in matchers {
            guard let probe = selfie.templates[matcher.name], let reference = document.templates[matcher.name]
            else { continue }
            scores[matcher.name] = matcher.metric.score(probe, reference)
        }
        return scores
    }
}
